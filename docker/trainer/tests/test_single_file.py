"""A base model that is one .safetensors file, in the form such files are shared in."""

import json
import shutil

import pytest
import torch
from conftest import JobFolder
from original_sdxl import write_single_file
from safetensors.torch import load_file, save_file

from lora_trainer.exits import DONE, NO_WEIGHTS
from lora_trainer.families import load_family
from lora_trainer.tiny import ensure_tiny

SDXL_PARTS = {
    "unet": "diffusion_pytorch_model", "vae": "diffusion_pytorch_model", "text_encoder": "model",
    "text_encoder_2": "model",
}  # fmt: skip


@pytest.fixture
def with_reference(job_folder, models, tmp_path):
    """Makes a job on a single file, in a models folder that has the family's reference."""

    def make(family):
        folder = tmp_path / "models"
        shutil.copytree(ensure_tiny(load_family(family), models), folder / "reference" / family)
        made = job_folder(family, baseModel="fine.safetensors", steps=2)
        return JobFolder(made.folder, folder, made.job)

    return make


@pytest.mark.parametrize("family", ["flux", "wan"])
def test_a_single_file_becomes_a_folder_once(with_reference, family):
    folder = with_reference(family)
    network = folder.models / "reference" / family / "transformer" / "diffusion_pytorch_model.safetensors"
    shutil.copy(network, folder.models / "fine.safetensors")
    outcome = folder.run()
    assert outcome.code == DONE, outcome.events[-1]
    (converted,) = folder.models.glob("converted-*")
    before = converted.stat().st_mtime_ns
    assert folder.run().code == DONE
    assert converted.stat().st_mtime_ns == before


@pytest.fixture
def fine_tune(with_reference, tmp_path):
    """An SDXL fine-tune, other in every part than the reference, as one file."""
    folder = with_reference("sdxl")
    torch.manual_seed(77)
    load_family("sdxl").make_tiny(tmp_path / "fine")
    write_single_file(tmp_path / "fine", folder.models / "fine.safetensors")
    return folder


def test_an_sdxl_file_in_stabilitys_form_brings_every_part(fine_tune, tmp_path):
    outcome = fine_tune.run()
    assert outcome.code == DONE, outcome.events[-1]
    (converted,) = fine_tune.models.glob("converted-*")
    for part, name in SDXL_PARTS.items():
        wanted = load_file(tmp_path / "fine" / part / f"{name}.safetensors")
        found = load_file(converted / part / f"{name}.safetensors")
        reference = load_file(fine_tune.models / "reference" / "sdxl" / part / f"{name}.safetensors")
        assert found.keys() == wanted.keys()
        assert all(torch.allclose(found[key].float(), wanted[key], atol=0.004) for key in wanted), part
        assert any(not torch.allclose(found[key].float(), reference[key], atol=0.05) for key in wanted), part


@pytest.mark.parametrize("marks", [(), ("v_pred",), ("v_pred", "ztsnr")])
def test_an_sdxl_file_says_what_it_predicts(fine_tune, marks):
    file = fine_tune.models / "fine.safetensors"
    save_file({**load_file(file), **{mark: torch.zeros(1) for mark in marks}}, file)
    assert fine_tune.run().code == DONE
    (converted,) = fine_tune.models.glob("converted-*")
    scheduler = json.loads((converted / "scheduler" / "scheduler_config.json").read_text())
    assert scheduler["prediction_type"] == ("v_prediction" if marks else "epsilon")
    assert scheduler.get("rescale_betas_zero_snr", False) is ("ztsnr" in marks)


@pytest.mark.parametrize("family", ["wan", "sdxl"])
def test_a_single_file_of_another_family_is_refused(with_reference, models, family):
    folder = with_reference(family)
    other = ensure_tiny(load_family("flux"), models) / "vae" / "diffusion_pytorch_model.safetensors"
    shutil.copy(other, folder.models / "fine.safetensors")
    outcome = folder.run()
    assert (outcome.code, outcome.events[-1]["code"]) == (NO_WEIGHTS, "wrong-family")
    assert not list(folder.models.glob("converted-*"))


def test_a_single_file_that_is_cut_short_is_refused(fine_tune):
    file = fine_tune.models / "fine.safetensors"
    file.write_bytes(file.read_bytes()[:-1000])
    outcome = fine_tune.run()
    assert (outcome.code, outcome.events[-1]["code"]) == (NO_WEIGHTS, "weights-truncated")
