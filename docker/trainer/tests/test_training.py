"""Whole trainings on the tiny models, each family."""

import hashlib
import json
import struct

import pytest
import torch
from safetensors.torch import load

from lora_trainer.exits import BAD_JOB, DONE, STOPPED
from lora_trainer.loop import Loop


def header_of(content: bytes) -> dict[str, str]:
    (length,) = struct.unpack("<Q", content[:8])
    return json.loads(content[8 : 8 + length])["__metadata__"]


def test_trains_and_leaves_a_verified_file(job_folder, family):
    outcome = job_folder(family, sampleEvery=3, samplePrompts=["TOK in snow"], sampleSteps=2).run()
    assert outcome.code == DONE
    assert [event["name"] for event in outcome.of("phase")] == ["load", "cache", "train", "export"]
    files = outcome.of("done")[0]["files"]
    for file in files:
        content = (outcome.output / file["path"]).read_bytes()
        assert file["sha256"] == hashlib.sha256(content).hexdigest()
        assert file["bytes"] == len(content)
    roles = ["lora-high-noise", "lora-low-noise"] if family == "wan22" else ["lora"]
    assert [file["role"] for file in files] == roles
    assert [event["step"] for event in outcome.of("sample")] == [0, 3, 6]
    assert all((outcome.output / event["path"]).read_bytes()[:4] == b"\x89PNG" for event in outcome.of("sample"))
    last = outcome.of("step")[-1]
    assert (last["step"], last["steps"], last["etaSeconds"]) == (6, 6, 0)
    assert {"loss", "lr", "secondsPerStep"} <= set(last)


def test_header_says_where_the_file_is_from(job_folder, family):
    header = header_of(job_folder(family).run().paths()[0].read_bytes())
    assert header["base_model"] == f"tiny-{family}"
    assert header["trigger_word"] == "TOK"
    assert (header["steps"], header["rank"], header["resolution"]) == ("6", "4", "64")
    assert header["training_id"] == "training-1"
    assert header["trainer_version"]
    assert "date" not in header


def test_a_date_is_in_the_header_only_if_the_job_gives_one(job_folder):
    outcome = job_folder("wan", createdAt="2025-01-02T03:04:05Z").run()
    assert header_of(outcome.lora())["date"] == "2025-01-02T03:04:05Z"


def test_same_job_same_bytes(job_folder, family):
    assert job_folder(family).run().lora() == job_folder(family).run().lora()


def test_another_seed_gives_other_weights(job_folder, family):
    first, second = (load(job_folder(family, seed=seed).run().paths()[0].read_bytes()) for seed in (1, 2))
    assert any(not torch.equal(first[key], second[key]) for key in first)


def test_stopped_and_resumed_is_bit_identical(job_folder, family, monkeypatch):
    straight = job_folder(family, steps=7).run()
    stopped = job_folder(family, steps=7)
    one_step = Loop._one_step

    def stop_after_four(self):
        one_step(self)
        self.stop.requested = self.step == 4

    monkeypatch.setattr(Loop, "_one_step", stop_after_four)
    halted = stopped.run()
    assert halted.code == STOPPED
    assert halted.events[-1] == {"event": "stopped", "step": 4}
    monkeypatch.setattr(Loop, "_one_step", one_step)
    resumed = stopped.run()
    assert resumed.code == DONE
    assert resumed.of("step")[0]["step"] == 5
    assert resumed.lora() == straight.lora()


@pytest.mark.parametrize("changes", [{"learningRate": 0.002}, {"seed": 8}, {"steps": 9}, {"triggerWord": "OTHER"}])
def test_a_checkpoint_of_another_configuration_is_refused(job_folder, changes):
    folder = job_folder("wan")
    assert folder.run().code == DONE
    outcome = folder.run(**changes)
    assert outcome.code == BAD_JOB
    assert outcome.events[-1]["code"] == "checkpoint-mismatch"


def test_running_a_finished_job_again_gives_the_same_file(job_folder):
    folder = job_folder("wan")
    first = folder.run().lora()
    again = folder.run()
    assert again.of("step") == []
    assert again.lora() == first


@pytest.mark.parametrize(("optimizer", "schedule"), [("prodigy", "cosine"), ("adamw8bit", "cosine")])
def test_other_optimizers_and_schedules_resume_bit_identical(job_folder, monkeypatch, optimizer, schedule):
    settings = {"optimizer": optimizer, "schedule": schedule, "warmupSteps": 2, "steps": 7}
    straight = job_folder("wan", **settings).run()
    assert straight.code == DONE
    folder = job_folder("wan", **settings)
    one_step = Loop._one_step

    def stop_after_four(self):
        one_step(self)
        self.stop.requested = self.step == 4

    monkeypatch.setattr(Loop, "_one_step", stop_after_four)
    assert folder.run().code == STOPPED
    monkeypatch.setattr(Loop, "_one_step", one_step)
    assert folder.run().lora() == straight.lora()
