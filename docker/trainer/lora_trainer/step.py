"""One training step: noise, forward, loss, backward."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from lora_trainer.batches import stack_conditions, stack_masks, stacked
from lora_trainer.cache import Example
from lora_trainer.families.base import Conditions, Expert, Family
from lora_trainer.objectives import Objective


@dataclass(frozen=True)
class StepSettings:
    """What every step needs besides its batch."""

    family: Family
    objective: Objective
    device: torch.device
    dtype: torch.dtype
    caption_dropout: float
    noise_offset: float


def autocast(device: torch.device, dtype: torch.dtype) -> AbstractContextManager[object]:
    """bf16 arithmetic where the job asks for it."""
    if dtype == torch.float32:
        return nullcontext()
    return torch.autocast(device.type, dtype=dtype)


def step_loss(
    settings: StepSettings,
    network: nn.Module,
    expert: Expert,
    batch: list[Example],
    texts: dict[str, Conditions],
    generator: torch.Generator,
) -> Tensor:
    """The loss of one batch. All random numbers come from `generator`, on the CPU, so that a GPU draws the same."""
    device = settings.device
    latents = stacked([example.latents for example in batch])
    noise = torch.randn(latents.shape, generator=generator)
    if settings.noise_offset:
        # A shift of whole channels lets a diffusion model learn very dark and very bright pictures.
        shape = (*latents.shape[:2], *[1] * (latents.dim() - 2))
        noise += settings.noise_offset * torch.randn(shape, generator=generator)
    dropped = (torch.rand(len(batch), generator=generator) < settings.caption_dropout).tolist()
    levels = settings.objective.levels(
        len(batch), settings.family.tokens(latents), (expert.low, expert.high), generator
    )
    captions = ["" if drop else example.caption for example, drop in zip(batch, dropped, strict=True)]
    conditions = stack_conditions([texts[caption] for caption in captions], device)
    latents, noise, levels = latents.to(device), noise.to(device), levels.to(device)
    noised = settings.objective.noised(latents, noise, levels)
    with autocast(device, settings.dtype):
        predicted = settings.family.predict(network, noised.to(settings.dtype), levels, conditions)
    target = settings.objective.target(latents, noise, levels)
    weights = settings.objective.weights(levels)
    return masked_loss(predicted.float(), target.float(), stack_masks(batch, device), weights)


def masked_loss(predicted: Tensor, target: Tensor, mask: Tensor | None, weights: Tensor | None) -> Tensor:
    """The mean squared error, of the masked part alone where there is a mask, times each example's weight."""
    if mask is None and weights is None:
        return nn.functional.mse_loss(predicted, target)
    error = (predicted - target) ** 2
    axes = tuple(range(1, error.dim()))
    if mask is None:
        each = error.mean(dim=axes)
    else:
        share = mask.expand_as(error)
        # An all-black mask teaches nothing: 0, not 0 / 0.
        each = (error * share).sum(dim=axes) / share.sum(dim=axes).clamp(min=1e-6)
    return (each if weights is None else each * weights.to(each.device)).mean()
