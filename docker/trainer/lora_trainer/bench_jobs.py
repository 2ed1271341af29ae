"""The jobs that bench.py times."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from PIL import Image

from lora_trainer.families import family_names
from lora_trainer.families.base import Family
from lora_trainer.job import Job, parse_job

_IMAGES = 8


def job_json(family: Family, options: argparse.Namespace) -> dict[str, Any]:
    """A job as job.json has it."""
    return {
        "version": 1, "trainingId": "bench", "family": family.name, "baseModel": f"tiny-{family.name}",
        "name": "bench", "triggerWord": "TOK", "steps": options.run_steps, "learningRate": 1e-4, "rank": 16,
        "resolution": options.resolution, "batchSize": options.batch_size, "precision": options.precision,
        "optimizer": "adamw8bit" if options.precision == "bf16" else "adamw", "checkpointEvery": 250,
        "sampleEvery": 250, "samplePrompts": ["TOK"], "sampleSteps": 4,
    }  # fmt: skip


def bench_job(family: Family, options: argparse.Namespace) -> Job:
    """The job of the timed steps."""
    return parse_job(job_json(family, options), family_names())


def write_job_folder(folder: Path, family: Family, options: argparse.Namespace) -> None:
    """Writes the folder of the whole run, with plain pictures."""
    (folder / "dataset").mkdir(parents=True)
    (folder / "output").mkdir()
    for number in range(1, _IMAGES + 1):
        side = options.resolution
        Image.new("RGB", (side, side), (30 * number, 120, 90)).save(folder / "dataset" / f"{number:04d}.png")
        (folder / "dataset" / f"{number:04d}.txt").write_text(f"TOK number {number}")
    (folder / "job.json").write_text(json.dumps(job_json(family, options)))
