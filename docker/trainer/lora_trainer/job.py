"""job.json: the fields, their ranges, and the reading of them."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from lora_trainer.exits import bad_job
from lora_trainer.job_schema import FIELDS

# What may differ between a checkpoint and the job that resumes it: nothing the weights depend on.
_NOT_IN_FINGERPRINT = {
    "name", "training_id", "checkpoint_every", "export_every", "sample_every", "sample_prompts", "sample_steps",
    "created_at", "initial", "gradient_checkpointing", "offload", "retry_on_out_of_memory", "compile",
}  # fmt: skip


@dataclass(frozen=True)
class Job:
    """One job, checked. Fields of value None take the family's default (see families/base.py)."""

    training_id: str
    family: str
    base_model: str
    name: str
    trigger_word: str
    steps: int
    revision: str | None
    is_style: bool
    learning_rate: float | None
    rank: int | None
    resolution: tuple[int, ...] | None
    batch_size: int
    optimizer: str
    precision: str
    masks: bool
    initial: bool
    seed: int
    checkpoint_every: int
    export_every: int
    sample_every: int
    sample_prompts: tuple[str, ...]
    sample_steps: int | None
    schedule: str
    warmup_steps: int
    weight_decay: float
    max_grad_norm: float
    caption_dropout: float
    gradient_accumulation: int
    ema: float
    flip: bool
    repeats: dict[str, int]
    frames: int
    timesteps: str
    shift: float | None
    min_snr_gamma: float
    noise_offset: float
    base_weights: str
    gradient_checkpointing: bool | None
    offload: bool | None
    retry_on_out_of_memory: bool
    compile: bool
    created_at: str | None

    def with_defaults(self, **defaults: Any) -> Job:
        """Gives the job with the family's values where it names none itself."""
        return replace(self, **{key: value for key, value in defaults.items() if getattr(self, key) is None})

    def fingerprint(self, *digests: str) -> str:
        """SHA-256 over all that decides the weights, the data's digests too; a checkpoint of another one is refused."""
        shared = {key: value for key, value in asdict(self).items() if key not in _NOT_IN_FINGERPRINT}
        text = json.dumps([shared, *digests], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


def read_job(path: Path, families: frozenset[str]) -> Job:
    """Reads and checks job.json.

    Takes the file and the families that have an adapter. Throws TrainerError (64) that names every key at
    fault.
    """
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise bad_job("bad-job", f"{path.name} is missing in the job's folder; write it there") from error
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise bad_job("bad-job", f"{path.name} cannot be read ({reason}); make it a file that may be read") from error
    except (ValueError, RecursionError) as error:
        raise bad_job("bad-job", f"{path.name} is not JSON: {error}") from error
    return parse_job(raw, families)


def parse_job(raw: object, families: frozenset[str]) -> Job:
    """Checks a parsed job.json. Throws TrainerError (64) that names every key at fault."""
    if not isinstance(raw, dict):
        raise bad_job("bad-job", "job.json must be one JSON object")
    version = raw.get("version")
    if type(version) is not int or version != 1:  # true and 1.0 equal 1 too
        raise bad_job("bad-job-version", f"version: must be 1, got {_shown(version)}")
    faults = [f"{key}: unknown key; leave it out" for key in raw if key != "version" and key not in FIELDS]
    values: dict[str, Any] = {}
    for key, field in FIELDS.items():
        if key not in raw and field.required:
            faults.append(f"{key}: is missing; it must be {field.takes}")
        elif key in raw and not field.check(raw[key]):
            faults.append(f"{key}: must be {field.takes}, got {_shown(raw[key])}")
        values[field.attribute] = field.read(raw[key]) if key in raw and field.check(raw[key]) else field.default
    if not any(fault.startswith("family:") for fault in faults) and raw["family"] not in families:
        faults.append(f"family: must be one of {', '.join(sorted(families))}, got {_shown(raw['family'])}")
    if faults:
        raise bad_job("bad-job", "; ".join(faults))
    return Job(**{field.name: values[field.name] for field in fields(Job)})


def _shown(value: object) -> str:
    try:
        text = json.dumps(value, ensure_ascii=False)
    except RecursionError:  # what reading just bore may be too deep for writing
        return "a value of too many levels"
    return text if len(text) <= 60 else text[:57] + "..."
