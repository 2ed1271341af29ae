"""The kinds of values a key of job.json may take: the check of each, and the words that say what it takes."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Field:
    """One key: its check, how it is read, and the words that say what it takes."""

    attribute: str
    takes: str
    check: Callable[[Any], bool]
    required: bool = False
    default: Any = None
    read: Callable[[Any], Any] = lambda value: value


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


def resolution(**options: Any) -> dict[str, Any]:
    """One side in pixels, or up to four of them; null: the family's."""
    one = whole(64, 2048)["check"]
    return {"takes": "a whole number of 64 to 2048, or a list of 1 to 4 such numbers, or null", **options,
            "check": lambda value: value is None or one(value) or (
                isinstance(value, list) and 1 <= len(value) <= 4 and all(map(one, value))),
            "read": lambda value: value if value is None else (
                tuple(sorted(set(value))) if isinstance(value, list) else (value,))}  # fmt: skip


def prompts(**options: Any) -> dict[str, Any]:
    """Up to eight prompts."""
    one = text(1, 2000)["check"]
    return {"takes": "a list of at most 8 texts of 1 to 2000 characters", **options, "read": tuple,
            "check": lambda value: isinstance(value, list) and len(value) <= 8 and all(map(one, value))}  # fmt: skip


def repeats(**options: Any) -> dict[str, Any]:
    """How often each named image is seen."""
    one = whole(1, 100)["check"]
    return {"takes": "an object of image names (0001) to whole numbers of 1 to 100", **options,
            "check": lambda value: isinstance(value, dict) and all(map(one, value.values()))}  # fmt: skip


def frames(**options: Any) -> dict[str, Any]:
    """The frames of a clip; 1: pictures."""
    return {"takes": "1, or a whole number of 17 to 81 of the form 4n + 1", **options,
            "check": lambda value: _is_int(value) and (value == 1 or value in range(17, 82, 4))}  # fmt: skip
