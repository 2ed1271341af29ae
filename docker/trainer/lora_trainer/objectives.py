"""What a network is trained to predict, and how a picture is drawn with it.

Two objectives cover the families: rectified flow (FLUX, WAN) and noise prediction (SDXL). Levels are what the
network is told about the noise: sigma in 0..1 for flow, the step number 0..999 for diffusion.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Callable

import torch
from torch import Tensor

from lora_trainer.job import Job


class Objective(ABC):
    """Noise levels, the noised input, the target and the loss weight of one training objective."""

    @abstractmethod
    def levels(self, batch: int, tokens: int, bounds: tuple[float, float], generator: torch.Generator) -> Tensor:
        """Draws `batch` levels within `bounds` (shares of the whole noise range) for latents of `tokens`."""

    @abstractmethod
    def noised(self, latents: Tensor, noise: Tensor, levels: Tensor) -> Tensor:
        """The latents at these noise levels."""

    @abstractmethod
    def target(self, latents: Tensor, noise: Tensor, levels: Tensor) -> Tensor:
        """What the network should answer."""

    @abstractmethod
    def weights(self, levels: Tensor) -> Tensor | None:
        """The loss weight of each level; None where all weigh the same."""

    @abstractmethod
    def sampling_levels(self, steps: int, tokens: int) -> list[float]:
        """The levels from pure noise to the picture, `steps` + 1 of them."""

    @abstractmethod
    def sampling_step(self, latents: Tensor, prediction: Tensor, level: float, following: float) -> Tensor:
        """Goes from one level to the next when drawing."""


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
        sigma = _spread(levels, latents)
        return (1 - sigma) * latents + sigma * noise

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


class Diffusion(Objective):
    """Noise (or velocity) prediction over 1,000 steps with min-SNR weighting (Hang et al. 2023, gamma 5)."""

    TRAIN_STEPS = 1000

    def __init__(self, beta_start: float, beta_end: float, prediction: str, job: Job, *, to_zero: bool = False) -> None:
        betas = torch.linspace(beta_start**0.5, beta_end**0.5, self.TRAIN_STEPS, dtype=torch.float64) ** 2
        self._kept = torch.cumprod(1 - betas, dim=0)  # alpha-bar, the share of the picture that is left
        self._velocity = prediction == "v_prediction"
        if to_zero and self._velocity:
            # Nothing is left of the picture at the last step (Lin et al. 2023, section 3.1).
            root = self._kept.sqrt()
            self._kept = ((root - root[-1]) * root[0] / (root[0] - root[-1])) ** 2
        self._gamma = job.min_snr_gamma

    def levels(self, batch: int, tokens: int, bounds: tuple[float, float], generator: torch.Generator) -> Tensor:
        low, high = (round(share * self.TRAIN_STEPS) for share in bounds)
        return torch.randint(low, high, (batch,), generator=generator)

    def noised(self, latents: Tensor, noise: Tensor, levels: Tensor) -> Tensor:
        kept = self._kept_at(levels, latents)
        return kept.sqrt() * latents + (1 - kept).sqrt() * noise

    def target(self, latents: Tensor, noise: Tensor, levels: Tensor) -> Tensor:
        if not self._velocity:
            return noise
        kept = self._kept_at(levels, latents)
        return kept.sqrt() * noise - (1 - kept).sqrt() * latents

    def weights(self, levels: Tensor) -> Tensor | None:
        if self._gamma <= 0:
            return None
        kept = self._kept[levels.cpu()]
        snr = kept / (1 - kept)
        limited = snr.clamp(max=self._gamma)
        return (limited / (snr + 1 if self._velocity else snr)).float()

    def sampling_levels(self, steps: int, tokens: int) -> list[float]:
        last = self.TRAIN_STEPS - 1
        return [float(math.floor(last * (1 - step / steps))) for step in range(steps)] + [-1.0]

    def sampling_step(self, latents: Tensor, prediction: Tensor, level: float, following: float) -> Tensor:
        # DDIM without noise (Song et al. 2021).
        kept = float(self._kept[int(level)])
        kept_next = float(self._kept[int(following)]) if following >= 0 else 1.0
        if self._velocity:
            data = kept**0.5 * latents - (1 - kept) ** 0.5 * prediction
            noise = kept**0.5 * prediction + (1 - kept) ** 0.5 * latents
        else:
            noise = prediction
            data = (latents - (1 - kept) ** 0.5 * noise) / kept**0.5
        return kept_next**0.5 * data + (1 - kept_next) ** 0.5 * noise

    def _kept_at(self, levels: Tensor, like: Tensor) -> Tensor:
        return _spread(self._kept[levels.cpu()].to(like.device, like.dtype), like)


def shift_for(job: Job, family_shift: Callable[[int], float]) -> Callable[[int], float]:
    """The job's fixed shift, or the family's by the number of tokens."""
    if job.shift is None:
        return family_shift
    fixed = job.shift
    return lambda tokens: fixed


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


def linear_shift(tokens: int, base: tuple[int, float], top: tuple[int, float]) -> float:
    """exp of a straight line through two (tokens, exponent) points, as FLUX's scheduler has it."""
    (low, at_low), (high, at_high) = base, top
    return math.exp(at_low + (at_high - at_low) * (tokens - low) / (high - low))


def _spread(values: Tensor, like: Tensor) -> Tensor:
    return values.to(like.device, like.dtype).reshape(-1, *[1] * (like.dim() - 1))
