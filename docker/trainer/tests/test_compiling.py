"""torch.compile by choice: where it cannot work, a warning says why and the training goes on without it."""

import os
from types import SimpleNamespace

import pytest
import torch
from torch import nn

from lora_trainer import compiling
from lora_trainer.exits import DONE

GPU = torch.device("cuda")


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """A machine that can compile: a compiler, Python's headers, a temporary folder that lets files be run."""
    programs, include = tmp_path / "bin", tmp_path / "include"
    programs.mkdir()
    include.mkdir()
    compiler = programs / "gcc"
    compiler.write_text("#!/bin/sh\n")
    compiler.chmod(0o755)
    (include / "Python.h").touch()
    monkeypatch.setenv("PATH", str(programs))
    monkeypatch.delenv("CC", raising=False)
    monkeypatch.setattr(compiling.sysconfig, "get_paths", lambda: {"include": str(include)})
    monkeypatch.setattr(compiling.os, "statvfs", lambda _: SimpleNamespace(f_flag=0))
    return SimpleNamespace(compiler=compiler, header=include / "Python.h", monkeypatch=monkeypatch)


@pytest.mark.parametrize("family", ["wan", "wan22"])
def test_where_it_cannot_work_the_training_goes_on_without_it(job_folder, monkeypatch, family):
    plain = job_folder(family).run()

    def never(*_, **__):
        raise AssertionError("compiled on a CPU")

    monkeypatch.setattr(nn.Module, "compile", never)
    outcome = job_folder(family, compile=True).run()
    assert outcome.code == DONE
    (warning,) = outcome.of("warning")
    assert warning["code"] == "not-compiled"
    message = "the training goes on without torch.compile: it is for a GPU; leave compile off"
    assert warning["message"] == message
    assert outcome.lora() == plain.lora()


def test_a_job_that_does_not_ask_for_it_is_not_warned(job_folder):
    assert job_folder("wan", compile=False).run().of("warning") == []


def test_a_stopped_job_may_go_on_with_it(job_folder):
    straight = job_folder("wan").run()
    folder = job_folder("wan")
    folder.run_until(2)
    resumed = folder.run(compile=True)
    assert [event["code"] for event in resumed.of("warning")] == ["not-compiled"]
    assert resumed.of("step")[0]["step"] == 3
    assert resumed.lora() == straight.lora()


def test_a_gpu_machine_with_everything_can(machine):
    assert compiling.hindrance(GPU) is None


def test_a_compiler_that_cc_names_will_do(machine):
    elsewhere = machine.compiler.rename(machine.compiler.with_name("cc-of-ours"))
    machine.monkeypatch.setenv("CC", str(elsewhere))
    assert compiling.hindrance(GPU) is None


def test_without_a_compiler_it_says_so(machine):
    machine.compiler.unlink()
    assert "no C compiler" in compiling.hindrance(GPU)
    machine.monkeypatch.setenv("CC", "a-compiler-that-is-not-there")
    assert "no C compiler" in compiling.hindrance(GPU)


def test_without_pythons_headers_it_says_so(machine):
    machine.header.unlink()
    assert "Python's headers are missing" in compiling.hindrance(GPU)


@pytest.mark.skipif(not hasattr(os, "ST_NOEXEC"), reason="this system does not tell")
def test_a_temporary_folder_that_runs_nothing_is_told(machine):
    machine.monkeypatch.setattr(compiling.os, "statvfs", lambda _: SimpleNamespace(f_flag=os.ST_NOEXEC))
    assert "mount it with exec" in compiling.hindrance(GPU)
