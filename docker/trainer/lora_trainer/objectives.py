"""What a network is trained to predict, and how a picture is drawn with it.

Two objectives cover the families: rectified flow for FLUX and WAN (flow_matching.py), noise prediction for SDXL
(diffusion.py). Levels are what the network is told about the noise: sigma in 0..1 for flow, the step number 0..999
for diffusion.
"""

from __future__ import annotations

from abc import ABC, abstractmethod

import torch
from torch import Tensor


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


def spread(values: Tensor, like: Tensor) -> Tensor:
    """One value an example, in the shape that multiplies `like` (batch axis first)."""
    return values.to(like.device, like.dtype).reshape(-1, *[1] * (like.dim() - 1))
