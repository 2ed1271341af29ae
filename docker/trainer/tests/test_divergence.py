"""Losses and gradients that are no numbers, and losses that run away."""

import pytest

from lora_trainer import loop
from lora_trainer.divergence import DivergenceWatch
from lora_trainer.exits import DONE, INTERNAL


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
    assert folder.checkpoint_names() == ["step-000002", "step-000004"]
    assert not list((folder.folder / "output").glob("*.safetensors"))


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
@pytest.mark.parametrize("changes", [{}, {"maxGradNorm": 0}, {"gradientAccumulation": 2}, {"ema": 0.9}])
def test_a_gradient_that_is_no_number_under_a_good_loss_stops_too(job_folder, monkeypatch, value, changes):
    settings = {"steps": 6, "checkpointEvery": 2, **changes}
    straight = job_folder("wan", **settings).run()
    folder = job_folder("wan", **settings)
    step_loss, calls = loop.step_loss, []
    bad_call = 5 * settings.get("gradientAccumulation", 1)  # the last batch of step 5

    def spoil(*arguments):
        calls.append(1)
        loss = step_loss(*arguments)
        if len(calls) == bad_call:
            loss.register_hook(lambda gradient: gradient * value)
        return loss

    with monkeypatch.context() as patch:
        patch.setattr(loop, "step_loss", spoil)
        outcome = folder.run()
    assert (outcome.code, outcome.events[-1]["code"]) == (INTERNAL, "nan-loss")
    assert "the gradient is nan at step 5" in outcome.events[-1]["message"]
    assert folder.checkpoint_names() == ["step-000002", "step-000004"]
    assert not list((folder.folder / "output").glob("*.safetensors"))
    resumed = folder.run()
    assert resumed.of("step")[0]["step"] == 5
    assert resumed.lora() == straight.lora()


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
