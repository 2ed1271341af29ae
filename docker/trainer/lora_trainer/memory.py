"""The memory switches, from the fastest setting to the smallest, and their use on a network."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

import torch
from torch import nn

from lora_trainer.frozen_linear import FrozenLinear, four_bit, shrink_linears
from lora_trainer.job import Job


@dataclass(frozen=True)
class Switches:
    """What is done to make a training fit. `base_weights`: full, fp8 or nf4."""

    gradient_checkpointing: bool = False
    base_weights: str = "full"
    offload: bool = False

    def __str__(self) -> str:
        parts = [f"{self.base_weights} base weights"]
        parts += ["gradient checkpointing"] if self.gradient_checkpointing else []
        parts += ["block offload"] if self.offload else []
        return ", ".join(parts)


# Each rung costs more time than the one above. 4-bit weights are not offloaded: bitsandbytes keeps them on the GPU.
LADDER = (
    Switches(),
    Switches(gradient_checkpointing=True),
    Switches(gradient_checkpointing=True, base_weights="fp8"),
    Switches(gradient_checkpointing=True, base_weights="nf4"),
    Switches(gradient_checkpointing=True, base_weights="fp8", offload=True),
)


def allowed_rungs(job: Job) -> list[Switches]:
    """The rungs of the ladder that the job's own choices leave; never empty."""
    rungs = []
    for rung in LADDER:
        fixed = replace(
            rung,
            gradient_checkpointing=_chosen(job.gradient_checkpointing, rung.gradient_checkpointing),
            base_weights=rung.base_weights if job.base_weights == "auto" else job.base_weights,
            offload=_chosen(job.offload, rung.offload),
        )
        if fixed not in rungs:
            rungs.append(fixed)
    return rungs


def shrink(network: nn.Module, switches: Switches) -> None:
    """Applies the switches to a network that has its LoRA layers, still on the CPU."""
    if switches.gradient_checkpointing:
        network.enable_gradient_checkpointing()
    if switches.base_weights == "nf4":
        shrink_linears(network, four_bit)
    elif switches.base_weights == "fp8" or switches.offload:
        home = torch.device("cpu") if switches.offload else None
        shrink_linears(network, partial(FrozenLinear, fp8=switches.base_weights == "fp8", home=home))


def _chosen(wish: bool | None, otherwise: bool) -> bool:
    return otherwise if wish is None else wish
