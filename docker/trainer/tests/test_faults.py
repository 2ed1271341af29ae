"""What goes wrong in the middle: full disks, kills, runaway losses; the older checkpoint stays whole."""

import errno
import os
import signal
import subprocess
import sys
import time

import pytest
from test_cli import ROOT, start

from lora_trainer import checkpoint, loop
from lora_trainer.divergence import DivergenceWatch
from lora_trainer.exits import DONE, INTERNAL


def checkpoints(folder):
    return sorted(path.name for path in (folder.folder / "output" / "checkpoints").iterdir())


def test_a_full_disk_leaves_the_older_checkpoint_whole(job_folder, monkeypatch):
    straight = job_folder("wan", steps=8, checkpointEvery=2).run()
    folder = job_folder("wan", steps=8, checkpointEvery=2)
    sync, syncs = checkpoint.sync, []

    def fill_up(path):
        syncs.append(path)
        if "step-000006" in str(path):
            raise OSError(errno.ENOSPC, "No space left on device")
        sync(path)

    monkeypatch.setattr(checkpoint, "sync", fill_up)
    outcome = folder.run()
    assert outcome.code == INTERNAL
    assert outcome.events[-1]["code"] == "disk-full"
    assert checkpoints(folder) == ["step-000002", "step-000004"]
    monkeypatch.setattr(checkpoint, "sync", sync)
    assert folder.run().lora() == straight.lora()


def test_a_disk_that_is_really_full(job_folder, tmp_path):
    """On a file system of 1 MB, where the machine lets one be mounted."""
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


@pytest.mark.slow
def test_killed_at_any_moment_it_goes_on_from_a_whole_checkpoint(job_folder):
    settings = {"steps": 60, "checkpointEvery": 1}
    straight = job_folder("wan", **settings).run()
    folder = job_folder("wan", **settings)
    process = start(folder)
    root = folder.folder / "output" / "checkpoints"
    deadline = time.monotonic() + 120
    while not list(root.glob("step-*")) and time.monotonic() < deadline:
        time.sleep(0.02)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    outcome = folder.run()
    assert outcome.code == DONE
    assert outcome.lora() == straight.lora()


def test_killed_in_the_middle_of_a_checkpoint(job_folder, tmp_path):
    """A process that dies while its checkpoint is half written leaves a part that the next start removes."""
    folder = job_folder("wan", steps=6, checkpointEvery=2)
    straight = job_folder("wan", steps=6, checkpointEvery=2).run()
    script = tmp_path / "die.py"
    script.write_text(
        "import os, sys\n"
        "from lora_trainer.cli import main\n"
        "from pathlib import Path\n"
        "write = Path.write_bytes\n"
        "def die(path, content):\n"
        "    write(path, content[: len(content) // 2] if '.step-000004' in str(path) else content)\n"
        "    if '.step-000004' in str(path):\n"
        "        os.kill(os.getpid(), 9)\n"
        "Path.write_bytes = die\n"
        "sys.exit(main(sys.argv[1:]))\n"
    )
    command = [sys.executable, script, "train", "--job", folder.folder, "--models", folder.models]
    run = subprocess.run(command, capture_output=True, env={**os.environ, "PYTHONPATH": str(ROOT)}, timeout=120)
    assert run.returncode == -signal.SIGKILL
    assert checkpoints(folder) == [".step-000004.part", "step-000002"]
    outcome = folder.run()
    assert outcome.of("step")[0]["step"] == 3
    assert outcome.lora() == straight.lora()
    assert checkpoints(folder) == ["step-000004", "step-000006"]


def test_a_damaged_checkpoint_is_passed_over(job_folder):
    folder = job_folder("wan", steps=6, checkpointEvery=2)
    first = folder.run()
    newest = folder.folder / "output" / "checkpoints" / "step-000006" / "state.pt"
    newest.write_bytes(newest.read_bytes()[:-100])
    again = folder.run()
    assert again.of("step")[0]["step"] == 5
    assert again.lora() == first.lora()


def test_nan_stops_and_keeps_the_last_checkpoint(job_folder, monkeypatch):
    folder = job_folder("wan", steps=8, checkpointEvery=2)
    step_loss, calls = loop.step_loss, []

    def spoil(*arguments):
        calls.append(1)
        return step_loss(*arguments) * (float("nan") if len(calls) == 6 else 1)

    monkeypatch.setattr(loop, "step_loss", spoil)
    outcome = folder.run()
    assert (outcome.code, outcome.events[-1]["code"]) == (INTERNAL, "nan-loss")
    assert "step 6" in outcome.events[-1]["message"]
    assert checkpoints(folder) == ["step-000002", "step-000004"]
    assert not list((folder.folder / "output").glob("*.safetensors"))


def test_a_loss_that_runs_away_is_told_and_the_training_goes_on(job_folder, monkeypatch):
    step_loss, calls = loop.step_loss, []

    def grow(*arguments):
        calls.append(1)
        return step_loss(*arguments) * 1.05 ** len(calls)

    monkeypatch.setattr(loop, "step_loss", grow)
    outcome = job_folder("wan", steps=90, checkpointEvery=0).run()
    assert outcome.code == DONE
    assert [event["code"] for event in outcome.of("warning")] == ["diverging"]


def test_divergence_is_told_once_and_noise_is_not():
    noisy, rising = DivergenceWatch(), DivergenceWatch()
    assert not any(noisy.diverges(1 + (step % 7) / 4) for step in range(300))
    assert [rising.diverges(1.03**step) for step in range(300)].count(True) == 1


def test_a_sample_that_fails_does_not_stop_the_training(job_folder, monkeypatch):
    from lora_trainer.samples import Sampler

    def fail(*_):
        raise RuntimeError("no picture today")

    monkeypatch.setattr(Sampler, "_draw", fail)
    outcome = job_folder("wan", sampleEvery=3, samplePrompts=["TOK"]).run()
    assert outcome.code == DONE
    assert {event["code"] for event in outcome.of("warning")} == {"sample-failed"}


def test_samples_do_not_change_what_is_learned(job_folder):
    plain = job_folder("wan").run()
    drawn = job_folder("wan", sampleEvery=2, samplePrompts=["TOK", "a TOK at sea"], sampleSteps=2).run()
    assert len(drawn.of("sample")) == 8
    assert drawn.lora() == plain.lora()


def test_a_stop_before_the_first_step_names_the_newest_checkpoint(job_folder, monkeypatch):
    from lora_trainer import training
    from lora_trainer.exits import STOPPED, StopRequested

    folder = job_folder("wan", steps=6, checkpointEvery=2)
    straight = folder.run()

    def stop(*_):
        raise StopRequested

    with monkeypatch.context() as patch:
        patch.setattr(training, "cache_latents", stop)
        outcome = folder.run()
    assert (outcome.code, outcome.events[-1]) == (STOPPED, {"event": "stopped", "step": 6})
    assert folder.run().lora() == straight.lora()
