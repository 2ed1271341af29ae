"""The LoRAs that are kept of steps on the way."""

import hashlib
import json
import shutil
import struct

import pytest
from safetensors.torch import load

from lora_trainer.exits import DONE, STOPPED
from lora_trainer.families import load_family
from lora_trainer.verify import verify_lora

SETTINGS = {"steps": 6, "checkpointEvery": 3, "exportEvery": 2}


def steps_of(outcome):
    return outcome.of("done")[0]["steps"]


def test_each_is_what_a_training_of_so_many_steps_gives(job_folder, family):
    outcome = job_folder(family, **SETTINGS).run()
    assert outcome.code == DONE
    assert [told["step"] for told in steps_of(outcome)] == [2, 4]
    final = outcome.of("done")[0]["files"]
    for told in steps_of(outcome):
        assert [file["role"] for file in told["files"]] == [file["role"] for file in final]
        for file in told["files"]:
            path = outcome.output / file["path"]
            content = path.read_bytes()
            assert (file["sha256"], file["bytes"]) == (hashlib.sha256(content).hexdigest(), len(content))
            verify_lora(path, load_family(family).key_form)
            (length,) = struct.unpack("<Q", content[:8])
            assert json.loads(content[8 : 8 + length])["__metadata__"]["steps"] == str(told["step"])
    if family != "wan22":  # whose networks take turns by the number of steps
        shorter = job_folder(family, **{**SETTINGS, "steps": 4}).run()
        told = steps_of(outcome)[1]["files"]
        assert (outcome.output / told[0]["path"]).read_bytes() == shorter.lora()


def test_they_change_nothing_of_the_training(job_folder, family):
    plain = job_folder(family, **{**SETTINGS, "exportEvery": 0}).run()
    assert "steps" not in plain.of("done")[0]
    assert not (plain.output / "steps").exists()
    assert job_folder(family, **SETTINGS).run().lora() == plain.lora()


def test_they_are_of_the_moving_mean_where_there_is_one(job_folder):
    first, second = (
        job_folder("wan", **SETTINGS, ema=ema).run() for ema in (0, 0.9)
    )  # fmt: skip
    paths = [outcome.output / steps_of(outcome)[1]["files"][0]["path"] for outcome in (first, second)]
    assert paths[0].read_bytes() != paths[1].read_bytes()


@pytest.mark.parametrize("step", [3, 4, 5])
def test_a_stop_and_a_new_start_leave_the_same_ones(job_folder, step):
    straight = job_folder("wan", **SETTINGS).run()
    folder = job_folder("wan", **SETTINGS)
    assert folder.run_until(step).code == STOPPED
    resumed = folder.run()
    assert steps_of(resumed) == steps_of(straight)


def test_one_that_was_left_half_way_is_written_anew(job_folder):
    straight = job_folder("wan", **SETTINGS).run()
    folder = job_folder("wan", **SETTINGS)
    folder.run_until(5)
    # The process was killed while it wrote step 4, and before the checkpoint of step 5.
    shutil.rmtree(folder.checkpoints / "step-000005")
    steps = folder.folder / "output" / "steps"
    (steps / "step-000004" / "lora.safetensors").write_bytes(b"cut")
    (steps / ".step-000004.part").mkdir()
    assert steps_of(folder.run()) == steps_of(straight)
    assert sorted(path.name for path in steps.iterdir()) == ["step-000002", "step-000004"]


def test_one_that_has_learned_nothing_is_left_out_and_the_training_goes_on(job_folder):
    # The warm-up's first steps are too small for bf16 to hold.
    outcome = job_folder("wan", **{**SETTINGS, "learningRate": 0.0}).run()
    assert [event["code"] for event in outcome.of("warning")] == ["step-not-kept", "step-not-kept"]
    assert outcome.of("error")[0]["code"] == "bad-export"  # of the last step
    assert list((outcome.output / "steps").iterdir()) == []


def test_another_distance_is_no_other_configuration(job_folder):
    folder = job_folder("wan", **SETTINGS)
    folder.run_until(3)
    outcome = folder.run(exportEvery=5)
    assert outcome.code == DONE
    assert [told["step"] for told in steps_of(outcome)] == [2, 5]
    assert load((outcome.output / steps_of(outcome)[1]["files"][0]["path"]).read_bytes())
