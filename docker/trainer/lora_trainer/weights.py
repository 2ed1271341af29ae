"""From job.json's `baseModel` to a folder in diffusers' form."""

from __future__ import annotations

import json
import re
from pathlib import Path

from lora_trainer import tiny
from lora_trainer.events import Events
from lora_trainer.exits import no_weights
from lora_trainer.families.base import Family
from lora_trainer.hub import fetch_model
from lora_trainer.job import Job

TINY_PREFIX = "tiny-"
_HUB_NAME = re.compile(r"[A-Za-z0-9][\w.-]*/[\w.-]+")
_ENCODERS = ("vae", "scheduler", "tokenizer", "tokenizer_2", "text_encoder", "text_encoder_2")


def is_tiny(job: Job) -> bool:
    """Whether the base model is one of the made-up ones for demonstrations."""
    return job.base_model.startswith(TINY_PREFIX) and "/" not in job.base_model


def find_base(job: Job, family: Family, models_folder: Path, events: Events, token_file: Path | None) -> Path:
    """Gives the folder of the base model: tiny, a local folder or file, or a hub model fetched into the cache.

    Throws TrainerError (66) if there is none, or none of this family, or one that is cut short.
    """
    if is_tiny(job):
        if job.base_model != f"{TINY_PREFIX}{family.name}":
            raise no_weights("wrong-family", f"{job.base_model} is no {family.name} model; set family to match it")
        return tiny.ensure_tiny(family, models_folder)
    local = models_folder / job.base_model  # an absolute path stays as it is
    if local.suffix == ".safetensors":
        from lora_trainer.single_file import converted

        return converted(local, family, models_folder, job, events, token_file)
    if local.is_dir():
        folder = local
    elif _HUB_NAME.fullmatch(job.base_model):
        parts = model_parts(family)
        folder = fetch_model(job.base_model, job.revision, models_folder, parts, events, token_file)
    else:
        raise no_weights("weights-missing", f"no model folder {job.base_model}; put it there in diffusers' form")
    check_family(folder, family, job.base_model)
    check_whole(folder)
    return folder


def model_parts(family: Family) -> frozenset[str]:
    """The sub-folders of a diffusers repository that a training reads."""
    return frozenset([*_ENCODERS, *(expert.name for expert in family.experts)])


def check_family(folder: Path, family: Family, shown: str) -> None:
    """Throws TrainerError (66) unless the folder's model_index.json names a pipeline of the family."""
    index = folder / "model_index.json"
    try:
        pipeline = json.loads(index.read_text())["_class_name"]
    except (OSError, ValueError, KeyError) as error:
        raise no_weights(
            "weights-missing", f"{shown} has no readable model_index.json; use a diffusers folder"
        ) from error
    if pipeline not in family.pipelines:
        raise no_weights("wrong-family", f"{shown} is a {pipeline}, not a {family.name} model; choose the other family")
    for expert in family.experts:
        if not (folder / expert.name / "config.json").is_file():
            raise no_weights("wrong-family", f"{shown} has no {expert.name}; it is no {family.name} model")


def check_whole(folder: Path) -> None:
    """Throws TrainerError (66) if a weights file is shorter or longer than its header says, or named but not there."""
    for path in sorted(folder.rglob("*.safetensors")):
        check_file(path)
    for index in sorted(folder.rglob("*.safetensors.index.json")):
        names = set(json.loads(index.read_text())["weight_map"].values())
        missing = sorted(name for name in names if not (index.parent / name).is_file())
        if missing:
            raise no_weights(
                "weights-missing", f"{missing[0]} of {index.parent.name} is missing; fetch the model again"
            )


def check_file(path: Path) -> None:
    """Throws TrainerError (66) if a safetensors file is not as long as its header says."""
    size = path.stat().st_size
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        try:
            header = json.loads(file.read(length)) if 8 + length <= size else None
        except ValueError:
            header = None
    ends = [entry["data_offsets"][1] for key, entry in (header or {}).items() if key != "__metadata__"]
    if header is None or 8 + length + max(ends, default=0) != size:
        raise no_weights("weights-truncated", f"{path.name} is cut short; delete it and start again to fetch it anew")
