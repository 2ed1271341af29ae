"""`lora_trainer create-masks`: a mask of the person in each image, by a model that comes inside a package.

MediaPipe's selfie segmentation (Apache License 2.0, code and model; 250 KB, made for people). It finds persons, not
products or pets: an image without one is named, and gets no mask or, where that is asked for, a white one.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageFilter

from lora_trainer.exits import TrainerError, bad_dataset, bad_job
from lora_trainer.pictures import open_mask, open_rgb

LICENCE = "MediaPipe selfie segmentation, Apache License 2.0"
_LEAST_SHARE = 0.01  # of the picture: less white than this is no subject
_WHITE = 255
_SOFT_EDGE = 0.01  # of the shorter side: the model answers at 256 x 256


def create_masks(dataset: Path, out: Path | None = None, *, whole: bool = False) -> dict[str, list[str]]:
    """Writes NNNN.mask.png to `out` (beside the images, unless told) for every image that has none there.

    With `whole`, an image where nobody is found gets a white mask: all of it is learned. Can be broken off and done
    again. Gives the names made, kept, and those where nobody was found. Throws TrainerError: 64 where the model is not
    installed, 65 for an image that cannot be read or a folder without images.
    """
    images = sorted(path for path in dataset.glob("*") if path.suffix in {".jpg", ".png"} and "." not in path.stem)
    if not images:
        raise bad_dataset("empty-dataset", "the folder holds no image; add at least one as 0001.jpg or 0001.png")
    report: dict[str, list[str]] = {"made": [], "kept": [], "nobody": []}
    segmenter = _segmenter()
    for path in images:
        mask = (out or dataset) / f"{path.stem}.mask.png"
        report[_mask(segmenter, path, mask, whole=whole)].append(path.name)
    return report


def _mask(segmenter: Any, path: Path, mask: Path, *, whole: bool) -> str:
    if mask.exists():
        # One of an earlier run that was broken off counts as it did then.
        return "nobody" if whole and open_mask(mask).getextrema()[0] == _WHITE else "kept"
    image = open_rgb(path)
    found = _person(segmenter, image)
    if found is not None:
        _save_whole(found, mask)
        return "made"
    if whole:
        _save_whole(Image.new("L", image.size, _WHITE), mask)
    return "nobody"


def _save_whole(mask: Image.Image, path: Path) -> None:
    """Half a mask is never seen under its name, whenever this is killed."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    with part.open("wb") as file:
        mask.save(file, "PNG")
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def _segmenter() -> Any:
    try:
        from mediapipe.python.solutions.selfie_segmentation import SelfieSegmentation
    except ImportError as error:
        raise _unavailable(error) from error
    return SelfieSegmentation(model_selection=0)


def _person(segmenter: Any, image: Image.Image) -> Image.Image | None:
    shares = segmenter.process(np.asarray(image)).segmentation_mask
    if (shares > 0.5).mean() < _LEAST_SHARE:
        return None
    mask = Image.fromarray((np.clip(shares, 0, 1) * 255).astype(np.uint8))
    return mask.filter(ImageFilter.GaussianBlur(min(image.size) * _SOFT_EDGE))


def _unavailable(error: ImportError) -> TrainerError:
    return bad_job(
        "masks-unavailable",
        f"no model for masks can be loaded here ({error}); use an image built with LOCK=masks or an environment with "
        "requirements/masks.txt (Python 3.10 to 3.12), or add NNNN.mask.png files, or train without masks",
    )
