"""The VAE of the families that encode single pictures (diffusers' AutoencoderKL)."""

from __future__ import annotations

from pathlib import Path

import torch
from diffusers import AutoencoderKL
from torch import Tensor

from lora_trainer.families.base import Vae


class PictureVae(Vae):
    """AutoencoderKL with its scaling and shift."""

    def __init__(self, base: Path, device: torch.device, dtype: torch.dtype) -> None:
        self._model = AutoencoderKL.from_pretrained(base, subfolder="vae", torch_dtype=dtype).to(device).eval()
        self._shift = self._model.config.shift_factor or 0.0
        self._scale = self._model.config.scaling_factor

    def encode(self, pixels: Tensor) -> Tensor:
        latents = self._model.encode(pixels.to(self._model.device, self._model.dtype)).latent_dist.mode()
        return (latents.float() - self._shift) * self._scale

    def decode(self, latents: Tensor) -> Tensor:
        plain = latents.float() / self._scale + self._shift
        return self._model.decode(plain.to(self._model.device, self._model.dtype)).sample.float()

    def to(self, device: torch.device) -> None:
        if self._model.device != device:
            self._model.to(device)
