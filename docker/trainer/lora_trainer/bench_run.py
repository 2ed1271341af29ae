"""A whole run of the trainer on a tiny model, and the seconds of its parts."""

from __future__ import annotations

import argparse
import io
import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from lora_trainer.bench_clock import clock
from lora_trainer.bench_jobs import write_job_folder
from lora_trainer.bench_steps import seconds_of
from lora_trainer.device import Device
from lora_trainer.events import Events
from lora_trainer.families.base import Family
from lora_trainer.loop import Loop
from lora_trainer.runner import run_job
from lora_trainer.stop import Stop
from lora_trainer.training import Training

_RUNS = 3
# The methods whose seconds are told apart; what is left is the loading of the network and the events.
_PARTS = {
    "latents": (Training, "_cache_latents"),
    "texts": (Training, "_cache_texts"),
    "network": (Training, "_loop"),
    "steps": (Loop, "_one_step"),
    "samples": (Loop, "_draw"),
    "checkpoints": (Loop, "_store"),
    "export": (Training, "_export"),
}


def whole_runs(
    family: Family, folder: Path, options: argparse.Namespace, device: Device, bare: Callable[[], None]
) -> dict[str, Any]:
    """Runs with caching, events, checkpoints and samples, over as many bare steps; the middle one of three.

    Imports are not counted. The bare steps are timed before and after each run, since a shared machine gets faster
    and slower. Throws RuntimeError if a run fails.
    """
    runs = []
    for number in range(_RUNS):
        before = seconds_of(bare, options.run_steps // 2, device)
        run = _whole_run(family, folder / f"run-{number}", folder, options, device)
        after = seconds_of(bare, options.run_steps // 2, device)
        alone = (before + after) / 2 * options.run_steps
        runs.append({"runRatio": round(run["runSeconds"] / alone, 3), "bareRunSeconds": round(alone, 2), **run})
    return sorted(runs, key=lambda each: each["runRatio"])[_RUNS // 2]


def _whole_run(
    family: Family, folder: Path, models: Path, options: argparse.Namespace, device: Device
) -> dict[str, Any]:
    write_job_folder(folder, family, options)
    stream = _PhaseClock(device)
    with _timed_parts(device) as parts:
        code = run_job(folder, models, Events(stream), Stop())
    seconds = clock(device) - stream.began["cache"]
    if code:
        raise RuntimeError(f"the run ended with {code}: {stream.getvalue().splitlines()[-1]}")
    return {"runSeconds": round(seconds, 2), "runParts": {name: round(spent, 3) for name, spent in parts.items()}}


@contextmanager
def _timed_parts(device: Device) -> Iterator[dict[str, float]]:
    """Adds up the seconds of each part while a block runs."""
    spent: dict[str, float] = defaultdict(float)
    before = {name: getattr(owner, method) for name, (owner, method) in _PARTS.items()}

    def timed(name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any) -> Any:
            started = clock(device)
            try:
                return work(*arguments)
            finally:
                spent[name] += clock(device) - started

        return call

    for name, (owner, method) in _PARTS.items():
        setattr(owner, method, timed(name, before[name]))
    try:
        yield spent
    finally:
        for name, (owner, method) in _PARTS.items():
            setattr(owner, method, before[name])


class _PhaseClock(io.StringIO):
    """Notes when each phase began."""

    def __init__(self, device: Device) -> None:
        super().__init__()
        self._device = device
        self.began: dict[str, float] = {}

    def write(self, line: str) -> int:
        event = json.loads(line)
        if event["event"] == "phase":
            self.began[event["name"]] = clock(self._device)
        return super().write(line)
