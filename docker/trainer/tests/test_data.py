"""The data: buckets, cuts, masks, mirrored and repeated images, clips."""

import itertools

import av
import numpy as np
import pytest
import torch
from conftest import draw_dataset
from PIL import Image

from lora_trainer.batches import Batches
from lora_trainer.buckets import bucket_size, fit
from lora_trainer.cache import Example, subject_center
from lora_trainer.dataset import read_dataset
from lora_trainer.exits import BAD_DATASET, BAD_JOB, DONE
from lora_trainer.step import masked_loss


@pytest.mark.parametrize(
    ("size", "resolution", "multiple"),
    list(itertools.product([(100, 100), (2048, 512), (300, 4000), (640, 480), (853, 1280)], [64, 512, 1024], [16, 64])),
)
def test_buckets_keep_aspect_and_area(size, resolution, multiple):
    width, height = bucket_size(*size, resolution, multiple)
    assert width % multiple == height % multiple == 0
    assert width * height <= resolution**2 * 1.06
    if resolution > 64:
        assert width * height >= resolution**2 * 0.8
        wanted = min(max(size[0] / size[1], 1 / 3), 3)
        assert abs(width / height / wanted - 1) < 0.3


def test_fit_covers_and_keeps_the_subject():
    image = Image.new("RGB", (400, 100))
    image.paste((255, 0, 0), (340, 20, 380, 60))
    mask = Image.new("L", (400, 100))
    mask.paste(255, (340, 20, 380, 60))
    kept = np.asarray(fit(image, (64, 64), subject_center(mask)))[..., 0] > 128
    lost = np.asarray(fit(image, (64, 64)))[..., 0] > 128
    assert kept.sum() > 500
    assert lost.sum() == 0


def test_trigger_word_is_in_every_caption(tmp_path):
    draw_dataset(tmp_path, 3)
    (tmp_path / "0001.txt").write_text("a red disc")
    (tmp_path / "0002.txt").write_text("")
    captions = [item.caption for item in read_dataset(tmp_path, trigger_word="TOK", masks=False)]
    assert captions == ["TOK, a red disc", "TOK", "TOK on ground 3"]


def examples(*shapes):
    return [Example(f"{n:04d}", torch.zeros(1, 4, *shape), None, "") for n, shape in enumerate(shapes, 1)]


def test_every_example_comes_once_an_epoch_in_batches_of_one_shape():
    batches = Batches(examples((8, 8), (8, 8), (8, 8), (4, 8), (4, 8)), 2, 3, {"0004": 3})
    assert batches.per_epoch == 2 + 2
    epochs = [[batches.at(step) for step in range(start, start + 4)] for start in (0, 4)]
    for epoch in epochs:
        stems = sorted(example.stem for batch in epoch for example in batch)
        assert stems == ["0001", "0002", "0003", "0004", "0004", "0004", "0005"]
        assert all(len({example.latents.shape for example in batch}) == 1 for batch in epoch)
    again = Batches(examples((8, 8), (8, 8), (8, 8), (4, 8), (4, 8)), 2, 3, {"0004": 3})
    assert [e.stem for e in again.at(5)] == [e.stem for e in batches.at(5)]


def test_repeats_name_images_that_are_there(job_folder):
    outcome = job_folder("wan", repeats={"0042": 2}).run()
    assert outcome.code == BAD_JOB
    assert "0042" in outcome.events[-1]["message"]


def test_masked_loss_ignores_what_is_outside():
    torch.manual_seed(1)
    target, mask = torch.randn(2, 4, 8, 8), torch.zeros(2, 1, 8, 8)
    mask[..., :4] = 1
    predicted = torch.randn(2, 4, 8, 8, requires_grad=True)
    loss = masked_loss(predicted, target, mask, torch.ones(2))
    loss.backward()
    assert predicted.grad[..., 4:].abs().max() == 0
    assert predicted.grad[..., :4].abs().min() > 0
    elsewhere = predicted.detach().clone()
    elsewhere[..., 4:] += 100
    assert masked_loss(elsewhere, target, mask, torch.ones(2)) == loss
    assert masked_loss(predicted, target, torch.zeros_like(mask), torch.ones(2)) == 0


def test_masks_flips_and_mixed_resolutions_train(job_folder, family):
    folder = job_folder(family, masks=True, flip=True, resolution=[64, 128], batchSize=2, captionDropout=0.5, steps=4)
    for number in range(1, 4):
        mask = Image.new("L", (64, 64))
        mask.paste(255, (8, 8, 40, 40))
        mask.save(folder.folder / "dataset" / f"{number:04d}.mask.png")
    assert folder.run().code == DONE


def test_a_style_is_learned_from_whole_pictures(job_folder):
    outcome = job_folder("wan", masks=True, isStyle=True).run()
    assert outcome.code == DONE
    assert [event["code"] for event in outcome.of("warning")] == ["masks-not-used"]


def write_clip(path, frames, rate=16, size=(64, 64)):
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libvpx" if path.suffix == ".webm" else "mpeg4", rate=rate)
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        for number in range(frames):
            picture = np.full((size[1], size[0], 3), 10 * number % 256, dtype=np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(stream.encode())


@pytest.mark.parametrize(("suffix", "frames", "rate", "expected"), [
    (".mp4", 17, 16, 17), (".webm", 30, 16, 29), (".mp4", 60, 32, 29), (".mp4", 20, 8, 33),
])  # fmt: skip
def test_frames_are_cut_at_sixteen_a_second(tmp_path, suffix, frames, rate, expected):
    from lora_trainer.clips import read_frames

    path = tmp_path / f"0001{suffix}"
    write_clip(path, frames, rate)
    cut = read_frames(path, 33)
    assert len(cut) == expected
    assert len(cut) % 4 == 1


def test_clips_and_pictures_train_together(job_folder):
    folder = job_folder("wan", images=1, frames=17, steps=3, sampleEvery=3, samplePrompts=["TOK"], sampleSteps=2)
    write_clip(folder.folder / "dataset" / "0002.mp4", 20)
    (folder.folder / "dataset" / "0002.txt").write_text("TOK moves")
    outcome = folder.run()
    assert outcome.code == DONE, outcome.events[-1]
    assert outcome.of("warning") == []


def test_a_short_clip_and_a_broken_one_are_named(job_folder):
    folder = job_folder("wan", images=1, frames=17)
    clip = folder.folder / "dataset" / "0002.mp4"
    (folder.folder / "dataset" / "0002.txt").write_text("TOK")
    write_clip(clip, 9)
    outcome = folder.run()
    assert (outcome.code, outcome.events[-1]["code"]) == (BAD_DATASET, "clip-too-short")
    clip.write_bytes(b"nothing of a clip")
    outcome = folder.run()
    assert (outcome.code, outcome.events[-1]["code"]) == (BAD_DATASET, "unreadable-clip")
    outcome = folder.run(frames=1)
    assert (outcome.code, outcome.events[-1]["code"]) == (BAD_DATASET, "clips-not-asked-for")


def test_only_wan_learns_clips(job_folder):
    outcome = job_folder("sdxl", frames=17).run()
    assert outcome.code == BAD_JOB
    assert "frames" in outcome.events[-1]["message"]
