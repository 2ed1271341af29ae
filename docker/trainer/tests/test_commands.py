"""plan, health, create-masks, bench and the README's table."""

import importlib.util
import json
import os
import re
import time
from types import SimpleNamespace

import numpy as np
import pytest
from conftest import FAMILIES, draw_dataset
from PIL import Image
from test_cli import ROOT

from lora_trainer import bench, subject_masks
from lora_trainer.cli import main
from lora_trainer.exits import BAD_DATASET, BAD_JOB, DONE, NO_WEIGHTS
from lora_trainer.families import family_names
from lora_trainer.job_schema import FIELDS


def planned(job_folder, capsys, family, vram, **changes):
    folder = job_folder(family, **changes)
    code = main(["plan", str(folder.folder / "job.json"), "--vram", str(vram), "--models", str(folder.models)])
    return code, json.loads(capsys.readouterr().out)


def test_plan_of_a_tiny_model(job_folder, capsys, family):
    code, plan = planned(job_folder, capsys, family, 24)
    assert code == DONE
    assert plan["chosen"]["switches"] == "full base weights"
    assert len(plan["settings"]) == 5


@pytest.mark.slow
def test_a_flux_lora_at_512_fits_in_24_gib(job_folder, capsys):
    code, plan = planned(
        job_folder, capsys, "flux", 24, baseModel="black-forest-labs/FLUX.1-dev", resolution=512, rank=16,
        optimizer="adamw8bit",
    )  # fmt: skip
    assert code == DONE
    assert plan["fits"]
    assert "fp8" in plan["chosen"]["switches"]


def test_plan_says_what_it_does_not_know(job_folder, capsys):
    code, plan = planned(job_folder, capsys, "flux", 24, baseModel="someone/else")
    assert (code, plan["code"]) == (NO_WEIGHTS, "weights-missing")
    code, plan = planned(job_folder, capsys, "flux", 24, steps=0)
    assert (code, plan["code"]) == (BAD_JOB, "bad-job")


def test_health_is_the_age_of_the_heartbeat(tmp_path):
    (tmp_path / "output").mkdir()
    assert main(["health", "--job", str(tmp_path)]) == 1
    beat = tmp_path / "output" / ".heartbeat"
    beat.touch()
    assert main(["health", "--job", str(tmp_path), "--silence", "60"]) == 0
    os.utime(beat, (time.time() - 61, time.time() - 61))
    assert main(["health", "--job", str(tmp_path), "--silence", "60"]) == 1


@pytest.mark.skipif(importlib.util.find_spec("mediapipe") is not None, reason="the model for masks is installed")
def test_masks_without_the_model_say_how_to_get_it(tmp_path, capfd):
    draw_dataset(tmp_path, 1)
    assert main(["create-masks", str(tmp_path)]) == BAD_JOB
    answer = json.loads(capfd.readouterr().out)
    assert answer["code"] == "masks-unavailable"
    assert "masks.txt" in answer["message"]


def test_masks_of_an_empty_folder(tmp_path, capfd):
    assert main(["create-masks", str(tmp_path)]) == BAD_DATASET
    assert json.loads(capfd.readouterr().out)["code"] == "empty-dataset"


class _PaintedPersons:
    """A segmenter to whom a red picture is a person from edge to edge on its left half, and any other is nobody."""

    def process(self, pixels):
        shares = np.zeros(pixels.shape[:2], dtype=np.float32)
        if pixels[0, 0, 0] > 200:
            shares[:, : pixels.shape[1] // 2] = 1.0
        return SimpleNamespace(segmentation_mask=shares)


def test_masks_are_made_once_and_whole_where_nobody_is(tmp_path, capfd, monkeypatch):
    monkeypatch.setattr(subject_masks, "_segmenter", _PaintedPersons)
    Image.new("RGB", (40, 30), (255, 0, 0)).save(tmp_path / "0001.png")
    Image.new("RGB", (40, 30), (0, 0, 255)).save(tmp_path / "0002.png")
    out = tmp_path / "out"
    out.mkdir()

    report = subject_masks.create_masks(tmp_path, out)
    assert report == {"made": ["0001.png"], "kept": [], "nobody": ["0002.png"]}
    assert [path.name for path in out.iterdir()] == ["0001.mask.png"]
    assert main(["create-masks", str(tmp_path), "--out", str(out), "--whole"]) == DONE
    assert json.loads(capfd.readouterr().out)["nobody"] == ["0002.png"]
    # Now all are there, and are told as before.
    report = subject_masks.create_masks(tmp_path, out, whole=True)
    assert report == {"made": [], "kept": ["0001.png"], "nobody": ["0002.png"]}
    person, nobody = (Image.open(out / f"{stem}.mask.png") for stem in ("0001", "0002"))
    assert (person.size, person.mode, person.getpixel((5, 5)), person.getpixel((35, 5))) == ((40, 30), "L", 255, 0)
    assert (nobody.size, nobody.getextrema()) == ((40, 30), (255, 255))
    assert sorted(path.name for path in out.iterdir()) == ["0001.mask.png", "0002.mask.png"]


def test_bench_of_a_tiny_model(capsys):
    assert bench.main(["--family", "wan", "--steps", "3", "--run-steps", "4"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert set(found["shares"]) == {"data", "forward", "backward", "optimizer", "rest"}
    assert sum(found["shares"].values()) == pytest.approx(1, abs=0.01)
    assert found["ratio"] > 0
    assert found["runRatio"] > 0


def test_every_family_file_is_a_family():
    assert family_names() == set(FAMILIES)


def test_the_readme_shows_every_key_with_its_range():
    rows = dict(re.findall(r"^\| `(\w+)` \| ([^|]+?) \|", (ROOT / "README.md").read_text(), re.MULTILINE))
    assert rows == {"version": "1"} | {key: field.takes for key, field in FIELDS.items()}
