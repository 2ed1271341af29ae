"""The job's dataset folder: NNNN.jpg or .png, NNNN.txt, and NNNN.mask.png where masks are on."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from lora_trainer.exits import bad_dataset
from lora_trainer.pictures import picture_size

IMAGE_SUFFIXES = {".jpg", ".png"}
CLIP_SUFFIXES = {".mp4", ".webm"}
MAX_CAPTION_BYTES = 16_384  # the longest text encoder reads 512 tokens; 100 KB is a wrong file
# What a person would take for an image of the dataset, but is not read.
_OTHER_IMAGES = {".jpeg", ".webp", ".gif", ".bmp", ".tif", ".tiff", ".heic", ".heif", ".avif", ".mov", ".mkv", ".avi"}
_TRIGGER_WITHIN = 150  # characters: CLIP reads 77 tokens of a caption, about 300 letters of English, fewer of others
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
    for path in sorted(found):
        suffix = path.suffix.lower()
        if suffix in _OTHER_IMAGES or (suffix != path.suffix and suffix in IMAGE_SUFFIXES | CLIP_SUFFIXES):
            raise bad_dataset("unreadable-image", f"{path.name} is no .jpg or .png file; convert or rename it")
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
    if path.suffix not in CLIP_SUFFIXES:
        return picture_size(path)
    from lora_trainer.clips import clip_size

    return clip_size(path)


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
    trigger_word = " ".join(trigger_word.split())
    # Further back the encoders may no longer read it.
    if trigger_word in caption[: _TRIGGER_WITHIN + len(trigger_word)]:
        return caption
    return f"{trigger_word}, {caption}" if caption else trigger_word
