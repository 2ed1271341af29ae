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
import tempfile
from pathlib import Path
from typing import Any

import torch
from torch import nn

from lora_trainer.batches import Batches
from lora_trainer.bench_clock import named
from lora_trainer.bench_jobs import bench_job
from lora_trainer.bench_run import whole_runs
from lora_trainer.bench_steps import bare_step, compare
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
from lora_trainer.step import StepSettings
from lora_trainer.stop import Stop
from lora_trainer.tiny import ensure_tiny


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
            "device": named(device),
            "torch": torch.__version__,
            "switches": str(switches),
            **compare(loop, device, options.steps),
        }
        if options.base == "tiny":
            found |= whole_runs(family, Path(folder), options, device, bare_step(loop))
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


if __name__ == "__main__":
    raise SystemExit(main())
