"""A process that is killed: the next start goes on from a whole checkpoint."""

import os
import signal
import subprocess
import sys
import time

import pytest
from test_cli import ROOT, start

from lora_trainer.exits import DONE


@pytest.mark.slow
def test_killed_at_any_moment_it_goes_on_from_a_whole_checkpoint(job_folder):
    settings = {"steps": 60, "checkpointEvery": 1}
    straight = job_folder("wan", **settings).run()
    folder = job_folder("wan", **settings)
    process = start(folder)
    deadline = time.monotonic() + 120
    while not list(folder.checkpoints.glob("step-*")) and time.monotonic() < deadline:
        time.sleep(0.02)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    outcome = folder.run()
    assert outcome.code == DONE
    assert outcome.lora() == straight.lora()


@pytest.mark.slow
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
    assert folder.checkpoint_names() == [".step-000004.part", "step-000002"]
    outcome = folder.run()
    assert outcome.of("step")[0]["step"] == 3
    assert outcome.lora() == straight.lora()
    assert folder.checkpoint_names() == ["step-000004", "step-000006"]
