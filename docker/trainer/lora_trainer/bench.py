"""`python -m lora_trainer.bench`: the speed of a training step, and what the trainer adds to the bare network.

Full-size networks get random weights (no download), tiny ones are the demonstration models. Three figures a case: the
bare loop (forward, backward, optimizer step on fixed input), the trainer's steps after warm-up, and a whole run with
caching, events, checkpoints and samples. Each of the first two is timed in turns with the other, so that a machine
that gets slower or faster does so for both.
"""

from __future__ import annotations

import argparse
import io
import json
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import torch
from torch import nn

from lora_trainer.batches import Batches
from lora_trainer.bench_jobs import bench_job, write_job_folder
from lora_trainer.cache import Example
from lora_trainer.device import Device
from lora_trainer.events import Events
from lora_trainer.experts import Experts
from lora_trainer.families import family_names, load_family
from lora_trainer.families.base import Conditions, Expert, Family
from lora_trainer.job import Job
from lora_trainer.loop import Loop
from lora_trainer.lora import add_lora
from lora_trainer.memory import Switches, shrink
from lora_trainer.optimizers import make_optimizer
from lora_trainer.runner import run_job
from lora_trainer.step import StepSettings, autocast, step_loss
from lora_trainer.stop import Stop
from lora_trainer.tiny import ensure_tiny

_ROUNDS = 15


def main(arguments: list[str] | None = None) -> int:
    """Prints one JSON object a case."""
    options = _parser().parse_args(arguments)
    device = Device.found(deterministic_cpu=False, one_thread=options.base == "tiny")
    family = load_family(options.family)
    switches = Switches(options.gradient_checkpointing, options.base_weights, options.offload)
    with tempfile.TemporaryDirectory() as folder:
        job = family.complete(bench_job(family, options))
        network = _network(family, options.base, job, Path(folder), device)
        trained = add_lora(network, rank=job.rank or 0, targets=family.targets, seed=0)
        shrink(network, switches)
        loop = _loop(family, options.base, job, network.train(), trained, device, Path(folder))
        found: dict[str, Any] = {
            "family": family.name,
            "base": options.base,
            "resolution": options.resolution,
            "device": _named(device),
            "torch": torch.__version__,
            "switches": str(switches),
            **_compare(loop, device, options.steps),
        }
        if options.base == "tiny":
            found |= _whole_run(family, Path(folder), options, device, found["bareSecondsPerStep"])
    print(json.dumps(found))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="lora_trainer.bench")
    parser.add_argument("--family", choices=sorted(family_names()), required=True)
    parser.add_argument("--base", default="tiny", help="tiny, or a hub id whose configuration the family knows")
    parser.add_argument("--resolution", type=int, default=64)
    parser.add_argument("--batch-size", type=int, default=1)
    parser.add_argument("--steps", type=int, default=20, help="steps a round")
    parser.add_argument("--run-steps", type=int, default=500, help="steps of the whole run (tiny only)")
    parser.add_argument("--precision", choices=("fp32", "bf16"), default="fp32")
    parser.add_argument("--base-weights", choices=("full", "fp8", "nf4"), default="full")
    parser.add_argument("--gradient-checkpointing", action="store_true")
    parser.add_argument("--offload", action="store_true")
    return parser


def _network(family: Family, base: str, job: Job, folder: Path, device: Device) -> nn.Module:
    dtype = torch.bfloat16 if job.precision == "bf16" else torch.float32
    if base == "tiny":
        return family.network(ensure_tiny(family, folder), family.experts[0], dtype)
    before = torch.get_default_dtype()
    torch.set_default_dtype(dtype)
    try:
        with torch.device(device.torch):
            network: nn.Module = family.network_class.from_config(family.known[base])
    finally:
        torch.set_default_dtype(before)
    return network


def _loop(
    family: Family, base: str, job: Job, network: nn.Module, trained: list[nn.Parameter], device: Device, folder: Path
) -> Loop:
    config = dict(network.config)
    size = max(job.resolution or (64,))
    latents = torch.randn(1, *family.latent_shape(config, size, size, 1))
    tiny = ensure_tiny(family, folder)
    objective = family.objective(tiny, job)
    # The tiny models' captions are shorter than the real ones: the whole run has theirs, so the bare loop must too.
    conditions = family.blank_conditions(config)
    if base == "tiny":
        with torch.no_grad():
            conditions = family.text_encoder(tiny, torch.device("cpu"), torch.float32).encode("TOK")
    dtype = torch.bfloat16 if job.precision == "bf16" else torch.float32
    texts: dict[str, Conditions] = {"": {name: value.to(dtype) for name, value in conditions.items()}}
    experts = Experts({Expert("bench"): network}, device.torch, job.steps)
    return Loop(
        job=job,
        settings=StepSettings(family, objective, device.torch, dtype, 0.0, 0.0),
        experts=experts,
        trained=trained,
        batches=Batches([Example(f"{n:04d}", latents, None, "") for n in range(job.batch_size)], job.batch_size, 0, {}),
        texts=texts,
        sampler=None,
        output=folder,
        fingerprint="",
        events=Events(io.StringIO()),
        stop=Stop(),
    )


