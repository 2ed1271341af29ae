"""Noise prediction, the objective of SDXL."""

from __future__ import annotations

import math

import torch
from torch import Tensor

from lora_trainer.job import Job
from lora_trainer.objectives import Objective, spread


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
        return spread(self._kept[levels.cpu()].to(like.device, like.dtype), like)
