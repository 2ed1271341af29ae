"""What each key of job.json takes. README.md shows the same table to people (a test compares the two)."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

MAX_STEPS = 100_000
OPTIMIZERS = ("adamw", "adamw8bit", "prodigy")
PRECISIONS = ("fp32", "bf16")
SCHEDULES = ("constant", "cosine")
BASE_WEIGHTS = ("auto", "full", "fp8", "nf4")
TIMESTEPS = ("logit-normal", "uniform", "mode")


@dataclass(frozen=True)
class Field:
    """One key: its check, how it is read, and the words that say what it takes."""

    attribute: str
    takes: str
    check: Callable[[Any], bool]
    required: bool = False
    default: Any = None
    read: Callable[[Any], Any] = lambda value: value


def _snake(key: str) -> str:
    return re.sub(r"[A-Z]", lambda letter: "_" + letter.group().lower(), key)


def _is_number(value: Any) -> bool:
    # A whole number of any length is finite, and may be too long for isfinite.
    return _is_int(value) or (isinstance(value, float) and math.isfinite(value))


def _is_int(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def whole(low: int, high: int, **options: Any) -> dict[str, Any]:
    """A whole number of `low` to `high`."""
    return {"takes": f"a whole number of {low} to {high}", **options,
            "check": lambda value: _is_int(value) and low <= value <= high}  # fmt: skip


def number(low: float, high: float, **options: Any) -> dict[str, Any]:
    """A number of `low` to `high`."""
    return {"takes": f"a number of {low:g} to {high:g}", **options,
            "check": lambda value: _is_number(value) and low <= value <= high}  # fmt: skip


def text(low: int, high: int, **options: Any) -> dict[str, Any]:
    """A text of `low` to `high` characters, not all of them blanks."""
    return {"takes": f"a text of {low} to {high} characters", **options,
            "check": lambda value: (
                isinstance(value, str) and low <= len(value) <= high and bool(value.strip()) and _is_plain(value))
            }  # fmt: skip


def _is_plain(value: str) -> bool:
    """Whether a text can be written to a file and name one: no NUL, no half of a pair of surrogates."""
    return not any(letter == "\0" or "\ud800" <= letter <= "\udfff" for letter in value)


def choice(*values: str, **options: Any) -> dict[str, Any]:
    """One of the given words."""
    return {"takes": f"one of {', '.join(values)}", **options, "check": lambda value: value in values}


def flag(**options: Any) -> dict[str, Any]:
    """true or false."""
    return {"takes": "true or false", **options, "check": lambda value: isinstance(value, bool)}


def or_null(field: dict[str, Any]) -> dict[str, Any]:
    """The same, or null (which means: the default)."""
    check = field["check"]
    return {**field, "takes": f"{field['takes']}, or null", "check": lambda value: value is None or check(value)}


def _resolution(**options: Any) -> dict[str, Any]:
    one = whole(64, 2048)["check"]
    return {"takes": "a whole number of 64 to 2048, or a list of 1 to 4 such numbers, or null", **options,
            "check": lambda value: value is None or one(value) or (
                isinstance(value, list) and 1 <= len(value) <= 4 and all(map(one, value))),
            "read": lambda value: value if value is None else (
                tuple(sorted(set(value))) if isinstance(value, list) else (value,))}  # fmt: skip


def _prompts(**options: Any) -> dict[str, Any]:
    one = text(1, 2000)["check"]
    return {"takes": "a list of at most 8 texts of 1 to 2000 characters", **options, "read": tuple,
            "check": lambda value: isinstance(value, list) and len(value) <= 8 and all(map(one, value))}  # fmt: skip


def _repeats(**options: Any) -> dict[str, Any]:
    one = whole(1, 100)["check"]
    return {"takes": "an object of image names (0001) to whole numbers of 1 to 100", **options,
            "check": lambda value: isinstance(value, dict) and all(map(one, value.values()))}  # fmt: skip


def _frames(**options: Any) -> dict[str, Any]:
    return {"takes": "1, or a whole number of 17 to 81 of the form 4n + 1", **options,
            "check": lambda value: _is_int(value) and (value == 1 or value in range(17, 82, 4))}  # fmt: skip


FIELDS: dict[str, Field] = {
    key: Field(attribute=_snake(key), **field)
    for key, field in {
        "trainingId": text(1, 128, required=True),
        "family": text(1, 32, required=True),
        "baseModel": text(1, 500, required=True),
        "revision": or_null(text(1, 100)),
        "name": text(1, 200, required=True),
        "triggerWord": text(1, 100, required=True),
        "isStyle": flag(default=False),
        "steps": whole(1, MAX_STEPS, required=True),
        "learningRate": or_null(number(0, 2)),
        "rank": or_null(whole(1, 256)),
        "resolution": _resolution(),
        "batchSize": whole(1, 64, default=1),
        "optimizer": choice(*OPTIMIZERS, default="adamw"),
        "precision": choice(*PRECISIONS, default="bf16"),
        "masks": flag(default=False),
        "seed": whole(0, 2**32 - 1, default=0),
        "checkpointEvery": whole(0, MAX_STEPS, default=250),  # ai-toolkit
        "sampleEvery": whole(0, MAX_STEPS, default=0),
        "samplePrompts": _prompts(default=()),
        "sampleSteps": or_null(whole(1, 100)),
        "schedule": choice(*SCHEDULES, default="constant"),
        "warmupSteps": whole(0, MAX_STEPS, default=0),
        "weightDecay": number(0, 1, default=0.01),  # PyTorch's AdamW, diffusion-pipe
        "maxGradNorm": number(0, 1000, default=1.0),  # diffusion-pipe, SimpleTuner
        "captionDropout": number(0, 0.9, default=0.05),  # ai-toolkit, Replicate
        "gradientAccumulation": whole(1, 64, default=1),
        "ema": number(0, 0.9999, default=0.0),
        "flip": flag(default=False),
        "repeats": _repeats(default={}),
        "frames": _frames(default=1),
        "timesteps": choice(*TIMESTEPS, default="logit-normal"),  # Esser et al. 2024; diffusion-pipe
        "shift": or_null(number(0.1, 20)),
        "minSnrGamma": number(0, 20, default=5.0),  # Hang et al. 2023
        "noiseOffset": number(0, 0.5, default=0.0),
        "baseWeights": choice(*BASE_WEIGHTS, default="auto"),
        "gradientCheckpointing": or_null(flag()),
        "offload": or_null(flag()),
        "retryOnOutOfMemory": flag(default=True),
        "compile": flag(default=False),
        "createdAt": or_null(text(10, 40)),
    }.items()
}
