"""job.json: what is taken, what is refused, and that the refusal names the key."""

import pytest
from conftest import tiny_job

from lora_trainer.exits import BAD_JOB, TrainerError
from lora_trainer.families import family_names
from lora_trainer.job import parse_job


def refusal(raw) -> TrainerError:
    with pytest.raises(TrainerError) as caught:
        parse_job(raw, family_names())
    assert caught.value.exit_code == BAD_JOB
    return caught.value


def test_a_whole_job_is_read():
    job = parse_job(tiny_job("flux", resolution=[1024, 512], samplePrompts=["a"]), family_names())
    assert job.resolution == (512, 1024)
    assert job.sample_prompts == ("a",)
    assert job.trigger_word == "TOK"


def test_only_what_cannot_be_guessed_is_required():
    required = {"version", "trainingId", "family", "baseModel", "name", "triggerWord", "steps"}
    job = parse_job({key: value for key, value in tiny_job("wan").items() if key in required}, family_names())
    assert (job.rank, job.learning_rate, job.resolution) == (None, None, None)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("steps", 0), ("steps", 1.5), ("steps", True), ("steps", "10"), ("learningRate", -1),
        ("learningRate", float("nan")), ("rank", 0), ("rank", 257), ("resolution", 32), ("resolution", []),
        ("resolution", [512, 9999]), ("batchSize", 0), ("optimizer", "sgd"), ("precision", "int1"),
        ("masks", "yes"), ("seed", -1), ("seed", 2**32), ("checkpointEvery", -1), ("samplePrompts", "a"),
        ("samplePrompts", ["a"] * 9), ("family", "sd15"), ("triggerWord", ""), ("name", None), ("revision", 3),
        ("captionDropout", 1), ("schedule", "linear"),
    ],
)  # fmt: skip
def test_a_value_out_of_range_is_named(key, value):
    error = refusal({**tiny_job("flux"), key: value})
    assert error.code == "bad-job"
    assert error.message.startswith(f"{key}: must be")


def test_an_unknown_key_is_named():
    assert "stepps: unknown key" in refusal({**tiny_job("flux"), "stepps": 3}).message


def test_a_missing_key_is_named():
    raw = tiny_job("flux")
    del raw["triggerWord"]
    assert "triggerWord: is missing" in refusal(raw).message


def test_all_faults_are_told_at_once():
    message = refusal({**tiny_job("flux"), "steps": 0, "rank": 0, "colour": 1}).message
    assert all(key in message for key in ("steps", "rank", "colour"))


@pytest.mark.parametrize("version", [0, 2, "1", None, True, 1.0])
def test_another_version_is_refused(version):
    assert refusal({**tiny_job("flux"), "version": version}).code == "bad-job-version"


@pytest.mark.parametrize("raw", [[], "text", 3, None])
def test_only_an_object_is_a_job(raw):
    assert refusal(raw).code == "bad-job"
