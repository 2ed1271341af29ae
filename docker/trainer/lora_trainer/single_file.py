"""A base model that is one .safetensors file, as checkpoints are shared: turned into a folder once, then reused."""

from __future__ import annotations

import hashlib
import shutil
import sys
from pathlib import Path

import torch
from filelock import FileLock

from lora_trainer.events import Events
from lora_trainer.exits import no_weights
from lora_trainer.families.base import Family
from lora_trainer.hub import fetch_model
from lora_trainer.job import Job
from lora_trainer.weights import check_family, check_file, model_parts

_REFERENCE = "reference"


def converted(
    file: Path, family: Family, models_folder: Path, job: Job, events: Events, token_file: Path | None
) -> Path:
    """Gives the diffusers folder of a single-file checkpoint, made in the shared cache on the first call.

    The file holds the network (for SDXL the encoders too); configurations and what the file lacks come from the
    family's reference: the folder reference/<family> in the cache if it is there, else its first known hub model.
    Throws TrainerError (66).
    """
    if not file.is_file():
        raise no_weights("weights-missing", f"no file {job.base_model}; put it into the models folder")
    check_file(file)
    stat = file.stat()
    name = hashlib.sha256(f"{file.name}/{stat.st_size}/{stat.st_mtime_ns}/{family.name}".encode()).hexdigest()[:16]
    folder = models_folder / f"converted-{name}"
    with FileLock(models_folder / f".{folder.name}.lock"):
        if not folder.exists():
            reference = _reference(family, models_folder, events, token_file)
            check_family(reference, family, reference.name)
            making = models_folder / f".{folder.name}.part"
            shutil.rmtree(making, ignore_errors=True)
            _convert(file, family, reference, making)
            making.rename(folder)
    return folder


def _reference(family: Family, models_folder: Path, events: Events, token_file: Path | None) -> Path:
    local = models_folder / _REFERENCE / family.name
    if local.is_dir():
        return local
    return fetch_model(next(iter(family.known)), None, models_folder, model_parts(family), events, token_file)


def _convert(file: Path, family: Family, reference: Path, folder: Path) -> None:
    print(f"single file: converting {file.name}, once", file=sys.stderr)
    shutil.copytree(reference, folder, ignore=shutil.ignore_patterns(family.experts[0].name), symlinks=False)
    try:
        network = family.network_class.from_single_file(
            str(file), config=str(reference), subfolder=family.experts[0].name, torch_dtype=torch.bfloat16,
            local_files_only=True,
        )  # fmt: skip
        network.save_pretrained(folder / family.experts[0].name)
        family.encoders_from_single_file(file, reference, folder)
    except (ValueError, KeyError, RuntimeError, OSError) as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise no_weights("wrong-family", f"{file.name} does not hold a {family.name} model ({error})") from error
