"""Whether torch.compile can work here. It writes C and needs a compiler, which the plain image does not have."""

from __future__ import annotations

import os
import shutil
import sysconfig
import tempfile
from pathlib import Path

import torch


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
