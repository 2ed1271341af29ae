"""Frames of mp4 and webm clips, read by FFmpeg's libraries."""

from __future__ import annotations

from pathlib import Path

import av
from PIL import Image

from lora_trainer.exits import bad_dataset

FRAME_RATE = 16  # frames a second that WAN 2.1 and 2.2 (14B) were trained on, by their model cards
MIN_FRAMES = 17


def clip_size(path: Path) -> tuple[int, int]:
    """Width and height of a clip in pixels. Throws TrainerError (65) if it cannot be read."""
    try:
        with av.open(str(path)) as container:
            stream = container.streams.video[0]
            return stream.width, stream.height
    except (av.FFmpegError, IndexError, OSError) as error:
        raise _unreadable(path, error) from error


def read_frames(path: Path, wanted: int) -> list[Image.Image]:
    """The first frames of a clip at 16 a second: `wanted`, or the most of the form 4n + 1 that it has.

    Throws TrainerError (65) if it holds fewer than 17 such frames or cannot be read.
    """
    frames: list[Image.Image] = []
    try:
        with av.open(str(path)) as container:
            for frame in container.decode(video=0):
                # A frame stands until the next one comes, so slow clips repeat frames and fast ones skip them.
                due = int((frame.time or 0.0) * FRAME_RATE + 1e-6) + 1
                picture = frame.to_image() if len(frames) < due else None
                while picture is not None and len(frames) < min(due, wanted):
                    frames.append(picture)
                if len(frames) >= wanted:
                    break
    except (av.FFmpegError, IndexError, OSError) as error:
        raise _unreadable(path, error) from error
    usable = (len(frames) - 1) // 4 * 4 + 1
    if usable < MIN_FRAMES:
        raise bad_dataset(
            "clip-too-short", f"{path.name} has {len(frames)} frames at {FRAME_RATE} a second; at least {MIN_FRAMES}"
        )
    return frames[:usable]


def _unreadable(path: Path, error: Exception) -> Exception:
    return bad_dataset("unreadable-clip", f"{path.name} cannot be read as a clip ({error}); replace it")
