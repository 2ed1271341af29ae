"""torch.compile that fails in a pass: a warning says so, and the training goes on as if it had not been asked for."""

import random

import numpy as np
import pytest
import torch
from functorch.compile import make_boxed_func
from torch import nn
from torch._dynamo.backends.common import aot_autograd

from lora_trainer import networks
from lora_trainer.exits import DONE, INTERNAL, OUT_OF_MEMORY
from lora_trainer.families.wan import Wan

# Every source of random numbers decides something here, and a step is of two passes.
HARD = {"captionDropout": 0.4, "noiseOffset": 0.1, "gradientAccumulation": 2, "ema": 0.9, "steps": 4}
DRAWN = {"sampleEvery": 2, "samplePrompts": ["TOK"], "sampleSteps": 2}


def spend_randomness():
    random.random()
    np.random.rand()
    torch.rand(1)


def no_compiler(*_):
    spend_randomness()
    raise FileNotFoundError(2, "No such file\nor directory", "gcc")


def unfit_kernel(*_):
    """A compiler of backward passes whose work fails as it is run."""

    @make_boxed_func
    def run(*_):
        spend_randomness()
        raise RuntimeError("no kernel for this card")

    return run


def plain(graph, _):
    return make_boxed_func(graph.forward)


@pytest.fixture
def backend(monkeypatch):
    """Lets networks be compiled on a CPU, by a backend."""
    compile_network = nn.Module.compile

    def use(chosen):
        monkeypatch.setattr(networks, "hindrance", lambda _: None)
        monkeypatch.setattr(nn.Module, "compile", lambda network: compile_network(network, backend=chosen))

    yield use
    torch.compiler.reset()


def assert_went_on(outcome, straight):
    assert outcome.code == DONE, outcome.events[-1]
    (warning,) = outcome.of("warning")
    assert warning["code"] == "not-compiled"
    assert warning["message"].startswith("the training goes on without torch.compile: it failed (")
    assert "\n" not in warning["message"]
    assert outcome.of("step")[-1]["loss"] == straight.of("step")[-1]["loss"]
    assert outcome.lora() == straight.lora()


@pytest.mark.parametrize("family", ["wan", "wan22", "sdxl"])
def test_a_compiler_that_fails_in_the_first_pass(job_folder, backend, capfd, family):
    straight = job_folder(family, **HARD).run()
    backend(no_compiler)
    outcome = job_folder(family, **HARD, compile=True).run()
    assert_went_on(outcome, straight)
    assert "No such file or directory" in outcome.of("warning")[0]["message"]
    assert "Traceback" in capfd.readouterr().err


def test_a_backward_pass_that_fails(job_folder, backend):
    straight = job_folder("wan", **HARD).run()
    backend(aot_autograd(fw_compiler=plain, bw_compiler=unfit_kernel))
    outcome = job_folder("wan", **HARD, compile=True).run()
    assert_went_on(outcome, straight)
    assert "no kernel for this card" in outcome.of("warning")[0]["message"]


def test_a_compiler_that_fails_in_the_second_pass_of_a_step(job_folder, backend, monkeypatch):
    """The first pass has left its gradients and taken its random numbers."""
    straight = job_folder("wan", **HARD).run()
    predict, calls = Wan.predict, []

    def fail_once(*arguments):
        calls.append(1)
        if len(calls) == 4:
            spend_randomness()
            raise RuntimeError("recompiling failed")
        return predict(*arguments)

    backend("eager")
    monkeypatch.setattr(Wan, "predict", fail_once)
    assert_went_on(job_folder("wan", **HARD, compile=True).run(), straight)


def test_a_compiler_that_fails_in_a_sample_costs_no_sample(job_folder, backend):
    straight = job_folder("wan", **HARD, **DRAWN).run()
    backend(no_compiler)
    outcome = job_folder("wan", **HARD, **DRAWN, compile=True).run()
    assert_went_on(outcome, straight)
    assert len(outcome.of("sample")) == len(straight.of("sample")) == 3
    for path in (straight.output / "samples").iterdir():
        assert (outcome.output / "samples" / path.name).read_bytes() == path.read_bytes()


def test_a_compiled_network_that_works_stays_compiled(job_folder, backend):
    passes = []

    def counted(graph, _):
        return lambda *arguments: (passes.append(1), graph.forward(*arguments))[1]

    backend(counted)
    outcome = job_folder("wan", steps=5, compile=True).run()
    assert (outcome.code, outcome.of("warning")) == (DONE, [])
    assert len(passes) >= 5


def test_an_error_that_is_not_the_compilers_still_ends_the_training(job_folder, backend, monkeypatch):
    backend("eager")

    def fail(*_):
        raise RuntimeError("a fault of our own")

    monkeypatch.setattr(Wan, "predict", fail)
    outcome = job_folder("wan", compile=True).run()
    assert outcome.code == INTERNAL
    assert "a fault of our own" in outcome.events[-1]["message"]


def test_memory_that_runs_out_in_a_compiled_pass_is_no_failed_compile(job_folder, backend, monkeypatch):
    backend("eager")

    def run_out(*_):
        raise torch.OutOfMemoryError("CUDA out of memory")

    monkeypatch.setattr(Wan, "predict", run_out)
    outcome = job_folder("wan", compile=True).run()
    assert outcome.code == OUT_OF_MEMORY
    assert {event["code"] for event in outcome.of("warning")} == {"out-of-memory"}
