"""The clock, the memory and the name of the machine that bench times on."""

from __future__ import annotations

import resource
import sys
import time

import torch

from lora_trainer.device import Device


def clock(device: Device) -> float:
    """Wall seconds on a GPU; on a CPU this process's own seconds, which other programs on the machine do not change."""
    return time.perf_counter() if device.is_cuda else time.process_time()


def finish(device: Device) -> None:
    """Waits until the GPU has done what it was given."""
    if device.is_cuda:  # cuda only
        torch.cuda.synchronize()


def peak_bytes(device: Device) -> int:
    """The most memory that was in use: of the GPU, else of this process."""
    if device.is_cuda:  # cuda only
        return torch.cuda.max_memory_allocated()
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def named(device: Device) -> str:
    """The GPU's name, or the number of CPU threads."""
    if device.is_cuda:  # cuda only
        return torch.cuda.get_device_name()
    return f"CPU, {torch.get_num_threads()} thread(s)"
