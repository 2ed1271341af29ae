"""A job that begins with the LoRA of an earlier one."""

import shutil

import pytest
import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file

from lora_trainer.exits import BAD_JOB, DONE, STOPPED


def going_on(job_folder, earlier, family, **changes):
    """A job whose initial folder holds what an earlier one gave."""
    folder = job_folder(family, **{"initial": True, **changes})
    (folder.folder / "initial").mkdir()
    for told in earlier.of("done")[0]["files"]:
        shutil.copy(earlier.output / told["path"], folder.folder / "initial")
    return folder


def tensors_of(outcome):
    return {file["role"]: load_file(outcome.output / file["path"]) for file in outcome.of("done")[0]["files"]}


def test_it_begins_with_exactly_these_weights(job_folder, family):
    earlier = job_folder(family).run()
    # A rate of nought moves nothing: what comes out is what was put in.
    later = going_on(job_folder, earlier, family, learningRate=0.0).run()
    assert later.code == DONE
    before, after = tensors_of(earlier), tensors_of(later)
    assert before.keys() == after.keys()
    for role, tensors in before.items():
        assert tensors.keys() == after[role].keys()
        for key, tensor in tensors.items():
            assert torch.equal(tensor, after[role][key]), key


def test_it_learns_on_from_there(job_folder):
    earlier = job_folder("wan", steps=12).run()
    fresh = job_folder("wan", steps=1, seed=3).run()
    later = going_on(job_folder, earlier, "wan", steps=1, seed=3).run()
    moved = tensors_of(later)["lora"]
    for key, tensor in tensors_of(earlier)["lora"].items():
        assert (moved[key] - tensor).abs().max() < 0.01
    assert any(not torch.allclose(moved[key], tensor) for key, tensor in tensors_of(fresh)["lora"].items())
    assert any(not torch.equal(moved[key], tensor) for key, tensor in tensors_of(earlier)["lora"].items())


def test_a_stop_and_a_new_start_come_to_the_same(job_folder):
    earlier = job_folder("sdxl").run()
    straight = going_on(job_folder, earlier, "sdxl").run()
    folder = going_on(job_folder, earlier, "sdxl")
    assert folder.run_until(4).code == STOPPED
    assert folder.run().lora() == straight.lora()


def test_a_checkpoint_of_another_beginning_is_refused(job_folder):
    earlier = job_folder("wan").run()
    folder = going_on(job_folder, earlier, "wan")
    folder.run_until(4)
    other = job_folder("wan", seed=9).run()
    shutil.copy(other.output / "lora.safetensors", folder.folder / "initial")
    assert folder.run().of("error")[0]["code"] == "checkpoint-mismatch"
    assert folder.run(initial=False).of("error")[0]["code"] == "checkpoint-mismatch"


def test_the_scale_of_a_lora_of_another_program_goes_into_the_weights(job_folder):
    earlier = job_folder("sdxl").run()
    folder = going_on(job_folder, earlier, "sdxl", learningRate=0.0)
    path = folder.folder / "initial" / "lora.safetensors"
    tensors = load_file(path)
    halved = {key: tensor / 2 if key.endswith(".alpha") else tensor for key, tensor in tensors.items()}
    save_file(halved, path)
    after = tensors_of(folder.run())["lora"]
    for key, tensor in tensors.items():
        expected = tensor / 2 if key.endswith("lora_up.weight") else tensor
        assert torch.equal(after[key], expected), key


def damaged(path):
    path.write_bytes(path.read_bytes()[:200])


def missing(path):
    path.unlink()


def of_other_keys(path):
    save_file({f"other.{key}": tensor for key, tensor in load_file(path).items()}, path)


def not_a_number(path):
    with safe_open(path, framework="pt") as file:
        tensors = {key: file.get_tensor(key) for key in file.keys()}  # noqa: SIM118 (safe_open is no dict)
    save_file({key: tensor * float("nan") for key, tensor in tensors.items()}, path)


@pytest.mark.parametrize("spoil", [damaged, missing, of_other_keys, not_a_number])
def test_what_cannot_be_begun_with_is_refused(job_folder, spoil):
    folder = going_on(job_folder, job_folder("wan").run(), "wan")
    spoil(folder.folder / "initial" / "lora.safetensors")
    outcome = folder.run()
    assert outcome.code == BAD_JOB
    assert [error["code"] for error in outcome.of("error")] == ["initial-unfit"]


def test_another_rank_is_refused_and_says_which(job_folder):
    folder = going_on(job_folder, job_folder("wan", rank=8).run(), "wan")
    error = folder.run().of("error")[0]
    assert error["code"] == "initial-unfit"
    assert "take the rank it has" in error["message"]


def test_files_that_nobody_asks_for_are_left_alone(job_folder):
    earlier = job_folder("wan").run()
    folder = going_on(job_folder, earlier, "wan", initial=False)
    assert folder.run().lora() == earlier.lora()
