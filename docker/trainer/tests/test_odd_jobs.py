"""Jobs at the edges: one image, hundreds, long captions, letters of every script, folders with blanks."""

import pytest
from conftest import JobFolder, draw_dataset

from lora_trainer.dataset import read_dataset
from lora_trainer.exits import BAD_JOB, DONE
from lora_trainer.loop import Loop


def test_one_image_in_a_batch_of_four(job_folder, family):
    assert job_folder(family, images=1, batchSize=4, steps=2).run().code == DONE


def test_three_hundred_images(job_folder):
    outcome = job_folder("wan", images=300, batchSize=7, steps=3).run()
    assert outcome.code == DONE, outcome.events[-1]


@pytest.mark.parametrize("caption", ["word " * 2000, "語" * 3000, "🙂 a\tb\n\n c " * 500, "TOK"])
def test_long_captions_and_other_scripts(job_folder, family, caption):
    folder = job_folder(family, steps=2, captionDropout=0)
    (folder.folder / "dataset" / "0001.txt").write_text(caption, encoding="utf-8")
    outcome = folder.run()
    assert outcome.code == DONE, outcome.events[-1]


def test_a_trigger_word_beyond_the_encoders_reach_is_put_in_front(tmp_path):
    draw_dataset(tmp_path, 2)
    (tmp_path / "0001.txt").write_text("a long tale of a disc " * 30 + "TOK")
    (tmp_path / "0002.txt").write_text("once there was a TOK")
    first, second = (item.caption for item in read_dataset(tmp_path, trigger_word="TOK", masks=False))
    assert first.startswith("TOK, a long tale")
    assert second == "once there was a TOK"


def test_a_trigger_word_of_any_script_in_a_folder_with_blanks(job_folder, models, tmp_path):
    made = job_folder("sdxl", steps=2, sampleEvery=2, samplePrompts=["Größe  日本 🙂"], sampleSteps=2)
    folder = tmp_path / "my jobs" / "Größe 日本 🙂"
    folder.parent.mkdir()
    made.folder.rename(folder)
    outcome = JobFolder(folder, models, made.job).run(triggerWord="Größe  日本 🙂", name="«x»\n'\"")
    assert outcome.code == DONE, outcome.events[-1]
    assert len(outcome.of("sample")) == 2
    captions = [item.caption for item in read_dataset(folder / "dataset", trigger_word="Größe  日本 🙂", masks=False)]
    assert all(caption.startswith("Größe 日本 🙂, ") for caption in captions)


def test_each_network_needs_a_step(job_folder):
    outcome = job_folder("wan22", steps=1).run()
    assert (outcome.code, outcome.of("phase")) == (BAD_JOB, [{"event": "phase", "name": "load"}])
    assert "steps" in outcome.events[-1]["message"]
    assert job_folder("wan22", steps=2).run().code == DONE


HARD = {
    "ema": 0.9, "gradientAccumulation": 3, "batchSize": 2, "steps": 7, "captionDropout": 0.4, "warmupSteps": 3,
    "schedule": "cosine", "flip": True, "resolution": [64, 128], "repeats": {"0002": 2},
}  # fmt: skip


def test_all_options_together_resume_bit_identical(job_folder, family, monkeypatch):
    straight = job_folder(family, **HARD).run()
    assert straight.code == DONE, straight.events[-1]
    folder = job_folder(family, **HARD)
    one_step = Loop._one_step
    for stop_at in (2, 5):

        def stop(self, at=stop_at):
            one_step(self)
            self.stop.requested = self.step == at

        monkeypatch.setattr(Loop, "_one_step", stop)
        assert folder.run().events[-1] == {"event": "stopped", "step": stop_at}
    monkeypatch.setattr(Loop, "_one_step", one_step)
    assert folder.run().lora() == straight.lora()
