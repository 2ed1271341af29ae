"""Images as people have them: turned, transparent, grey, in 16 bits, thin as a thread, or named in another way."""

import numpy as np
import pytest
from conftest import draw_dataset
from PIL import Image

from lora_trainer.buckets import bucket_size, fit
from lora_trainer.dataset import read_dataset
from lora_trainer.exits import BAD_DATASET, DONE, TrainerError
from lora_trainer.pictures import open_mask, open_rgb, picture_size


def test_a_turned_photo_is_opened_upright(tmp_path):
    picture = Image.new("RGB", (80, 40))
    picture.paste((255, 0, 0), (0, 0, 40, 40))
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by a quarter, clockwise
    picture.save(tmp_path / "0001.jpg", exif=exif)
    assert picture_size(tmp_path / "0001.jpg") == (40, 80)
    upright = open_rgb(tmp_path / "0001.jpg")
    assert upright.size == (40, 80)
    assert upright.getpixel((20, 10))[0] > 200
    assert upright.getpixel((20, 70))[0] < 50


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_what_is_transparent_is_white_in_a_picture_and_black_in_a_mask(tmp_path, mode):
    picture = Image.new("RGBA", (8, 8), (0, 0, 0, 0))
    picture.paste((90, 90, 90, 255), (0, 0, 4, 8))
    picture.convert(mode).save(tmp_path / "0001.png")
    shown, mask = open_rgb(tmp_path / "0001.png"), open_mask(tmp_path / "0001.png")
    assert shown.getpixel((6, 4)) == (255, 255, 255)
    assert mask.getpixel((6, 4)) == 0
    assert shown.getpixel((1, 4))[0] == mask.getpixel((1, 4)) == pytest.approx(90, abs=6)


def test_sixteen_bits_keep_their_greys(tmp_path):
    ramp = np.linspace(0, 65535, 64 * 64).reshape(64, 64).astype(np.uint16)
    Image.fromarray(ramp).save(tmp_path / "0001.png")
    opened = np.asarray(open_rgb(tmp_path / "0001.png"))
    assert opened.mean() == pytest.approx(127, abs=2)
    assert (opened.min(), opened.max()) == (0, 255)


@pytest.mark.parametrize("size", [(200_000, 1), (1, 200_000), (1, 1), (5000, 20)])
def test_a_thread_of_a_picture_is_cut_before_it_is_enlarged(size):
    bucket = bucket_size(*size, 512, 64)
    assert fit(Image.new("RGB", size, "red"), bucket).getpixel((0, 0)) == (255, 0, 0)
    assert max(bucket) <= 3.5 * min(bucket)


def test_every_kind_of_picture_trains(job_folder):
    folder = job_folder("wan", images=6, steps=2)
    data = folder.folder / "dataset"
    for number, (mode, size) in enumerate(
        [("L", (64, 64)), ("RGBA", (200, 10)), ("1", (64, 64)), ("P", (3, 90)), ("CMYK", (70, 64)), ("I;16", (64, 64))],
        1,
    ):
        suffix = "jpg" if mode == "CMYK" else "png"
        (data / f"{number:04d}.png").unlink()
        Image.new(mode, size).save(data / f"{number:04d}.{suffix}")
    assert folder.run().code == DONE


@pytest.mark.parametrize("name", ["0004.jpeg", "0004.JPG", "0004.webp", "0004.heic"])
def test_an_image_that_would_be_passed_over_is_named(tmp_path, name):
    draw_dataset(tmp_path)
    (tmp_path / name).write_bytes(b"")
    with pytest.raises(TrainerError) as caught:
        read_dataset(tmp_path, trigger_word="TOK", masks=False)
    assert (caught.value.exit_code, caught.value.code) == (BAD_DATASET, "unreadable-image")
    assert name in caught.value.message


def test_a_black_mask_is_named_before_the_training(job_folder):
    folder = job_folder("wan", masks=True)
    for number in range(1, 4):
        mask = Image.new("L", (64, 64), 0 if number == 2 else 255)
        mask.save(folder.folder / "dataset" / f"{number:04d}.mask.png")
    outcome = folder.run()
    assert (outcome.code, outcome.events[-1]["code"]) == (BAD_DATASET, "mask-empty")
    assert "0002.mask.png" in outcome.events[-1]["message"]
    assert outcome.of("step") == []
