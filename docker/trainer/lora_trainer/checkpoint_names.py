"""How checkpoints are named; apart from checkpoint.py so that it needs no torch."""

from __future__ import annotations

import re
from pathlib import Path

_NAME = re.compile(r"step-(\d{6,})")


def checkpoint_name(step: int) -> str:
    """The folder's name of a step."""
    return f"step-{step:06d}"


def found_checkpoints(root: Path) -> list[tuple[int, Path]]:
    """Steps and folders of the checkpoints that are there, the oldest first."""
    if not root.is_dir():
        return []
    named = ((_NAME.fullmatch(path.name), path) for path in root.iterdir())
    return sorted((int(match[1]), path) for match, path in named if match)
