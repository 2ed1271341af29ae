"""Latents and text embeddings, computed once; afterwards the encoders and the VAE leave the memory."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from PIL import Image, ImageOps
from torch import Tensor

from lora_trainer.buckets import bucket_size, fit
from lora_trainer.dataset import CLIP_SUFFIXES, Item
from lora_trainer.exits import bad_dataset
from lora_trainer.families.base import Conditions, TextEncoder, Vae
from lora_trainer.job import Job
from lora_trainer.pictures import open_mask, open_rgb

_LEAST_WHITE = 8  # of 255: below it a mask is black but for what JPEG-like noise leaves


@dataclass(frozen=True)
class Example:
    """What the loop reads of one image at one resolution; batch axis of 1."""

    stem: str
    latents: Tensor
    mask: Tensor | None  # in the latents' height and width, 0 to 1
    caption: str


def cache_latents(items: Iterable[Item], vae: Vae, job: Job, multiple: int, check: Callable[[], None]) -> list[Example]:
    """Encodes every image (or clip) at every resolution, mirrored too where the job says so.

    `check` is called between images. Images are resized and cut; a mask keeps its subject inside the cut.
    """
    assert job.resolution is not None
    examples = []
    for item in items:
        frames = _frames_of(item, job.frames)
        mask = None if item.mask is None else _painted(open_mask(item.mask), item.mask)
        center = (0.5, 0.5) if mask is None else subject_center(mask)
        for resolution in job.resolution:
            check()
            size = bucket_size(item.width, item.height, resolution, multiple)
            cut = [fit(frame, size, center) for frame in frames]
            cut_mask = None if mask is None else fit(mask, size, center)
            for mirrored in (False, True) if job.flip else (False,):
                examples.append(_example(item, vae, cut, cut_mask, mirrored))
    return examples


def _painted(mask: Image.Image, path: Path) -> Image.Image:
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


def cache_texts(
    captions: Iterable[str], encoder: TextEncoder, dtype: torch.dtype, check: Callable[[], None]
) -> dict[str, Conditions]:
    """Encodes every different caption once. `check` is called between captions."""
    texts = {}
    for caption in sorted(set(captions)):
        check()
        with torch.no_grad():
            encoded = encoder.encode(caption)
        texts[caption] = {key: value.to("cpu", dtype) for key, value in encoded.items()}
    return texts


def to_pixels(image: Image.Image) -> Tensor:
    """A picture as 1 x 3 x H x W, -1 to 1."""
    array = torch.from_numpy(np.asarray(image, dtype=np.float32).copy())
    return (array / 127.5 - 1).permute(2, 0, 1).unsqueeze(0)


def free_memory() -> None:
    """Gives a GPU back what dropped encoders held; main memory is freed as they are dropped."""
    if torch.cuda.is_available():  # cuda only
        gc.collect()
        torch.cuda.empty_cache()


def _frames_of(item: Item, frames: int) -> list[Image.Image]:
    if item.image.suffix not in CLIP_SUFFIXES:
        return [open_rgb(item.image)]
    from lora_trainer.clips import read_frames

    return read_frames(item.image, frames)


def _example(item: Item, vae: Vae, frames: list[Image.Image], mask: Image.Image | None, mirrored: bool) -> Example:
    if mirrored:
        frames, mask = [ImageOps.mirror(frame) for frame in frames], None if mask is None else ImageOps.mirror(mask)
    pixels = torch.cat([to_pixels(frame) for frame in frames])
    # A clip is 1 x 3 x frames x height x width, a picture 1 x 3 x height x width.
    pixels = pixels.permute(1, 0, 2, 3).unsqueeze(0) if len(frames) > 1 else pixels
    with torch.no_grad():
        latents = vae.encode(pixels).float().cpu()
    return Example(item.stem, latents, _latent_mask(mask, latents), item.caption)


def _latent_mask(mask: Image.Image | None, latents: Tensor) -> Tensor | None:
    if mask is None:
        return None
    grey = torch.from_numpy(np.asarray(mask, dtype=np.float32).copy() / 255)
    shares = torch.nn.functional.interpolate(grey[None, None], size=latents.shape[-2:], mode="area")
    return shares if latents.dim() == 4 else shares.unsqueeze(2)
