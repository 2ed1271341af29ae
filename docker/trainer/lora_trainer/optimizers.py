"""Optimizers and learning-rate schedules."""

from __future__ import annotations

import math

import torch
from torch import nn
from torch.optim.lr_scheduler import LambdaLR

from lora_trainer.events import Events
from lora_trainer.job import Job


def make_optimizer(
    job: Job, parameters: list[nn.Parameter], device: torch.device, events: Events
) -> torch.optim.Optimizer:
    """The job's optimizer. 8-bit AdamW without a GPU becomes AdamW, with a warning event."""
    assert job.learning_rate is not None
    name = job.optimizer
    if name == "adamw8bit" and device.type != "cuda":
        events.warning("no-8bit-adam", "8-bit AdamW needs a GPU; AdamW is used instead")
        name = "adamw"
    if name == "adamw8bit":  # cuda only
        from bitsandbytes.optim import AdamW8bit

        return AdamW8bit(parameters, lr=job.learning_rate, weight_decay=job.weight_decay)
    if name == "prodigy":
        from prodigyopt import Prodigy

        # Prodigy scales its own step; a learning rate other than 1 only scales that. Options: its authors' advice
        # for diffusion models.
        return Prodigy(
            parameters, lr=1.0, weight_decay=job.weight_decay, safeguard_warmup=True, use_bias_correction=True
        )
    return torch.optim.AdamW(parameters, lr=job.learning_rate, weight_decay=job.weight_decay)


def clip_gradients(parameters: list[nn.Parameter], limit: float) -> float:
    """Scales the gradients down where their common norm is over `limit` (0: never). Gives the norm they had."""
    # What nn.utils.get_total_norm does, without its sorting by device: an expert that rests has no gradients.
    norms = torch._foreach_norm([each.grad for each in parameters if each.grad is not None])
    norm = torch.linalg.vector_norm(torch.stack(norms))
    found = norm.item()
    if 0 < limit < found:
        nn.utils.clip_grads_with_norm_(parameters, limit, norm)
    return found


def to_device(optimizer: torch.optim.Optimizer, device: torch.device) -> None:
    """Moves the state of every parameter to a device; counts of steps stay where PyTorch keeps them.

    load_state_dict puts a state where its parameter is. A WAN 2.2 expert that rests is on the CPU then, and on the
    GPU when its turn comes.
    """
    for state in optimizer.state.values():
        for name, value in state.items():
            if isinstance(value, torch.Tensor) and name != "step":
                state[name] = value.to(device)


def make_schedule(job: Job, optimizer: torch.optim.Optimizer) -> LambdaLR:
    """Linear warm-up, then constant or a half cosine down to 0 at the last step."""

    def factor(step: int) -> float:
        if step < job.warmup_steps:
            return (step + 1) / job.warmup_steps
        if job.schedule == "constant":
            return 1.0
        rest = max(1, job.steps - job.warmup_steps)
        return 0.5 * (1 + math.cos(math.pi * min(1.0, (step - job.warmup_steps) / rest)))

    return LambdaLR(optimizer, factor)


def current_rate(optimizer: torch.optim.Optimizer) -> float:
    """The learning rate of the next step; Prodigy's own estimate counts in."""
    group = optimizer.param_groups[0]
    return float(group["lr"] * group.get("d", 1.0))
