"""Aspect buckets: the sizes that images are resized and cut to, so that equal sizes can share a batch."""

from __future__ import annotations

import math

from PIL import Image

MAX_ASPECT = 3.0


def bucket_size(width: int, height: int, resolution: int, multiple: int) -> tuple[int, int]:
    """The size (width, height) for an image: its aspect, about resolution² pixels, sides of `multiple`.

    Takes pixels. Images of an aspect beyond 3:1 are cut to it.
    """
    aspect = min(max(width / height, 1 / MAX_ASPECT), MAX_ASPECT)
    best_width = resolution * math.sqrt(aspect)
    snapped_width = max(multiple, round(best_width / multiple) * multiple)
    # The height follows from the snapped width, so that the area stays and the cut is smallest.
    snapped_height = max(multiple, round(snapped_width / aspect / multiple) * multiple)
    while snapped_width * snapped_height > resolution**2 * 1.05 and max(snapped_width, snapped_height) > multiple:
        if snapped_width >= snapped_height:
            snapped_width -= multiple
        else:
            snapped_height -= multiple
    return max(snapped_width, multiple), max(snapped_height, multiple)


def fit(image: Image.Image, size: tuple[int, int], center: tuple[float, float] = (0.5, 0.5)) -> Image.Image:
    """Resizes to cover `size` and cuts what stands over, keeping `center` (0 to 1 each way) in the middle."""
    scale = max(size[0] / image.width, size[1] / image.height)
    covering = (max(size[0], round(image.width * scale)), max(size[1], round(image.height * scale)))
    resized = image.resize(covering, Image.Resampling.LANCZOS)
    left = _offset(covering[0], size[0], center[0])
    top = _offset(covering[1], size[1], center[1])
    return resized.crop((left, top, left + size[0], top + size[1]))


def _offset(length: int, wanted: int, center: float) -> int:
    return min(max(round(length * center - wanted / 2), 0), length - wanted)
