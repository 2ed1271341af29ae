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
    """The largest part of an image that has the aspect of `size`, resized to it.

    `center` (0 to 1 each way) is kept as near to the middle as the edges allow.
    """
    scale = max(size[0] / image.width, size[1] / image.height)
    left, right = _window(image.width, size[0] / scale, center[0])
    top, bottom = _window(image.height, size[1] / scale, center[1])
    # One step: to resize the whole of a picture one pixel high first would need its length squared.
    return image.resize(size, Image.Resampling.LANCZOS, box=(left, top, right, bottom))


def _window(length: int, wanted: float, center: float) -> tuple[float, float]:
    start = max(0.0, min(length * center - wanted / 2, length - wanted))
    return start, min(start + wanted, length)
