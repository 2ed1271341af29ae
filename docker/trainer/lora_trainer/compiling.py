"""torch.compile: whether it can work here, and going on without it where it fails all the same.

It writes C and needs a compiler, which the plain image does not have.
"""

from __future__ import annotations

import os
import shutil
import sysconfig
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import torch

from lora_trainer.cache import free_memory
from lora_trainer.checkpoint import random_state, restore_random_state
from lora_trainer.events import Events
from lora_trainer.experts import Experts

Result = TypeVar("Result")


def hindrance(device: torch.device) -> str | None:
    """What keeps torch.compile from working on this machine, and what to do about it; None if nothing does."""
    if device.type != "cuda":
        return "it is for a GPU; leave compile off"
    # cuda only
    if not any(map(shutil.which, filter(None, (os.environ.get("CC"), "cc", "gcc", "clang")))):
        return "there is no C compiler; build the image with COMPILER=1, or install gcc"
    if not (Path(sysconfig.get_paths()["include"]) / "Python.h").is_file():
        return "Python's headers are missing; build the image with COMPILER=1, or install python3-dev"
    if os.statvfs(tempfile.gettempdir()).f_flag & getattr(os, "ST_NOEXEC", 0):
        return "nothing may be executed from the temporary folder; mount it with exec"
    return None


def or_uncompiled(experts: Experts, generator: torch.Generator, events: Events, work: Callable[[], Result]) -> Result:
    """Does some work with the networks; where it fails while they are compiled, does it again without torch.compile.

    Compiling happens inside the passes: in the first ones, and in a later one that meets another size. The second time
    starts from the same random states and without gradients, and a `not-compiled` warning event tells of it. An error
    that is not the compiler's comes back from the second time. Running out of GPU memory has an answer of its own.
    """
    compiled = [network for _, network in experts if network._compiled_call_impl is not None]
    if not compiled:
        return work()
    before = random_state(generator)
    try:
        return work()
    except torch.OutOfMemoryError:
        raise
    except Exception as error:
        traceback.print_exception(error)
        reason = " ".join(f"{type(error).__name__}: {error}".split())[:300]
    # After the handler, which would keep what the failed pass holds on the GPU.
    for network in compiled:
        network._compiled_call_impl = None
        network.zero_grad(set_to_none=True)
    torch.compiler.reset()
    free_memory()
    restore_random_state(before, generator)
    message = f"the training goes on without torch.compile: it failed ({reason}); see the log, or leave compile off"
    events.warning("not-compiled", message)
    return work()
