"""The LoRA of an earlier training that a job begins with: JOBDIR/initial, a file for each network."""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from torch import Tensor, nn

from lora_trainer.exits import TrainerError, bad_job
from lora_trainer.experts import Experts
from lora_trainer.families.base import Expert, Family
from lora_trainer.lora import lora_state, set_lora_state
from lora_trainer.manifest import file_digest

FOLDER = "initial"


def initial_files(family: Family, folder: Path) -> dict[Expert, Path]:
    """The file of each network, named as the `done` event of the earlier job names them.

    Throws TrainerError (64) where one is missing.
    """
    files = {expert: folder / f"{expert.role}.safetensors" for expert in family.experts}
    for path in files.values():
        if not path.is_file():
            raise bad_job("initial-unfit", f"initial: {FOLDER}/{path.name} is missing; put the earlier LoRA there")
    return files


def initial_digest(files: dict[Expert, Path]) -> str:
    """What a checkpoint's fingerprint tells the files by."""
    return "".join(file_digest(path) for path in files.values())


def set_initial(family: Family, experts: Experts, files: dict[Expert, Path]) -> None:
    """Puts the earlier LoRA into the networks. Throws TrainerError (64) where it is of another rank or family."""
    for expert, network in experts:
        set_lora_state(network, _state(family, network, files[expert]))


def _state(family: Family, network: nn.Module, path: Path) -> dict[str, Tensor]:
    """The file's tensors by peft's names, in fp32; the reverse of export.exported_tensors."""
    try:
        with safe_open(path, framework="pt") as file:
            found = set(file.keys())
            state: dict[str, Tensor] = {}
            for name, tensor in lora_state(network).items():
                module, _, side = name.removesuffix(".weight").rpartition(".")
                pair = family.export_key(module, network)
                key = pair.down if side == "lora_A" else pair.up
                if key not in found:
                    raise _unfit(path, f"lacks {key}; it is of another base model or of other layers")
                state[name] = file.get_tensor(key).float()
                if state[name].shape != tensor.shape:
                    have, want = list(state[name].shape), list(tensor.shape)
                    raise _unfit(path, f"has {key} of {have} where this rank needs {want}; take the rank it has")
                if side != "lora_A" and pair.alpha in found:
                    # Ours have alpha = rank, as the layers here do; of others the scale goes into the weights.
                    state[name] *= file.get_tensor(pair.alpha).item() / tensor.shape[1]
    except (SafetensorError, OSError) as error:
        raise _unfit(path, f"does not open as safetensors ({error})") from error
    unfinished = next((name for name, tensor in state.items() if not torch.isfinite(tensor).all()), None)
    if unfinished is not None:
        raise _unfit(path, f"has a value that is no number in {unfinished}")
    return state


def _unfit(path: Path, what: str) -> TrainerError:
    return bad_job("initial-unfit", f"initial: {FOLDER}/{path.name} {what}")
