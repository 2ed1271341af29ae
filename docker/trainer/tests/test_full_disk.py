"""A disk that fills up: the older checkpoint stays whole, and the training goes on from it."""

import errno
import subprocess

import pytest

from lora_trainer import checkpoint
from lora_trainer.exits import INTERNAL


def test_a_full_disk_leaves_the_older_checkpoint_whole(job_folder, monkeypatch):
    straight = job_folder("wan", steps=8, checkpointEvery=2).run()
    folder = job_folder("wan", steps=8, checkpointEvery=2)
    sync = checkpoint.sync

    def fill_up(path):
        if "step-000006" in str(path):
            raise OSError(errno.ENOSPC, "No space left on device")
        sync(path)

    monkeypatch.setattr(checkpoint, "sync", fill_up)
    outcome = folder.run()
    assert outcome.code == INTERNAL
    assert outcome.events[-1]["code"] == "disk-full"
    assert folder.checkpoint_names() == ["step-000002", "step-000004"]
    monkeypatch.setattr(checkpoint, "sync", sync)
    assert folder.run().lora() == straight.lora()


def test_a_disk_that_is_really_full(job_folder, tmp_path):
    """On a file system of 400 kB, where the machine lets one be mounted."""
    small = tmp_path / "small"
    small.mkdir()
    mount = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(small)], capture_output=True)
    if mount.returncode:
        pytest.skip("no file system can be mounted here")
    try:
        folder = job_folder("wan", steps=12, checkpointEvery=1, rank=32)
        (folder.folder / "output").rmdir()
        (folder.folder / "output").symlink_to(small)
        outcome = folder.run()
        assert (outcome.code, outcome.events[-1]["code"]) == (INTERNAL, "disk-full")
    finally:
        subprocess.run(["umount", str(small)], check=True)
