"""Opening of images and masks: as a viewer shows them, in 8 bits, on a ground where they are transparent."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from lora_trainer.exits import bad_dataset

MAX_PIXELS = 64_000_000
_TURNED = (5, 6, 7, 8)  # orientations of EXIF that swap width and height


def open_rgb(path: Path) -> Image.Image:
    """Decodes an image to RGB, white behind what is transparent. Throws TrainerError (65) if it cannot be read."""
    return _open(path, "RGB", "white")


def open_mask(path: Path) -> Image.Image:
    """Decodes a mask to 8-bit grey (white = learn); what is transparent is not learned."""
    return _open(path, "L", "black")


def picture_size(path: Path) -> tuple[int, int]:
    """Width and height in pixels as a viewer shows them; reads the header alone. Throws TrainerError (65)."""
    with _told(path), Image.open(path) as image:
        width, height = image.size
        turned = image.getexif().get(ExifTags.Base.Orientation) in _TURNED
    if width * height > MAX_PIXELS:
        raise bad_dataset("image-too-large", f"{path.name} is {width}x{height}; send at most {MAX_PIXELS:,} pixels")
    return (height, width) if turned else (width, height)


def _open(path: Path, mode: str, ground: str) -> Image.Image:
    with _told(path), Image.open(path) as image:
        # Phones store a picture as the sensor lay, with a note how to turn it.
        upright = ImageOps.exif_transpose(image)
        if upright.mode.startswith("I;16"):
            # Pillow's own conversion cuts every value over 255 to white.
            return upright.point(lambda value: value / 256).convert("L").convert(mode)
        if upright.has_transparency_data:
            behind = Image.new("RGBA", upright.size, ground)
            behind.alpha_composite(upright.convert("RGBA"))
            return behind.convert(mode)
        return upright.convert(mode)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError) as error:
        raise bad_dataset(
            "unreadable-image", f"{path.name} cannot be read as an image ({error}); replace it"
        ) from error
