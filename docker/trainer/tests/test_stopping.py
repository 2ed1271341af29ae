"""A stop that is asked for while nothing is learned: before the first step, and in the middle of a sample."""

import os
import signal

import pytest

from lora_trainer import samples
from lora_trainer.events import Events
from lora_trainer.exits import DONE, STOPPED
from lora_trainer.stop import Stop

SAMPLED = {
    "steps": 6, "checkpointEvery": 0, "sampleEvery": 2, "samplePrompts": ["TOK", "a TOK at sea"], "sampleSteps": 3,
}  # fmt: skip


@pytest.fixture
def stop():
    """A stop that real signals reach; the test process gets its own handlers back."""
    handlers = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    made = Stop()
    made.install()
    yield made
    for number, handler in handlers.items():
        signal.signal(number, handler)


def signal_in_forward_pass(monkeypatch, number, signals=(signal.SIGTERM,)):
    """Sends signals to this process in the n-th forward pass of the samples (3 passes a sample, 2 samples a time)."""
    autocast, calls = samples.autocast, []

    def send(*arguments):
        calls.append(1)
        if len(calls) == number:
            for each in signals:
                os.kill(os.getpid(), each)
        return autocast(*arguments)

    monkeypatch.setattr(samples, "autocast", send)
    return calls


@pytest.mark.parametrize(("damaged", "step"), [([], 6), ([6], 4), ([4, 6], 0)], ids=["all whole", "one", "none"])
def test_a_stop_before_the_first_step_names_the_newest_whole_checkpoint(job_folder, stop, monkeypatch, damaged, step):
    folder = job_folder("wan", steps=6, checkpointEvery=2)
    straight = folder.run()
    for number in damaged:
        (folder.checkpoints / f"step-{number:06d}" / "state.pt").write_bytes(b"cut")
    with monkeypatch.context() as patch:
        # The first sign of life is given while the images are encoded.
        patch.setattr(Events, "beat", lambda _: os.kill(os.getpid(), signal.SIGTERM))
        outcome = folder.run(stop=stop)
    assert (outcome.code, outcome.events[-1]) == (STOPPED, {"event": "stopped", "step": step})
    assert [event["name"] for event in outcome.of("phase")] == ["load", "cache"]
    assert folder.run().lora() == straight.lora()


@pytest.mark.parametrize(
    ("passes", "step", "whole"), [(2, 0, 0), (4, 0, 1), (8, 2, 2), (11, 2, 3)],
    ids=["first sample", "second sample", "first sample of step 2", "second sample of step 2"],
)  # fmt: skip
@pytest.mark.parametrize("changes", [{}, {"ema": 0.9}, {"checkpointEvery": 2}], ids=["plain", "ema", "stored"])
def test_a_stop_in_a_sample_leaves_a_checkpoint_to_go_on_from(
    job_folder, stop, monkeypatch, passes, step, whole, changes
):
    settings = {**SAMPLED, **changes}
    straight = job_folder("wan", **settings).run()
    folder = job_folder("wan", **settings)
    with monkeypatch.context() as patch:
        drawn = signal_in_forward_pass(patch, passes)
        outcome = folder.run(stop=stop)
    assert (outcome.code, outcome.events[-1]) == (STOPPED, {"event": "stopped", "step": step})
    assert len(drawn) == passes  # not a pass more after the signal
    assert len(outcome.of("sample")) == len(list((outcome.output / "samples").iterdir())) == whole
    assert outcome.of("warning") == []
    assert folder.checkpoint_names() == [f"step-{step:06d}"]
    resumed = folder.run()
    assert resumed.code == DONE
    assert resumed.of("step")[0]["step"] == step + 1
    assert resumed.lora() == straight.lora()


def test_a_stop_in_a_sample_of_two_experts(job_folder, stop, monkeypatch):
    straight = job_folder("wan22", **SAMPLED).run()
    folder = job_folder("wan22", **SAMPLED)
    with monkeypatch.context() as patch:
        signal_in_forward_pass(patch, 8)
        assert folder.run(stop=stop).events[-1] == {"event": "stopped", "step": 2}
    assert folder.run().lora() == straight.lora()


def test_more_signals_do_not_cut_the_checkpoint(job_folder, stop, monkeypatch):
    folder = job_folder("wan", **SAMPLED)
    signal_in_forward_pass(monkeypatch, 8, [signal.SIGTERM, signal.SIGINT, signal.SIGTERM])
    assert folder.run(stop=stop).code == STOPPED
    assert folder.checkpoint_names() == ["step-000002"]


def test_a_stop_in_the_samples_of_the_last_step_still_leaves_the_file(job_folder, stop, monkeypatch):
    straight = job_folder("wan", **SAMPLED).run()
    signal_in_forward_pass(monkeypatch, 20)
    outcome = job_folder("wan", **SAMPLED).run(stop=stop)
    assert outcome.code == DONE
    assert [event["step"] for event in outcome.of("sample")] == [0, 0, 2, 2, 4, 4]
    assert outcome.lora() == straight.lora()
