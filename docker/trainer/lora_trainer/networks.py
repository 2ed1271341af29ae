"""The networks of a base model as they are trained: with LoRA layers, made small, compiled, on their device."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import nn

from lora_trainer.compiling import hindrance
from lora_trainer.events import Events
from lora_trainer.experts import Experts
from lora_trainer.families.base import Expert, Family
from lora_trainer.job import Job
from lora_trainer.lora import add_lora
from lora_trainer.memory import Switches, shrink


def load_networks(
    family: Family, base: Path, job: Job, dtype: torch.dtype, device: torch.device, switches: Switches, events: Events
) -> tuple[Experts, list[nn.Parameter]]:
    """Loads every expert of a base model; gives them and the LoRA weights to train.

    Where the job asks for torch.compile and it cannot work here, a warning event says why.
    """
    assert job.rank is not None
    networks: dict[Expert, nn.Module] = {}
    trained: list[nn.Parameter] = []
    compiled = job.compile and _can_compile(device, events)
    for expert in family.experts:
        network = family.network(base, expert, dtype)
        trained += add_lora(network, rank=job.rank, targets=family.targets, seed=job.seed)
        shrink(network, switches)
        if compiled:  # cuda only
            network.compile()
        networks[expert] = network.train()
    experts = Experts(networks, device, job.steps)
    for expert in networks:
        experts.activated(expert)
    return experts, trained


def _can_compile(device: torch.device, events: Events) -> bool:
    why_not = hindrance(device)
    if why_not is not None:
        events.warning("not-compiled", f"the training goes on without torch.compile: {why_not}")
    return why_not is None
