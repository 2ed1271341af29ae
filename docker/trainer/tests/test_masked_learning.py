"""A masked region is learned while the rest is not, for each family.

The picture's halves are opposites, so what is learned of the white half helps little in the other. The noise that
both halves share is learned everywhere; the picture itself only where the mask is white. Hence the comparison with a
run that learns both halves: as good inside, clearly worse outside.
"""

import pytest
import torch
from PIL import Image

from lora_trainer.exits import DONE
from lora_trainer.loop import Loop

STEPS = {"sdxl": 200}  # predicting noise, it learns what the picture is later than the others
FEWER = 120
SIZE = 128
WHITE, BLACK = (0, 0, SIZE // 2, SIZE), (SIZE // 2, 0, SIZE, SIZE)


@pytest.mark.slow
def test_a_masked_region_is_learned_while_the_rest_is_not(job_folder, family):
    start, whole = errors(job_folder, family, masked=False)
    start_again, masked = errors(job_folder, family, masked=True)
    assert start == start_again
    assert masked[0] < 0.8 * start[0]
    assert masked[0] < 1.1 * whole[0]
    assert masked[1] > 1.1 * whole[1]


def errors(job_folder, family, *, masked):
    """How far the network's answers are off before and after a training: left half, right half."""
    folder = job_folder(
        family, images=1, masks=masked, steps=STEPS.get(family, FEWER), rank=16, learningRate=0.01, checkpointEvery=0,
        captionDropout=0, resolution=SIZE,
    )  # fmt: skip
    picture = Image.new("RGB", (SIZE, SIZE), (255, 20, 0))
    picture.paste((0, 220, 255), BLACK)
    picture.save(folder.folder / "dataset" / "0001.png")
    mask = Image.new("L", (SIZE, SIZE))
    mask.paste(255, WHITE)
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
        assert folder.run().code == DONE
    return kept


@torch.no_grad()
def halves(loop):
    """The squared error of the answers over the whole noise range, left and right, with the expert of each level."""
    example = loop.batches.at(0)[0]
    family, objective = loop.settings.family, loop.settings.objective
    # The first level of a drawing is the noisiest: 1 for flow matching, 999 for diffusion.
    noisiest = objective.sampling_levels(1, family.tokens(example.latents))[0]
    generator = torch.Generator().manual_seed(99)
    found = []
    for share in torch.linspace(0.1, 0.98, 16).tolist():
        level = torch.tensor([share * noisiest]) if noisiest == 1 else torch.tensor([round(share * noisiest)])
        noise = torch.randn(example.latents.shape, generator=generator)
        noised = objective.noised(example.latents, noise, level)
        answer = family.predict(loop.experts.for_level(share), noised, level, loop.texts[example.caption])
        found.append((answer - objective.target(example.latents, noise, level)) ** 2)
    error = torch.stack(found).mean(dim=0)
    middle = error.shape[-1] // 2
    return error[..., :middle].mean().item(), error[..., middle:].mean().item()
