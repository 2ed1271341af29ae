"""Checkpoints: a folder each, complete or not there; the newest two are kept."""

from __future__ import annotations

import io
import json
import os
import random
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch

from lora_trainer.checkpoint_names import checkpoint_name, found_checkpoints
from lora_trainer.exits import bad_job
from lora_trainer.manifest import MANIFEST, STATE, file_digest, read_manifest

KEPT = 2


@dataclass(frozen=True)
class Checkpoint:
    """A stored state: its step, its folder, and what save_checkpoint was given."""

    step: int
    folder: Path
    state: dict[str, Any]


def save_checkpoint(root: Path, step: int, state: dict[str, Any], fingerprint: str) -> Path:
    """Writes a checkpoint (tensors and plain values) and drops all but the newest two.

    Written into a hidden folder, synced, then renamed. A failure (a full disk) leaves the older ones whole.
    """
    root.mkdir(parents=True, exist_ok=True)
    final = root / checkpoint_name(step)
    making = root / f".{checkpoint_name(step)}.part"
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir()
    try:
        # By way of memory: torch's own writer turns a full disk into a RuntimeError without its cause.
        packed = io.BytesIO()
        torch.save(state, packed)
        (making / STATE).write_bytes(packed.getbuffer())
        manifest = {"step": step, "fingerprint": fingerprint, "sha256": file_digest(making / STATE)}
        (making / MANIFEST).write_text(json.dumps(manifest))
        for path in (making / STATE, making / MANIFEST, making):
            sync(path)
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        raise
    shutil.rmtree(final, ignore_errors=True)
    making.rename(final)
    sync(root)
    # A later step is a damaged checkpoint that was passed over: it must not take the place of a whole one.
    kept = [found for found, _ in found_checkpoints(root) if found <= step][-KEPT:]
    for found, folder in found_checkpoints(root):
        if found not in kept:
            shutil.rmtree(folder)
    return final


def newest_checkpoint(root: Path, fingerprint: str) -> Checkpoint | None:
    """The newest checkpoint that is whole, or None.

    Throws TrainerError (64) if the newest belongs to a job of another configuration.
    """
    if root.is_dir():
        for leftover in root.glob(".step-*.part"):
            shutil.rmtree(leftover)
    for step, folder in reversed(found_checkpoints(root)):
        manifest = read_manifest(folder)
        if manifest is None:
            print(f"checkpoint: {folder.name} is damaged and is passed over", file=sys.stderr)
            continue
        if manifest["fingerprint"] != fingerprint:
            raise bad_job(
                "checkpoint-mismatch",
                f"{folder.name} is of another configuration; restore the old job.json and dataset, or empty output/",
            )
        return Checkpoint(step, folder, torch.load(folder / STATE, map_location="cpu", weights_only=True))
    return None


def random_state(generator: torch.Generator) -> dict[str, Any]:
    """The state of every random source, as tensors and plain values."""
    kind, keys, position, has_gauss, gauss = np.random.get_state()
    version, numbers, following = random.getstate()
    return {
        "generator": generator.get_state(),
        "torch": torch.get_rng_state(),
        "cuda": torch.cuda.get_rng_state_all() if torch.cuda.is_available() else [],
        "numpy": [kind, torch.from_numpy(keys.astype(np.int64)), int(position), int(has_gauss), float(gauss)],
        "python": [version, list(numbers), following],
    }


def restore_random_state(state: dict[str, Any], generator: torch.Generator) -> None:
    """Sets what random_state gave."""
    generator.set_state(state["generator"])
    torch.set_rng_state(state["torch"])
    if state["cuda"] and torch.cuda.is_available():  # cuda only
        torch.cuda.set_rng_state_all(state["cuda"])
    kind, keys, *rest = state["numpy"]
    np.random.set_state((kind, keys.numpy().astype(np.uint32), *rest))
    version, numbers, following = state["python"]
    random.setstate((version, tuple(numbers), following))


def sync(path: Path) -> None:
    """Forces a file or folder to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
