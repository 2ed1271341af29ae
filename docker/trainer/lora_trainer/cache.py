"""Latents and text embeddings, computed once; afterwards the encoders and the VAE leave the memory."""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import torch
from PIL import Image, ImageOps
from torch import Tensor

from lora_trainer.buckets import bucket_size, fit
from lora_trainer.dataset import CLIP_SUFFIXES, Item
from lora_trainer.families.base import Conditions, TextEncoder, Vae
from lora_trainer.job import Job
from lora_trainer.masks import latent_mask, painted, subject_center
from lora_trainer.pictures import open_mask, open_rgb

_PIXELS_AT_ONCE = 1024 * 1024  # encoded in one call: small pictures share it, a large one has it alone


@dataclass(frozen=True)
class Example:
    """What the loop reads of one image at one resolution; batch axis of 1."""

    stem: str
    latents: Tensor
    mask: Tensor | None  # in the latents' height and width, 0 to 1
    caption: str


@dataclass(frozen=True)
class _Cut:
    """An image at one resolution, before it is encoded; pixels have a batch axis of 1."""

    stem: str
    caption: str
    pixels: Tensor
    mask: Image.Image | None


def cache_latents(items: Iterable[Item], vae: Vae, job: Job, multiple: int, check: Callable[[], None]) -> list[Example]:
    """Encodes every image (or clip) at every resolution, mirrored too where the job says so.

    `check` is called between images. Images are resized and cut; a mask keeps its subject inside the cut.
    """
    examples: dict[int, Example] = {}
    waiting: dict[tuple[int, ...], dict[int, _Cut]] = defaultdict(dict)
    for number, cut in enumerate(_cuts(items, job, multiple, check)):
        group = waiting[tuple(cut.pixels.shape)]
        group[number] = cut
        if (len(group) + 1) * cut.pixels[0, 0].numel() > _PIXELS_AT_ONCE:
            examples |= _encoded(group, vae)
            group.clear()
    for group in waiting.values():
        examples |= _encoded(group, vae)
    return [examples[number] for number in sorted(examples)]


def _cuts(items: Iterable[Item], job: Job, multiple: int, check: Callable[[], None]) -> Iterator[_Cut]:
    assert job.resolution is not None
    for item in items:
        frames = _frames_of(item, job.frames)
        mask = None if item.mask is None else painted(open_mask(item.mask), item.mask)
        center = (0.5, 0.5) if mask is None else subject_center(mask)
        for resolution in job.resolution:
            check()
            size = bucket_size(item.width, item.height, resolution, multiple)
            cut = [fit(frame, size, center) for frame in frames]
            cut_mask = None if mask is None else fit(mask, size, center)
            for mirrored in (False, True) if job.flip else (False,):
                yield _cut(item, cut, cut_mask, mirrored)


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


def _cut(item: Item, frames: list[Image.Image], mask: Image.Image | None, mirrored: bool) -> _Cut:
    if mirrored:
        frames, mask = [ImageOps.mirror(frame) for frame in frames], None if mask is None else ImageOps.mirror(mask)
    pixels = torch.cat([to_pixels(frame) for frame in frames])
    # A clip is 1 x 3 x frames x height x width, a picture 1 x 3 x height x width.
    pixels = pixels.permute(1, 0, 2, 3).unsqueeze(0) if len(frames) > 1 else pixels
    return _Cut(item.stem, item.caption, pixels, mask)


def _encoded(group: dict[int, _Cut], vae: Vae) -> dict[int, Example]:
    """The examples of cuts of one size."""
    if not group:
        return {}
    with torch.no_grad():
        latents = vae.encode(torch.cat([cut.pixels for cut in group.values()])).float().cpu()
    return {
        number: Example(cut.stem, each.unsqueeze(0), latent_mask(cut.mask, each.unsqueeze(0)), cut.caption)
        for (number, cut), each in zip(group.items(), latents, strict=True)
    }
