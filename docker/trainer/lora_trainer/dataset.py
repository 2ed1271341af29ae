"""The job's dataset folder: NNNN.jpg or .png, NNNN.txt, and NNNN.mask.png where masks are on."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from lora_trainer.exits import bad_dataset

IMAGE_SUFFIXES = {".jpg", ".png"}
CLIP_SUFFIXES = {".mp4", ".webm"}
MAX_CAPTION_BYTES = 16_384  # the longest text encoder reads 512 tokens; 100 KB is a wrong file
MAX_PIXELS = 64_000_000
_STEM = re.compile(r"\d{4,8}")


@dataclass(frozen=True)
class Item:
    """One image to learn: its files, its caption (with the trigger word), its size in pixels."""

    stem: str
    image: Path
    caption: str
    mask: Path | None
    width: int
    height: int


def read_dataset(folder: Path, *, trigger_word: str, masks: bool, clips: bool = False) -> list[Item]:
    """Lists and checks the dataset, in the order of the names.

    Opens every image's header but decodes none. Throws TrainerError (65) that names the file at fault.
    """
    if not folder.is_dir():
        raise bad_dataset("empty-dataset", "the job has no dataset folder; put the images and captions in it")
    found = [path for path in folder.iterdir() if _STEM.fullmatch(path.stem)]
    images = sorted(
        (path for path in found if path.suffix in IMAGE_SUFFIXES | CLIP_SUFFIXES), key=lambda path: path.name
    )
    if not clips and any(path.suffix in CLIP_SUFFIXES for path in images):
        raise bad_dataset("clips-not-asked-for", "the dataset holds clips; set frames to 17 or more, with family wan")
    if not images:
        raise bad_dataset("empty-dataset", "the dataset holds no image; add at least one as 0001.jpg or 0001.png")
    stems = [path.stem for path in images]
    for first, second in pairwise(stems):
        if first == second:
            raise bad_dataset("duplicate-image", f"{first} is there twice, with two endings; keep one of the two")
    return [_read_item(path, trigger_word, masks) for path in images]


def dataset_digest(items: list[Item]) -> str:
    """SHA-256 over the names, captions and bytes of all items."""
    digest = hashlib.sha256()
    for item in items:
        digest.update(f"{item.stem}\0{item.caption}\0".encode())
        for path in (item.image, item.mask):
            if path is not None:
                with path.open("rb") as file:
                    digest.update(hashlib.file_digest(file, "sha256").digest() if hasattr(hashlib, "file_digest")
                                  else hashlib.sha256(file.read()).digest())  # fmt: skip
    return digest.hexdigest()


def open_rgb(path: Path) -> Image.Image:
    """Decodes an image to RGB. Throws TrainerError (65) if it is broken, cut short or too large."""
    return _open(path, "RGB")


def open_mask(path: Path) -> Image.Image:
    """Decodes a mask to 8-bit grey (white = learn)."""
    return _open(path, "L")


def _open(path: Path, mode: str) -> Image.Image:
    try:
        with Image.open(path) as image:
            return image.convert(mode)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError) as error:
        raise bad_dataset(
            "unreadable-image", f"{path.name} cannot be read as an image ({error}); replace it"
        ) from error


def _read_item(path: Path, trigger_word: str, masks: bool) -> Item:
    width, height = _size(path)
    mask = path.with_name(f"{path.stem}.mask.png") if masks else None
    if mask is not None:
        if not mask.is_file():
            raise bad_dataset("mask-missing", f"{mask.name} is missing; add it, or train with masks off")
        if _size(mask) != (width, height):
            size = "x".join(map(str, _size(mask)))
            raise bad_dataset("mask-size", f"{mask.name} is {size}, its image is {width}x{height}; make them equal")
    return Item(path.stem, path, _caption(path, trigger_word), mask, width, height)


def _size(path: Path) -> tuple[int, int]:
    try:
        if path.suffix in CLIP_SUFFIXES:
            from lora_trainer.clips import clip_size

            return clip_size(path)
        with Image.open(path) as image:
            width, height = image.size
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError) as error:
        raise bad_dataset(
            "unreadable-image", f"{path.name} cannot be read as an image ({error}); replace it"
        ) from error
    if width * height > MAX_PIXELS:
        raise bad_dataset("image-too-large", f"{path.name} is {width}x{height}; send at most {MAX_PIXELS:,} pixels")
    return width, height


def _caption(image: Path, trigger_word: str) -> str:
    path = image.with_suffix(".txt")
    if not path.is_file():
        raise bad_dataset("caption-missing", f"{path.name} is missing; write a caption for {image.name} in it")
    size = path.stat().st_size
    if size > MAX_CAPTION_BYTES:
        raise bad_dataset("caption-too-long", f"{path.name} has {size:,} bytes; keep it under {MAX_CAPTION_BYTES:,}")
    try:
        caption = " ".join(path.read_text(encoding="utf-8").split())
    except UnicodeDecodeError as error:
        raise bad_dataset("caption-unreadable", f"{path.name} is not UTF-8 text; save it as UTF-8") from error
    if trigger_word in caption:
        return caption
    return f"{trigger_word}, {caption}" if caption else trigger_word
