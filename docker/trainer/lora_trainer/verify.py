"""The check of a finished LoRA: it opens, its keys are the family's, no NaN, not all zero."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open

from lora_trainer.exits import INTERNAL, TrainerError


def verify_lora(path: Path, form: re.Pattern[str]) -> dict[str, Any]:
    """Checks a file against a family's key form (Family.key_form).

    Gives the number of tensors, the largest weight and the header. Throws TrainerError (70).
    """
    try:
        with safe_open(path, framework="pt") as file:
            layers: dict[str, set[str]] = {}
            largest = 0.0
            for key in file.keys():  # noqa: SIM118 (safe_open is no dict)
                match = form.fullmatch(key)
                if match is None:
                    raise _fault(path, f"has a key that is not the family's: {key}")
                layers.setdefault(match["layer"], set()).add(match["side"])
                largest = max(largest, _largest(path, key, file.get_tensor(key), match["side"]))
            header = file.metadata() or {}
    except (SafetensorError, OSError) as error:
        raise _fault(path, f"does not open as safetensors ({error})") from error
    _check_layers(path, layers)
    if largest == 0:
        raise _fault(path, "holds only zeros: nothing was learned; raise the learning rate or the steps")
    return {"path": path.name, "layers": len(layers), "largest": largest, "header": header}


def _largest(path: Path, key: str, tensor: torch.Tensor, side: str) -> float:
    """The largest weight of the half that starts at zero; of the others 0."""
    if not torch.isfinite(tensor).all():
        raise _fault(path, f"has a value that is no number in {key}")
    return float(tensor.abs().max()) if side in ("B", "lora_up.weight") else 0.0


def _check_layers(path: Path, layers: dict[str, set[str]]) -> None:
    if not layers:
        raise _fault(path, "holds no layer")
    whole = max(layers.values(), key=len)
    for layer, sides in layers.items():
        if sides != whole or len(sides) < 2:
            raise _fault(path, f"misses a half of {layer}")


def _fault(path: Path, what: str) -> TrainerError:
    return TrainerError(INTERNAL, "bad-export", f"{path.name} {what}")
