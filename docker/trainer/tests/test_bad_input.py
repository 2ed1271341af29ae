"""Bad input: each kind ends with its exit code and a line that says what to do."""

import errno
import os
from pathlib import Path

import pytest
from PIL import Image

from lora_trainer.exits import BAD_DATASET, BAD_JOB, NO_WEIGHTS


def ending(outcome):
    assert outcome.events[-1]["event"] == "error"
    return outcome.code, outcome.events[-1]["code"]


def test_no_job_file(job_folder):
    folder = job_folder("wan")
    folder.write = lambda **_: folder
    (folder.folder / "job.json").unlink()
    assert ending(folder.run()) == (BAD_JOB, "bad-job")


def test_job_file_is_no_json(job_folder):
    folder = job_folder("wan")
    folder.write = lambda **_: folder
    (folder.folder / "job.json").write_text("{")
    assert ending(folder.run()) == (BAD_JOB, "bad-job")


def a_folder(job_file, _):
    job_file.unlink()
    job_file.mkdir()


def a_link_to_itself(job_file, _):
    job_file.unlink()
    job_file.symlink_to(job_file.name)


def denied(_, monkeypatch):
    """By way of read_text: root may read every file."""

    def deny(*_, **__):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(Path, "read_text", deny)


@pytest.mark.parametrize(
    ("change", "reason"),
    [(a_folder, errno.EISDIR), (a_link_to_itself, errno.ELOOP), (denied, errno.EACCES)],
)
def test_job_file_cannot_be_read(job_folder, monkeypatch, change, reason):
    folder = job_folder("wan")
    folder.write = lambda **_: folder
    change(folder.folder / "job.json", monkeypatch)
    outcome = folder.run()
    assert ending(outcome) == (BAD_JOB, "bad-job")
    message = f"job.json cannot be read ({os.strerror(reason)}); make it a file that may be read"
    assert outcome.events[-1]["message"] == message


def damage_image(data):
    (data / "0002.png").write_text("no image")


def cut_image(data):
    path = data / "0002.png"
    path.write_bytes(path.read_bytes()[:-60])


def empty(data):
    for path in data.iterdir():
        path.unlink()


def lose_caption(data):
    (data / "0002.txt").unlink()


def long_caption(data):
    (data / "0002.txt").write_text("word " * 20_000)


def binary_caption(data):
    (data / "0002.txt").write_bytes(b"\xff\xfe\x00")


def double_image(data):
    Image.new("RGB", (64, 64)).save(data / "0002.jpg")


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        (empty, "empty-dataset"),
        (damage_image, "unreadable-image"),
        (cut_image, "unreadable-image"),
        (lose_caption, "caption-missing"),
        (long_caption, "caption-too-long"),
        (binary_caption, "caption-unreadable"),
        (double_image, "duplicate-image"),
    ],
)
def test_bad_dataset(job_folder, damage, code):
    folder = job_folder("wan")
    damage(folder.folder / "dataset")
    assert ending(folder.run()) == (BAD_DATASET, code)


def test_mask_missing(job_folder):
    assert ending(job_folder("wan", masks=True).run()) == (BAD_DATASET, "mask-missing")


def test_mask_of_another_size(job_folder):
    folder = job_folder("wan", masks=True)
    for number in range(1, 4):
        Image.new("L", (64, 63), 255).save(folder.folder / "dataset" / f"{number:04d}.mask.png")
    assert ending(folder.run()) == (BAD_DATASET, "mask-size")


@pytest.mark.parametrize(
    ("base", "code"),
    [("tiny-flux", "wrong-family"), ("no/such-model", "weights-unreachable"), ("nothing", "weights-missing")],
)
def test_base_model(job_folder, base, code):
    assert ending(job_folder("wan", baseModel=base).run()) == (NO_WEIGHTS, code)
