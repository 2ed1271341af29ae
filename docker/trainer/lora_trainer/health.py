"""Whether a training is alive: the age of its heartbeat, which every step, image and download touches."""

from __future__ import annotations

import time
from pathlib import Path

HEARTBEAT = ".heartbeat"


def is_alive(output: Path, longest_silence: float) -> bool:
    """Whether the trainer showed life in the last `longest_silence` seconds."""
    try:
        return time.time() - (output / HEARTBEAT).stat().st_mtime < longest_silence
    except FileNotFoundError:
        return False
