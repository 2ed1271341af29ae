"""Rectified flow, the objective of FLUX and WAN: how its noise levels are drawn and shifted."""

from __future__ import annotations

import math
from collections.abc import Callable

import torch
from torch import Tensor

from lora_trainer.job import Job
from lora_trainer.objectives import Objective, spread


class FlowMatching(Objective):
    """Rectified flow: x = (1 - s) data + s noise; the network predicts noise - data.

    Takes `shift`, which gives for a number of tokens the factor that moves the levels towards noise: larger
    pictures need more noise to be destroyed (Esser et al. 2024, section 5.3.2).
    """

    def __init__(self, shift: Callable[[int], float], job: Job) -> None:
        self._shift = shift
        self._draw = _DRAWS[job.timesteps]

    def levels(self, batch: int, tokens: int, bounds: tuple[float, float], generator: torch.Generator) -> Tensor:
        low, high = bounds
        return low + (high - low) * self._shifted(self._draw(batch, generator), tokens)

    def noised(self, latents: Tensor, noise: Tensor, levels: Tensor) -> Tensor:
        return torch.lerp(latents, noise, spread(levels, latents))

    def target(self, latents: Tensor, noise: Tensor, levels: Tensor) -> Tensor:
        return noise - latents

    def weights(self, levels: Tensor) -> None:
        return None

    def sampling_levels(self, steps: int, tokens: int) -> list[float]:
        plain = torch.linspace(1, 0, steps + 1)
        return [float(level) for level in self._shifted(plain, tokens)]

    def sampling_step(self, latents: Tensor, prediction: Tensor, level: float, following: float) -> Tensor:
        return latents + (following - level) * prediction

    def _shifted(self, levels: Tensor, tokens: int) -> Tensor:
        shift = self._shift(tokens)
        return shift * levels / (1 + (shift - 1) * levels)


def shift_for(job: Job, family_shift: Callable[[int], float]) -> Callable[[int], float]:
    """The job's fixed shift, or the family's by the number of tokens."""
    if job.shift is None:
        return family_shift
    fixed = job.shift
    return lambda tokens: fixed


def linear_shift(tokens: int, base: tuple[int, float], top: tuple[int, float]) -> float:
    """exp of a straight line through two (tokens, exponent) points, as FLUX's scheduler has it."""
    (low, at_low), (high, at_high) = base, top
    return math.exp(at_low + (at_high - at_low) * (tokens - low) / (high - low))


def _logit_normal(batch: int, generator: torch.Generator) -> Tensor:
    # The middle levels are the hard ones (Esser et al. 2024, section 3.1).
    return torch.sigmoid(torch.randn(batch, generator=generator))


def _uniform(batch: int, generator: torch.Generator) -> Tensor:
    return torch.rand(batch, generator=generator)


def _mode(batch: int, generator: torch.Generator) -> Tensor:
    # The same paper's heavy-tailed draw with scale 1.29: the ends stay more likely than with logit-normal.
    plain = torch.rand(batch, generator=generator)
    return 1 - plain - 1.29 * (torch.cos(math.pi / 2 * plain) ** 2 - 1 + plain)


_DRAWS = {"logit-normal": _logit_normal, "uniform": _uniform, "mode": _mode}
