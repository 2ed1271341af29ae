"""The finished LoRA as a safetensors file with the family's key names and the contract's header."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save
from torch import Tensor, nn

from lora_trainer import __version__
from lora_trainer.checkpoint import sync
from lora_trainer.families.base import Expert, Family
from lora_trainer.job import Job


@dataclass(frozen=True)
class ExportedFile:
    """One file of the `done` event."""

    path: Path
    sha256: str
    bytes: int
    role: str

    def told(self, output: Path) -> dict[str, Any]:
        """As the `done` event has it, with the path relative to the output folder."""
        return {
            "path": str(self.path.relative_to(output)),
            "sha256": self.sha256,
            "bytes": self.bytes,
            "role": self.role,
        }


def export_lora(
    family: Family, job: Job, networks: dict[Expert, nn.Module], states: dict[Expert, dict[str, Tensor]], folder: Path,
    dtype: torch.dtype,
) -> list[ExportedFile]:  # fmt: skip
    """Writes one file an expert. Same weights, same job: the same bytes."""
    files = []
    for expert, state in states.items():
        path = folder / f"{expert.role}.safetensors"
        tensors = exported_tensors(family, networks[expert], state, job.rank or 0, dtype)
        content = _with_sorted_header(save(tensors, metadata=header(family, job)))
        _write_whole(path, content)
        files.append(ExportedFile(path, hashlib.sha256(content).hexdigest(), len(content), expert.role))
    return files


def exported_tensors(
    family: Family, network: nn.Module, state: dict[str, Tensor], rank: int, dtype: torch.dtype
) -> dict[str, Tensor]:
    """Renames peft's tensors to the family's form; adds alpha (= rank) where the form has it."""
    tensors: dict[str, Tensor] = {}
    for name, tensor in state.items():
        module, _, side = name.removesuffix(".weight").rpartition(".")
        pair = family.export_key(module, network)
        tensors[pair.down if side == "lora_A" else pair.up] = tensor.to(dtype).contiguous()
        if pair.alpha is not None:
            tensors[pair.alpha] = torch.tensor(float(rank), dtype=dtype)
    return tensors


def header(family: Family, job: Job) -> dict[str, str]:
    """What the file says of itself. A date only if the job gives one, so that runs repeat."""
    resolution = ",".join(map(str, job.resolution or ()))
    fields = {
        "format": "pt",
        "base_model": job.base_model,
        "base_model_revision": job.revision or "",
        "family": family.name,
        "trigger_word": job.trigger_word,
        "name": job.name,
        "steps": str(job.steps),
        "rank": str(job.rank),
        "resolution": resolution,
        "training_id": job.training_id,
        "trainer_version": __version__,
        # What other programs look for: the model spec of Stability AI, and kohya's dimension and alpha.
        "modelspec.sai_model_spec": "1.0.0",
        "modelspec.architecture": family.modelspec,
        "modelspec.title": job.name,
        "modelspec.trigger_phrase": job.trigger_word,
        "ss_network_dim": str(job.rank),
        "ss_network_alpha": str(job.rank),
    }
    if job.created_at is not None:
        fields["date"] = fields["modelspec.date"] = job.created_at
    return fields


def _with_sorted_header(content: bytes) -> bytes:
    """safetensors writes the header's fields in an order that differs between runs; this sorts them."""
    length = int.from_bytes(content[:8], "little")
    fields: dict[str, Any] = json.loads(content[8 : 8 + length])
    # Tensors stay in the order of their bytes, the description comes first.
    tensors = sorted(
        (item for item in fields.items() if item[0] != "__metadata__"), key=lambda item: item[1]["data_offsets"]
    )
    ordered = {"__metadata__": dict(sorted(fields["__metadata__"].items())), **dict(tensors)}
    text = json.dumps(ordered, separators=(",", ":"), ensure_ascii=False).encode()
    text += b" " * (-len(text) % 8)
    return len(text).to_bytes(8, "little") + text + content[8 + length :]


def _write_whole(path: Path, content: bytes) -> None:
    part = path.with_name(f".{path.name}.part")
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    sync(path.parent)
