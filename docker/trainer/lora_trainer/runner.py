"""Runs the job of a folder and turns every ending into the contract's events and exit codes."""

from __future__ import annotations

import sys
import traceback
from pathlib import Path

from lora_trainer.dataset import read_dataset
from lora_trainer.events import Events
from lora_trainer.exits import DISK_FULL, INTERNAL, STOPPED, StopRequested, TrainerError, bad_job
from lora_trainer.families import family_names, load_family
from lora_trainer.job import read_job
from lora_trainer.manifest import newest_step
from lora_trainer.stop import Stop


def run_job(folder: Path, models: Path, events: Events, stop: Stop, *, hub_token_file: Path | None = None) -> int:
    """Trains the job in `folder` (job.json, dataset/, output/), from its newest checkpoint where there is one.

    Gives the exit code of the contract; every failure has been told by an `error` event. Throws nothing.
    """
    try:
        return _train(folder, models, events, stop, hub_token_file)
    except StopRequested:
        events.write("stopped", step=newest_step(folder / "output" / "checkpoints"))
        return STOPPED
    except TrainerError as error:
        return _fail(events, error)
    except OSError as error:
        if error.errno in DISK_FULL:
            return _fail(events, TrainerError(INTERNAL, "disk-full", "the disk is full; free space and start again"))
        return _unexpected(events, error)
    except Exception as error:
        return _unexpected(events, error)


def _train(folder: Path, models: Path, events: Events, stop: Stop, hub_token_file: Path | None) -> int:
    # The cheap checks come first: the libraries that training.py needs take seconds to import.
    job = read_job(folder / "job.json", family_names())
    masks = job.masks and not job.is_style
    if job.masks and job.is_style:
        events.warning("masks-not-used", "a style is learned from whole pictures; the masks are left out")
    items = read_dataset(folder / "dataset", trigger_word=job.trigger_word, masks=masks, clips=job.frames > 1)
    unknown = set(job.repeats) - {item.stem for item in items}
    if unknown:
        raise bad_job("bad-job", f"repeats: {min(unknown)} is not in the dataset; name only images that are")
    events.write("phase", name="load")
    from lora_trainer.initial import FOLDER, initial_files
    from lora_trainer.training import Training

    family = load_family(job.family)
    if job.frames > 1 and not family.clips:
        raise bad_job("bad-job", f"frames: {family.name} learns pictures only; set frames to 1")
    if job.steps < len(family.experts):
        raise bad_job(
            "bad-job", f"steps: {family.name} trains {len(family.experts)} networks in turn; give each a step"
        )
    initial = initial_files(family, folder / FOLDER) if job.initial else None
    training = Training(
        family.complete(job), family, items, models, folder / "output", events, stop, hub_token_file, initial
    )
    return training.run()


def _unexpected(events: Events, error: Exception) -> int:
    traceback.print_exception(error)
    message = f"{type(error).__name__}: {error}; see the log"
    return _fail(events, TrainerError(INTERNAL, "internal", message))


def _fail(events: Events, error: TrainerError) -> int:
    print(f"error {error.code}: {error.message}", file=sys.stderr)
    events.write("error", code=error.code, message=error.message)
    return error.exit_code
