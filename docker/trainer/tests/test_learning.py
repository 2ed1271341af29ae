"""The adapter learns: its loss falls well below that of the same run with a learning rate of 0."""

import pytest
from conftest import FAMILIES

from lora_trainer import events
from lora_trainer.exits import DONE

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
