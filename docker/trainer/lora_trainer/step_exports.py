"""LoRAs of steps on the way: a folder each below output/steps, complete or not there."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from lora_trainer.checkpoint import sync
from lora_trainer.checkpoint_names import checkpoint_name, found_checkpoints
from lora_trainer.events import Events
from lora_trainer.exits import TrainerError
from lora_trainer.export import ExportedFile, export_lora
from lora_trainer.families.base import Expert, Family
from lora_trainer.job import Job
from lora_trainer.manifest import file_digest
from lora_trainer.verify import verify_lora

FOLDER = "steps"


def export_step(
    family: Family, job: Job, networks: dict[Expert, nn.Module], states: dict[Expert, dict[str, Tensor]], output: Path,
    dtype: torch.dtype, step: int, events: Events,
) -> None:  # fmt: skip
    """Writes the LoRA as it is at a step, in the place of what an earlier start left of that step.

    One that does not pass the check (nothing is learned yet) is left out with a warning: the training goes on.
    """
    root = output / FOLDER
    making = root / f".{checkpoint_name(step)}.part"
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(parents=True)
    try:
        for file in export_lora(family, replace(job, steps=step), networks, states, making, dtype):
            verify_lora(file.path, family.key_form)
    except TrainerError as error:
        shutil.rmtree(making)
        events.warning("step-not-kept", f"the LoRA of step {step} is left out: {error.message}")
        return
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        raise
    final = root / checkpoint_name(step)
    shutil.rmtree(final, ignore_errors=True)
    making.rename(final)
    sync(root)


def told_steps(output: Path, last: int) -> list[dict[str, Any]]:
    """The steps before the last one whose LoRA is there, as the `done` event has them."""
    return [
        {"step": step, "files": [_found(path).told(output) for path in sorted(folder.glob("*.safetensors"))]}
        for step, folder in found_checkpoints(output / FOLDER)
        if step < last
    ]


def _found(path: Path) -> ExportedFile:
    return ExportedFile(path, file_digest(path), path.stat().st_size, path.stem)
