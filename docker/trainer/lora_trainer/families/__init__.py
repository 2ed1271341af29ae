"""The families: each module in this folder that ends in a `FAMILY` is one. Adding a file adds a family."""

from __future__ import annotations

import importlib
import pkgutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lora_trainer.families.base import Family

# Modules here that are no family: what all share, and parts of one.
_SHARED = {"base", "vae", "text", "sdxl_keys", "sdxl_single_file", "wan_vae"}


def family_names() -> frozenset[str]:
    """The names that job.json's `family` may take; imports none of them."""
    return frozenset(module.name for module in pkgutil.iter_modules(__path__)) - _SHARED


def load_family(name: str) -> Family:
    """Imports a family's adapter."""
    if name not in family_names():
        raise ValueError(f"no family {name}")
    family: Family = importlib.import_module(f"{__name__}.{name}").FAMILY
    return family
