"""The VAE of WAN, which encodes pictures and clips alike."""

from __future__ import annotations

from pathlib import Path

import torch
from diffusers import AutoencoderKLWan
from torch import Tensor

from lora_trainer.families.base import Vae


class WanVae(Vae):
    """WAN's causal video VAE; a still picture is a clip of one frame."""

    def __init__(self, base: Path, device: torch.device, dtype: torch.dtype) -> None:
        self._model = AutoencoderKLWan.from_pretrained(base, subfolder="vae", torch_dtype=dtype).to(device).eval()
        config = self._model.config
        self._mean = torch.tensor(config.latents_mean).view(1, -1, 1, 1, 1)
        self._std = torch.tensor(config.latents_std).view(1, -1, 1, 1, 1)

    def encode(self, pixels: Tensor) -> Tensor:
        clip = pixels.unsqueeze(2) if pixels.dim() == 4 else pixels
        latents = self._model.encode(clip.to(self._model.device, self._model.dtype)).latent_dist.mode().float()
        return (latents - self._mean.to(latents.device)) / self._std.to(latents.device)

    def decode(self, latents: Tensor) -> Tensor:
        plain = latents.float() * self._std.to(latents.device) + self._mean.to(latents.device)
        return self._model.decode(plain.to(self._model.device, self._model.dtype)).sample[:, :, 0].float()

    def to(self, device: torch.device) -> None:
        if self._model.device != device:
            self._model.to(device)
