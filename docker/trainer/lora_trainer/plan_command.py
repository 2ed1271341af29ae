"""`lora_trainer plan job.json --vram 24`: the memory switches a job would take, without a GPU."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from lora_trainer import weights
from lora_trainer.exits import no_weights
from lora_trainer.families import family_names, load_family
from lora_trainer.families.base import Family
from lora_trainer.job import Job, read_job
from lora_trainer.plan import FRAGMENTATION, GIB, choose, trace
from lora_trainer.tiny import ensure_tiny


def plan_job(path: Path, models: Path, vram_gib: float) -> dict[str, Any]:
    """What would be done for a job on a card of `vram_gib` GiB, and the memory each setting is expected to take.

    Throws TrainerError (64 or 66).
    """
    job = read_job(path, family_names())
    family = load_family(job.family)
    job = family.complete(job)
    assert job.resolution is not None
    side = max(job.resolution)
    found = trace(family, _config(family, job, models), job, side, side)
    chosen, settings = choose(found, job, int(vram_gib * GIB))
    caching = family.caching_bytes(job) * FRAGMENTATION / GIB
    return {
        "fits": chosen.total <= vram_gib * GIB and caching <= vram_gib,
        "vramGiB": vram_gib,
        "chosen": chosen.told(),
        "cachingGiB": round(caching, 2),
        "settings": [each.told() for each in settings],
        "networkParameters": found.parameters,
        "loraParameters": found.adapter,
    }


def _config(family: Family, job: Job, models: Path) -> dict[str, Any]:
    if weights.is_tiny(job):
        return family.config(ensure_tiny(family, models))
    if job.base_model in family.known:
        return family.known[job.base_model]
    folder = models / job.base_model
    if not folder.is_dir():
        known = ", ".join(family.known)
        raise no_weights("weights-missing", f"plan knows {known}, and folders; {job.base_model} is neither")
    weights.check_family(folder, family, job.base_model)
    return family.config(folder)
