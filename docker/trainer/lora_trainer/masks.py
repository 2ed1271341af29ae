"""Masks as the loss needs them: where the subject is, and how much of each latent is to be learned."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import Tensor

from lora_trainer.exits import bad_dataset

_LEAST_WHITE = 8  # of 255: below it a mask is black but for what JPEG-like noise leaves


def painted(mask: Image.Image, path: Path) -> Image.Image:
    """Gives the mask back. Throws TrainerError (65) if it is black everywhere."""
    if mask.getextrema()[1] < _LEAST_WHITE:
        raise bad_dataset("mask-empty", f"{path.name} is black everywhere: nothing would be learned; paint the subject")
    return mask


def subject_center(mask: Image.Image) -> tuple[float, float]:
    """The middle of the white part's bounding box, 0 to 1 each way; the picture's middle if nothing is white."""
    box = mask.point(lambda grey: 255 if grey > 127 else 0).getbbox()
    if box is None:
        return 0.5, 0.5
    left, top, right, bottom = box
    return (left + right) / 2 / mask.width, (top + bottom) / 2 / mask.height


def latent_mask(mask: Image.Image | None, latents: Tensor) -> Tensor | None:
    """A mask in the latents' height and width, 0 to 1; None for none."""
    if mask is None:
        return None
    grey = torch.from_numpy(np.asarray(mask, dtype=np.float32).copy() / 255)
    shares = torch.nn.functional.interpolate(grey[None, None], size=latents.shape[-2:], mode="area")
    return shares if latents.dim() == 4 else shares.unsqueeze(2)
