"""Samples never stop a training nor change what it learns."""

import pytest
import torch

from lora_trainer import samples
from lora_trainer.exits import DONE
from lora_trainer.samples import Sampler

DRAWING = {"sampleEvery": 2, "samplePrompts": ["TOK", "a TOK at sea"], "sampleSteps": 2}


def test_a_sample_that_fails_does_not_stop_the_training(job_folder, monkeypatch):
    def fail(*_):
        raise RuntimeError("no picture today")

    monkeypatch.setattr(Sampler, "_draw", fail)
    outcome = job_folder("wan", sampleEvery=3, samplePrompts=["TOK"]).run()
    assert outcome.code == DONE
    assert {event["code"] for event in outcome.of("warning")} == {"sample-failed"}


def test_memory_that_runs_out_in_a_sample_costs_that_sample_alone(job_folder, monkeypatch):
    """The step itself fits, so no smaller setting is tried: it would make every step slower."""
    plain = job_folder("wan").run()
    to_image, calls = samples.to_image, []

    def run_out_once(pixels):
        calls.append(1)
        if len(calls) == 3:
            raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2 GiB.\nGPU 0 has 1 GiB left")
        return to_image(pixels)

    monkeypatch.setattr(samples, "to_image", run_out_once)
    outcome = job_folder("wan", **DRAWING).run()
    assert outcome.code == DONE
    (warning,) = outcome.of("warning")
    assert warning["code"] == "sample-failed"
    assert warning["message"].startswith("no sample at step 2: CUDA out of memory.")
    assert "\n" not in warning["message"]
    assert [event["step"] for event in outcome.of("sample")] == [0, 0, 4, 4, 6, 6]
    assert outcome.lora() == plain.lora()


@pytest.mark.parametrize("changes", [{}, {"ema": 0.9}], ids=["plain", "drawn with the moving mean"])
def test_samples_do_not_change_what_is_learned(job_folder, changes):
    plain = job_folder("wan", **changes).run()
    drawn = job_folder("wan", **changes, **DRAWING).run()
    assert len(drawn.of("sample")) == 8
    assert drawn.lora() == plain.lora()
