"""What says that a checkpoint is whole; apart from checkpoint.py so that it needs no torch."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from lora_trainer.checkpoint_names import found_checkpoints

STATE = "state.pt"
MANIFEST = "checkpoint.json"


def read_manifest(folder: Path) -> dict[str, str] | None:
    """The fingerprint and sha256 of a checkpoint whose state is as it was written; None if it is damaged."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if not isinstance(manifest, dict):
            return None
        found = {key: manifest.get(key) for key in ("fingerprint", "sha256")}
        if not all(isinstance(value, str) for value in found.values()):
            return None
        return found if found["sha256"] == file_digest(folder / STATE) else None
    except (OSError, ValueError, RecursionError):
        return None


def newest_step(root: Path) -> int:
    """The step of the newest whole checkpoint, 0 if there is none: where a job that stops now would go on."""
    return next((step for step, folder in reversed(found_checkpoints(root)) if read_manifest(folder)), 0)


def file_digest(path: Path) -> str:
    """The SHA-256 of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
