"""The program as it is called: stdout holds events alone, signals stop it, exit codes come out."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from lora_trainer.cli import main
from lora_trainer.exits import BAD_JOB, DONE, INTERNAL, STOPPED

ROOT = Path(__file__).parent.parent


def command(*arguments):
    return [sys.executable, "-m", "lora_trainer", *map(str, arguments)]


def environment():
    return {**os.environ, "PYTHONPATH": str(ROOT)}


def start(folder):
    arguments = command("train", "--job", folder.folder, "--models", folder.models)
    return subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment())


def test_sigterm_stops_within_a_step_and_the_next_start_goes_on(job_folder):
    folder = job_folder("wan", steps=800, checkpointEvery=0)
    process = start(folder)
    events = []
    for line in process.stdout:
        events.append(json.loads(line))
        if events[-1]["event"] == "step":
            process.send_signal(signal.SIGTERM)
            break
    events += map(json.loads, process.stdout)
    assert process.wait(60) == STOPPED, process.stderr.read()
    assert events[-1]["event"] == "stopped"
    at = events[-1]["step"]
    assert 0 < at < 800
    assert events[-2] == {"event": "checkpoint", "step": at, "path": f"checkpoints/step-{at:06d}"}
    outcome = folder.run()
    assert outcome.code == DONE
    assert outcome.of("step")[0]["step"] == at + 1


def test_a_bad_job_ends_in_64_before_the_libraries_are_loaded(job_folder):
    folder = job_folder("flux", colour="red")
    process = start(folder)
    out, log = process.communicate(timeout=60)
    assert process.returncode == BAD_JOB
    (event,) = map(json.loads, out.splitlines())
    assert event["event"] == "error"
    assert "colour" in event["message"]
    assert "colour" in log


def test_verify_tells_a_good_file_from_a_bad_one(job_folder, family, capsys):
    path = job_folder(family).run().paths()[0]
    assert main(["verify", str(path), "--family", family]) == DONE
    assert json.loads(capsys.readouterr().out)["ok"] is True
    path.write_bytes(path.read_bytes()[:-4])
    assert main(["verify", str(path), "--family", family]) == INTERNAL
    assert json.loads(capsys.readouterr().out)["code"] == "bad-export"


@pytest.mark.parametrize("name", ["flux", "sdxl", "wan"])
def test_tiny_is_small_and_always_the_same(tmp_path, name):
    from lora_trainer.families import load_family
    from lora_trainer.tiny import write_tiny

    contents = []
    for folder in (tmp_path / "one", tmp_path / "two"):
        write_tiny(load_family(name), folder)
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        contents.append({str(path.relative_to(folder)): path.read_bytes() for path in files})
    assert contents[0] == contents[1]
    assert sum(map(len, contents[0].values())) < 1_000_000
