"""job.json as no program writes it: every kind ends in 64 with one event and one line in the log."""

import io
import json
import sys

import pytest
from conftest import tiny_job

from lora_trainer.events import Events
from lora_trainer.exits import BAD_JOB
from lora_trainer.families import family_names
from lora_trainer.job import read_job
from lora_trainer.runner import run_job
from lora_trainer.stop import Stop


def job_with(key, value):
    """A good job's text but for one value, which is put in as it stands."""
    return json.dumps({**tiny_job("wan"), key: "@"}).replace('"@"', value).encode()


@pytest.fixture
def refusal(tmp_path, capsys):
    """Runs the job of some bytes and gives its one error event."""

    def refuse(content):
        (tmp_path / "job.json").write_bytes(content)
        written = io.BytesIO()
        events = Events(io.TextIOWrapper(written, encoding="utf-8", newline="\n"))  # as on stdout
        assert run_job(tmp_path, tmp_path, events, Stop()) == BAD_JOB
        (line,) = written.getvalue().decode().splitlines()
        error = json.loads(line)
        assert error["event"] == "error"
        assert error["message"].isprintable()
        # One line, and no traceback.
        assert capsys.readouterr().err == f"error {error['code']}: {error['message']}\n"
        return error

    return refuse


GOOD = json.dumps(tiny_job("wan"))


@pytest.mark.parametrize(
    "content",
    [b"", b" \n", b"\0", GOOD.encode()[:-1], GOOD.encode() + b"}", GOOD.encode("utf-8-sig"), GOOD.encode("utf-16"),
     GOOD.replace("My thing", "Größe").encode("latin-1"), b"[" * 200_000, b'{"version":' * 200_000,
     job_with("steps", "9" * 5000), job_with("name", '"a\nb"'), job_with("steps", "06"), b"{'version': 1}",
     b'{"version": 1, // the contract\n}'],
    ids=["empty", "blank", "NUL", "cut", "too long", "byte order mark", "UTF-16", "Latin-1", "nested lists",
         "nested objects", "5,000 digits", "line break in a text", "leading zero", "single quotes", "comment"],
)  # fmt: skip
def test_what_is_no_json_is_told(refusal, content):
    error = refusal(content)
    assert error["code"] == "bad-job"
    assert error["message"].startswith("job.json is not JSON: ")
    assert len(error["message"]) < 300


@pytest.mark.parametrize("key", ["steps", "learningRate", "seed", "shift", "ema", "rank", "resolution"])
@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity", "1e999", "9" * 4000, "-" + "9" * 4000])
def test_a_number_beyond_all_numbers_is_named(refusal, key, value):
    error = refusal(job_with(key, value))
    assert error["code"] == "bad-job"
    assert error["message"].startswith(f"{key}: must be ")
    assert len(error["message"]) < 200


@pytest.mark.parametrize(
    ("key", "value"),
    [("family", '["wan"]'), ("family", "{}"), ("family", "null"), ("baseModel", "[]"), ("optimizer", "[]"),
     ("precision", '{"bf16": true}'), ("schedule", "null"), ("masks", "0"), ("steps", "6.0"), ("steps", "[6]"),
     ("samplePrompts", '{"0": "a"}'), ("samplePrompts", "[[]]"), ("samplePrompts", "[1]"), ("resolution", "[[64]]"),
     ("resolution", "[64.5]"), ("resolution", "true"), ("repeats", "[]"), ("repeats", '{"0001": NaN}'),
     ("repeats", '{"0001": true}'), ("frames", "1.0"), ("frames", "true"), ("createdAt", "20250101"),
     ("name", r'"a\u0000b"'), ("triggerWord", r'"\u2003\t"'), ("rank", "[" * 500 + "]" * 500)],
)  # fmt: skip
def test_a_value_of_another_type_is_named(refusal, key, value):
    error = refusal(job_with(key, value))
    assert error["code"] == "bad-job"
    assert error["message"].startswith(f"{key}: must be ")
    assert len(error["message"]) < 200


def test_a_value_nearly_too_deep_to_read_is_named(refusal):
    """Some of these depths can be read, and are too deep to be written into the message."""
    limit = sys.getrecursionlimit()
    for depth in range(limit - 200, limit):
        message = refusal(job_with("rank", "[" * depth + "]" * depth))["message"]
        assert message.startswith(("rank: must be ", "job.json is not JSON: "))
        assert len(message) < 200


@pytest.mark.parametrize("value", [r'"\ud800"', r'"a\udfff"', r'["\ud800"]', r'{"\udc00": 1}'])
@pytest.mark.parametrize("key", ["name", "triggerWord", "samplePrompts", "family", "rank"])
def test_half_a_pair_of_surrogates_is_named(refusal, key, value):
    message = refusal(job_with(key, value))["message"]
    assert message.startswith(f"{key}: must be ")
    assert value in message  # as it was written


def test_half_a_pair_of_surrogates_in_a_key_is_named(refusal):
    assert refusal(job_with("seed", r'7, "\ud800x": 1'))["message"] == r"\ud800x: unknown key; leave it out"


def test_half_a_pair_of_surrogates_in_an_event_stays_json():
    written = io.BytesIO()
    stream = io.TextIOWrapper(written, encoding="utf-8")  # which closes `written` when it goes
    Events(stream).write("sample", prompt='\udce9 "\\ é', **{"\ud800": 1})
    assert json.loads(written.getvalue().decode()) == {"event": "sample", "prompt": '\udce9 "\\ é', "\ud800": 1}


@pytest.mark.parametrize(
    "value", ["true", "1.0", "NaN", "Infinity", "9" * 4000, "{}", "[1]", '"1"', "[" * 500 + "]" * 500]
)
def test_a_version_of_another_kind_is_told(refusal, value):
    error = refusal(job_with("version", value))
    assert error["code"] == "bad-job-version"
    assert error["message"].startswith("version: must be 1, got ")
    assert len(error["message"]) < 100


@pytest.mark.parametrize("key", [r"a\nb", r"a\u2028b", "größe", ""])
def test_an_unknown_key_of_any_letters_is_told_in_one_line(refusal, key):
    error = refusal(job_with("seed", f'7, "{key}": 1'))
    assert error["message"].endswith("unknown key; leave it out")


def test_of_two_equal_keys_the_last_counts(refusal, tmp_path):
    """As JSON.parse reads them, so that the bot and the trainer see the same job."""
    assert refusal(job_with("steps", '6, "steps": 0'))["message"].startswith("steps: must be ")
    (tmp_path / "job.json").write_bytes(job_with("steps", '0, "steps": 6'))
    assert read_job(tmp_path / "job.json", family_names()).steps == 6
