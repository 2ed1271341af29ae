"""Out of GPU memory: the second try takes the next smaller setting, in the memory that the first gave back."""

import gc
import weakref

import pytest
import torch
from diffusers import WanTransformer3DModel
from transformers import UMT5EncoderModel

from lora_trainer.exits import DONE, OUT_OF_MEMORY
from lora_trainer.frozen_linear import FP8, FrozenLinear
from lora_trainer.loop import Loop

CHECKPOINTED = "full base weights, gradient checkpointing"
SHRUNK = "fp8 base weights, gradient checkpointing"


def run_out(*_, **__):
    raise torch.OutOfMemoryError("CUDA out of memory")


@pytest.fixture
def tries(monkeypatch):
    """Lets the memory run out at a step in the first so many tries; gives what each try's network was like."""
    one_step, seen = Loop._one_step, []

    def fail(times, at=0):
        def step(self):
            network = next(network for _, network in self.experts)
            if not seen or seen[-1][0]() is not self:
                fp8 = any(isinstance(each, FrozenLinear) and each.weight.dtype == FP8 for each in network.modules())
                seen.append((weakref.ref(self), network.is_gradient_checkpointing, fp8))
            if len(seen) <= times and self.step >= at:
                run_out()
            one_step(self)

        monkeypatch.setattr(Loop, "_one_step", step)
        return seen

    return fail


@pytest.mark.parametrize(
    ("changes", "first", "second", "message"),
    [({}, (False, False), (True, False), "out of GPU memory with full base weights"),
     ({"gradientCheckpointing": True}, (True, False), (True, True), f"out of GPU memory with {CHECKPOINTED}"),
     ({"baseWeights": "fp8"}, (False, True), (True, True), "out of GPU memory with fp8 base weights")],
)  # fmt: skip
def test_the_second_try_takes_the_next_switch(job_folder, tries, changes, first, second, message):
    seen = tries(1)
    outcome = job_folder("wan", **changes).run()
    assert outcome.code == DONE
    assert [switches for _, *switches in seen] == [list(first), list(second)]
    assert outcome.of("warning") == [{"event": "warning", "code": "out-of-memory", "message": message}]


def test_the_second_try_goes_on_from_the_checkpoint_of_the_first(job_folder, tries):
    straight = job_folder("flux", steps=7).run()
    tries(1, at=5)
    outcome = job_folder("flux", steps=7).run()
    assert outcome.code == DONE
    # Step 3 was stored by the first try and never learned again; recomputing changes no weight.
    assert [event["step"] for event in outcome.of("checkpoint")] == [3, 6, 7]
    assert outcome.lora() == straight.lora()


@pytest.mark.parametrize("family", ["wan", "wan22"])
def test_the_first_network_is_gone_before_the_second_is_loaded(job_folder, tries, monkeypatch, family):
    load, networks, alive = WanTransformer3DModel.from_pretrained, [], []

    def load_and_note(*arguments, **options):
        gc.collect()  # as is done on a GPU between the tries
        alive.append(sum(network() is not None for network in networks))
        network = load(*arguments, **options)
        networks.append(weakref.ref(network))
        return network

    monkeypatch.setattr(WanTransformer3DModel, "from_pretrained", load_and_note)
    tries(1, at=4)
    assert job_folder(family).run().code == DONE
    assert alive == {"wan": [0, 0], "wan22": [0, 1, 0, 1]}[family]


def test_memory_that_runs_out_while_the_network_is_loaded_is_tried_again_too(job_folder, monkeypatch):
    load, calls = WanTransformer3DModel.from_pretrained, []

    def load_the_second_time(*arguments, **options):
        calls.append(1)
        return run_out() if len(calls) == 1 else load(*arguments, **options)

    monkeypatch.setattr(WanTransformer3DModel, "from_pretrained", load_the_second_time)
    outcome = job_folder("wan").run()
    assert outcome.code == DONE
    assert [event["code"] for event in outcome.of("warning")] == ["out-of-memory"]


ALL_CHOSEN = {"gradientCheckpointing": True, "baseWeights": "fp8", "offload": False}


@pytest.mark.parametrize(
    ("changes", "tried"),
    [({}, ["full base weights", CHECKPOINTED]),
     ({"offload": True, "baseWeights": "fp8"}, ["fp8 base weights, block offload", f"{SHRUNK}, block offload"]),
     ({"retryOnOutOfMemory": False}, ["full base weights"]),
     (ALL_CHOSEN, [SHRUNK])],
    ids=["the ladder", "the job's own ladder", "no second try wanted", "no switch left to the trainer"],
)  # fmt: skip
def test_when_no_try_fits_one_line_says_what_was_tried(job_folder, tries, capfd, changes, tried):
    seen = tries(9)
    outcome = job_folder("wan", **changes).run()
    assert outcome.code == OUT_OF_MEMORY
    assert len(seen) == len(tried)
    message = f"out of GPU memory; tried: {' / '.join(tried)}; lower resolution, rank or batchSize"
    assert outcome.of("error") == [{"event": "error", "code": "out-of-memory", "message": message}]
    assert [event["message"] for event in outcome.of("warning")] == [f"out of GPU memory with {each}" for each in tried]
    log = [line for line in capfd.readouterr().err.splitlines() if line.startswith("error")]
    assert log == [f"error out-of-memory: {message}"]


@pytest.mark.parametrize(
    ("precision", "advice"),
    [("bf16", "bf16, which take 11 GiB; free the card or take a larger one"),
     ("fp32", "fp32, which take 22 GiB; free the card or use bf16")],
)  # fmt: skip
def test_memory_that_runs_out_in_the_text_encoder_is_told_apart(job_folder, monkeypatch, precision, advice):
    monkeypatch.setattr(UMT5EncoderModel, "from_pretrained", run_out)
    outcome = job_folder("wan", precision=precision).run()
    assert outcome.code == OUT_OF_MEMORY
    assert outcome.events[-1]["code"] == "out-of-memory"
    assert outcome.events[-1]["message"] == f"out of GPU memory while caching; tried: encoders in {advice}"
