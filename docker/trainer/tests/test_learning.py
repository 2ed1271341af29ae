"""The adapter learns: its loss falls well below that of the same run with a learning rate of 0."""

import pytest
import torch
from conftest import FAMILIES
from PIL import Image

from lora_trainer import events
from lora_trainer.exits import DONE
from lora_trainer.loop import Loop

STEPS = 240
LAST = 60


def losses(outcome):
    return [event["loss"] for event in outcome.of("step")]


@pytest.mark.slow
@pytest.mark.parametrize("family", FAMILIES)
def test_learns_beyond_the_frozen_network(job_folder, monkeypatch, family):
    monkeypatch.setattr(events, "STEP_INTERVAL_SECONDS", 0)
    settings = {"steps": STEPS, "rank": 16, "images": 2, "checkpointEvery": 0, "captionDropout": 0}
    still = losses(job_folder(family, learningRate=0, **settings).run())
    moving = job_folder(family, learningRate=0.01, **settings).run()
    assert moving.code == DONE
    learned = losses(moving)
    assert len(still) == len(learned) == STEPS
    assert learned[0] == still[0]  # the same noise, level and picture; LoRA starts as no change
    ratio = sum(learned[-LAST:]) / sum(still[-LAST:])
    assert ratio < 0.8


@pytest.mark.slow
@pytest.mark.parametrize("family", ["flux", "wan"])
def test_a_masked_region_is_learned_while_the_rest_is_not(job_folder, family):
    """The picture's halves are opposites, so what is learned of the white half helps little in the other.

    The noise that both halves share is learned everywhere; the picture itself only where the mask is white. Hence
    the comparison with a run that learns both halves: as good inside, clearly worse outside.
    """
    start, whole = picture_errors(job_folder, family, masked=False)
    _, masked = picture_errors(job_folder, family, masked=True)
    assert masked[0] < 0.8 * start[0]
    assert masked[0] < 1.05 * whole[0]
    assert masked[1] > 1.12 * whole[1]


def picture_errors(job_folder, family, *, masked):
    """How far the network's idea of the picture is off, before and after: left half, right half."""
    folder = job_folder(
        family, images=1, masks=masked, steps=STEPS, rank=16, learningRate=0.01, checkpointEvery=0, captionDropout=0
    )
    picture = Image.new("RGB", (128, 128), (255, 20, 0))
    picture.paste((0, 220, 255), (64, 0, 128, 128))
    picture.save(folder.folder / "dataset" / "0001.png")
    mask = Image.new("L", (128, 128))
    mask.paste(255, (0, 0, 64, 128))
    mask.save(folder.folder / "dataset" / "0001.mask.png")
    kept = []
    run = Loop.run

    def measured(self):
        kept.append(halves(self))
        finished = run(self)
        kept.append(halves(self))
        return finished

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Loop, "run", measured)
        assert folder.run(resolution=128).code == DONE
    return kept


@torch.no_grad()
def halves(loop):
    """The squared error of the picture that the network answers to near noise alone, left and right."""
    _, network = loop.experts.at(0)
    example = loop.batches.at(0)[0]
    family, objective = loop.settings.family, loop.settings.objective
    generator = torch.Generator().manual_seed(99)
    errors = []
    for level in torch.linspace(0.7, 0.98, 24):
        noise = torch.randn(example.latents.shape, generator=generator)
        noised = objective.noised(example.latents, noise, level[None])
        answer = family.predict(network, noised, level[None], loop.texts[example.caption])
        picture = noised - level * answer
        errors.append((picture - example.latents) ** 2)
    error = torch.stack(errors).mean(dim=0)
    middle = error.shape[-1] // 2
    return error[..., :middle].mean().item(), error[..., middle:].mean().item()
