"""The machine a training runs on: its device, its memory, and what is set for repeatable results."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import torch

from lora_trainer.cache import Example
from lora_trainer.events import Events
from lora_trainer.families.base import Family
from lora_trainer.job import Job
from lora_trainer.memory import Switches, allowed_rungs
from lora_trainer.plan import estimate, trace

_PIXELS = 8  # every family's VAE makes pictures eight times smaller each way


@dataclass(frozen=True)
class Setting:
    """Memory switches, and the peak they should take on the GPU in bytes (0 on a CPU)."""

    switches: Switches
    expected: int


@dataclass
class Device:
    """The first GPU, or the CPU."""

    torch: torch.device

    @property
    def is_cuda(self) -> bool:
        """Whether it is a GPU."""
        return self.torch.type == "cuda"

    @classmethod
    def found(cls, *, deterministic_cpu: bool, one_thread: bool) -> Device:
        """Looks for a GPU. On a CPU, same job means same bytes; tiny networks get one thread.

        One thread is faster for them, and makes the sums the same on every number of cores.
        """
        if torch.cuda.is_available():  # cuda only
            torch.backends.cuda.matmul.allow_tf32 = True
            return cls(torch.device("cuda"))
        os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")
        torch.use_deterministic_algorithms(deterministic_cpu)
        # Nothing here reads memory before it is written, so filling it first would only cost time.
        torch.utils.deterministic.fill_uninitialized_memory = False
        if one_thread:
            torch.set_num_threads(1)
        return cls(torch.device("cpu"))

    def settings(self, family: Family, base: Path, job: Job, examples: list[Example]) -> list[Setting]:
        """The memory settings to try, in order: the fastest that should fit, then the smaller ones."""
        rungs = allowed_rungs(job)
        if not self.is_cuda:
            return [Setting(rung, 0) for rung in rungs]
        torch.cuda.reset_peak_memory_stats()  # cuda only
        free, _ = torch.cuda.mem_get_info()  # cuda only
        largest = max((example.latents.shape for example in examples), key=lambda shape: shape[-1] * shape[-2])
        found = trace(family, family.config(base), job, largest[-1] * _PIXELS, largest[-2] * _PIXELS)
        estimates = [estimate(found, job, rung) for rung in rungs]
        fitting = next((number for number, each in enumerate(estimates) if each.total <= free), len(rungs) - 1)
        return [Setting(each.switches, each.total) for each in estimates[fitting:]]

    def report(self, events: Events, setting: Setting) -> None:
        """Writes a `memory` event: the real peak beside the expected one, in bytes."""
        if self.is_cuda:  # cuda only
            peak = torch.cuda.max_memory_reserved()
            events.write("memory", switches=str(setting.switches), expectedBytes=setting.expected, peakBytes=peak)
