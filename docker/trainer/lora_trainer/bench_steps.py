"""The trainer's steps beside a bare loop on the same network, timed in turns."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from functools import partial
from typing import Any

import torch
from torch import nn

from lora_trainer.bench_clock import clock, finish, peak_bytes
from lora_trainer.device import Device
from lora_trainer.loop import Loop
from lora_trainer.optimizers import make_optimizer
from lora_trainer.step import autocast, step_loss

_ROUNDS = 15


def compare(loop: Loop, device: Device, steps: int) -> dict[str, Any]:
    """Seconds a step of the trainer and of the bare loop, in turns; and where the trainer's time goes."""
    bare = bare_step(loop)
    for _ in range(max(3, steps // 4)):
        bare()
        loop._one_step()
    if device.is_cuda:  # cuda only
        torch.cuda.reset_peak_memory_stats()
    timed: dict[str, list[float]] = {"bare": [], "trainer": []}
    for _ in range(_ROUNDS):
        timed["bare"].append(seconds_of(bare, steps, device))
        timed["trainer"].append(seconds_of(loop._one_step, steps, device))
    bare_seconds, trainer_seconds = (statistics.median(timed[name]) for name in ("bare", "trainer"))
    return {
        "bareSecondsPerStep": round(bare_seconds, 5),
        "secondsPerStep": round(trainer_seconds, 5),
        "imagesPerSecond": round(loop.job.batch_size / trainer_seconds, 3),
        "ratio": round(trainer_seconds / bare_seconds, 3),
        "peakMiB": round(peak_bytes(device) / 2**20),
        "shares": _shares(loop, device, steps),
    }


def bare_step(loop: Loop) -> Callable[[], None]:
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
    started = clock(device)
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
    whole = clock(device) - started
    shares = {name: round(seconds / whole, 3) for name, seconds in spent.items()}
    return {**shares, "rest": round(1 - sum(shares.values()), 3)}


def _timed(spent: dict[str, float], name: str, device: Device, work: Callable[[], Any]) -> Any:
    started = clock(device)
    result = work()
    finish(device)
    spent[name] += clock(device) - started
    return result


def seconds_of(step: Callable[[], None], steps: int, device: Device) -> float:
    """The mean seconds of a step over `steps` of them."""
    finish(device)
    started = clock(device)
    for _ in range(steps):
        step()
    finish(device)
    return (clock(device) - started) / steps
