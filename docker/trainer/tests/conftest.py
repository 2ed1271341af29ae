"""Jobs on the tiny models, made in a test's own folder."""

from __future__ import annotations

import io
import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw

from lora_trainer.events import Events
from lora_trainer.runner import run_job
from lora_trainer.stop import Stop

FAMILIES = ("flux", "sdxl", "wan", "wan22")

os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
os.environ.setdefault("HF_HUB_OFFLINE", "1")


def draw_dataset(folder: Path, images: int = 3, size: tuple[int, int] = (64, 64)) -> None:
    """Pictures of a bright disc, each elsewhere and on another ground, with captions."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(1, images + 1):
        picture = Image.new("RGB", size, (40 * number % 256, 90, 200 - 30 * number % 200))
        left, top = 4 + 5 * number % 20, 8 + 3 * number % 20
        ImageDraw.Draw(picture).ellipse((left, top, left + 28, top + 28), fill=(250, 60, 20))
        picture.save(folder / f"{number:04d}.png")
        (folder / f"{number:04d}.txt").write_text(f"TOK on ground {number}")


@dataclass
class Outcome:
    """What a run left."""

    code: int
    events: list[dict[str, Any]]
    output: Path

    def of(self, name: str) -> list[dict[str, Any]]:
        return [event for event in self.events if event["event"] == name]

    def paths(self) -> list[Path]:
        return [self.output / file["path"] for file in self.of("done")[0]["files"]]

    def lora(self) -> bytes:
        """The exported file, or all of them in a row."""
        return b"".join(path.read_bytes() for path in self.paths())


@dataclass
class JobFolder:
    """A job's folder, and the running of it in this process."""

    folder: Path
    models: Path
    job: dict[str, Any] = field(default_factory=dict)

    def write(self, **changes: Any) -> JobFolder:
        self.job.update(changes)
        (self.folder / "job.json").write_text(json.dumps(self.job))
        return self

    def run(self, *, hub_token_file: Path | None = None, stop: Stop | None = None, **changes: Any) -> Outcome:
        self.write(**changes)
        stream = io.StringIO()
        code = run_job(self.folder, self.models, Events(stream), stop or Stop(), hub_token_file=hub_token_file)
        return Outcome(code, [json.loads(line) for line in stream.getvalue().splitlines()], self.folder / "output")

    def run_until(self, step: int) -> Outcome:
        """Runs the job with a stop that is asked for in this step."""
        from lora_trainer.loop import Loop  # here, so that the libraries are loaded with the settings above

        one_step = Loop._one_step

        def step_and_stop(loop: Loop) -> None:
            one_step(loop)
            loop.stop.requested = loop.step == step

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Loop, "_one_step", step_and_stop)
            return self.run()

    @property
    def checkpoints(self) -> Path:
        return self.folder / "output" / "checkpoints"

    def checkpoint_names(self) -> list[str]:
        return sorted(path.name for path in self.checkpoints.iterdir())


def tiny_job(family: str, **changes: Any) -> dict[str, Any]:
    return {
        "version": 1, "trainingId": "training-1", "family": family, "baseModel": f"tiny-{family}", "revision": None,
        "name": "My thing", "triggerWord": "TOK", "isStyle": False, "steps": 6, "learningRate": 0.001, "rank": 4,
        "resolution": 64, "batchSize": 1, "optimizer": "adamw", "precision": "fp32", "masks": False, "seed": 7,
        "checkpointEvery": 3, "sampleEvery": 0, "samplePrompts": [], **changes,
    }  # fmt: skip


@pytest.fixture(scope="session")
def models(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("models")


@pytest.fixture
def job_folder(tmp_path, models):
    """Makes a job's folder: job_folder("sdxl", steps=10)."""
    made = 0

    def make(family: str, *, images: int = 3, **changes: Any) -> JobFolder:
        nonlocal made
        made += 1
        folder = tmp_path / f"job-{made}"
        draw_dataset(folder / "dataset", images)
        (folder / "output").mkdir()
        return JobFolder(folder, models, tiny_job(family, **changes)).write()

    return make


@pytest.fixture(params=FAMILIES)
def family(request) -> str:
    return request.param