def _compare(loop: Loop, device: Device, steps: int) -> dict[str, Any]:
    """Seconds a step of the trainer and of the bare loop, in turns; and where the trainer's time goes."""
    bare = _bare_step(loop)
    for _ in range(max(3, steps // 4)):
        bare()
        loop._one_step()
    if device.is_cuda:  # cuda only
        torch.cuda.reset_peak_memory_stats()
    timed: dict[str, list[float]] = {"bare": [], "trainer": []}
    for _ in range(_ROUNDS):
        timed["bare"].append(_seconds(bare, steps, device))
        timed["trainer"].append(_seconds(loop._one_step, steps, device))
    bare_seconds, trainer_seconds = (statistics.median(timed[name]) for name in ("bare", "trainer"))
    return {
        "bareSecondsPerStep": round(bare_seconds, 5),
        "secondsPerStep": round(trainer_seconds, 5),
        "imagesPerSecond": round(loop.job.batch_size / trainer_seconds, 3),
        "ratio": round(trainer_seconds / bare_seconds, 3),
        "peakMiB": round(_peak_bytes(device) / 2**20),
        "shares": _shares(loop, device, steps),
    }


def _bare_step(loop: Loop) -> Callable[[], None]:
    """Forward, backward and optimizer step on fixed input: what no trainer can do without."""
    settings = loop.settings
    expert, network = loop.experts.at(0)
    batch = loop.batches.at(0)
    latents = torch.cat([example.latents for example in batch]).to(settings.device, settings.dtype)
    target = torch.randn(latents.shape, device=settings.device)
    generator = torch.Generator().manual_seed(0)
    bounds = (expert.low, expert.high)
    levels = settings.objective.levels(len(batch), settings.family.tokens(latents), bounds, generator)
    levels = levels.to(settings.device)
    conditions = {
        name: value.expand(len(batch), *value.shape[1:]).to(settings.device) for name, value in loop.texts[""].items()
    }
    optimizer = make_optimizer(loop.job, loop.trained, settings.device, loop.events)

    def step() -> None:
        with autocast(settings.device, settings.dtype):
            answer = settings.family.predict(network, latents, levels, conditions)
        nn.functional.mse_loss(answer.float(), target).backward()
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)

    return step


def _shares(loop: Loop, device: Device, steps: int) -> dict[str, float]:
    """The shares of a step spent on data, forward, backward, optimizer and the rest."""
    spent = dict.fromkeys(("data", "forward", "backward", "optimizer"), 0.0)
    started = _clock(device)
    for _ in range(steps):
        expert, network = loop.experts.at(loop.step)
        batch = _timed(spent, "data", device, lambda: loop.batches.at(loop.step))
        loss = _timed(
            spent, "forward", device,
            partial(step_loss, loop.settings, network, expert, batch, loop.texts, loop.generator),
        )  # fmt: skip
        _timed(spent, "backward", device, loss.backward)
        _timed(spent, "optimizer", device, loop.optimizer.step)
        loop.optimizer.zero_grad(set_to_none=True)
    whole = _clock(device) - started
    shares = {name: round(seconds / whole, 3) for name, seconds in spent.items()}
    return {**shares, "rest": round(1 - sum(shares.values()), 3)}


def _timed(spent: dict[str, float], name: str, device: Device, work: Callable[[], Any]) -> Any:
    started = _clock(device)
    result = work()
    _finish(device)
    spent[name] += _clock(device) - started
    return result


def _seconds(step: Callable[[], None], steps: int, device: Device) -> float:
    _finish(device)
    started = _clock(device)
    for _ in range(steps):
        step()
    _finish(device)
    return (_clock(device) - started) / steps


def _whole_run(
    family: Family, folder: Path, options: argparse.Namespace, device: Device, bare: float
) -> dict[str, float]:
    """A run with caching, events, checkpoints and samples, over as many bare steps; loading is not counted."""
    write_job_folder(folder, family, options)
    stream = _PhaseClock(device)
    code = run_job(folder, folder, Events(stream), Stop())
    seconds = _clock(device) - stream.began["cache"]
    if code:
        raise RuntimeError(f"the run ended with {code}: {stream.getvalue().splitlines()[-1]}")
    return {"runSeconds": round(seconds, 2), "runRatio": round(seconds / (bare * options.run_steps), 3)}


class _PhaseClock(io.StringIO):
    """Notes when each phase began."""

    def __init__(self, device: Device) -> None:
        super().__init__()
        self._device = device
        self.began: dict[str, float] = {}

    def write(self, line: str) -> int:
        event = json.loads(line)
        if event["event"] == "phase":
            self.began[event["name"]] = _clock(self._device)
        return super().write(line)


def _clock(device: Device) -> float:
    """Wall seconds on a GPU; on a CPU this process's own seconds, which other programs on the machine do not change."""
    return time.perf_counter() if device.is_cuda else time.process_time()


def _finish(device: Device) -> None:
    if device.is_cuda:  # cuda only
        torch.cuda.synchronize()


def _peak_bytes(device: Device) -> int:
    if device.is_cuda:  # cuda only
        return torch.cuda.max_memory_allocated()
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def _named(device: Device) -> str:
    if device.is_cuda:  # cuda only
        return torch.cuda.get_device_name()
    return f"CPU, {torch.get_num_threads()} thread(s)"


if __name__ == "__main__":
    raise SystemExit(main())
