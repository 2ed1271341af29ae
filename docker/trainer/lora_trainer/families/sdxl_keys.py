"""The names of a UNet's modules in kohya's SDXL files."""

from __future__ import annotations

import re


def original_name(module: str, layers: int) -> str:
    """A module's name in Stability's own UNet, which kohya's files use, from diffusers' name."""
    match = re.match(r"(down|up)_blocks\.(\d+)\.attentions\.(\d+)\.(.+)", module)
    if match is None:
        return re.sub(r"^mid_block\.attentions\.0\.", "middle_block.1.", module)
    side, block, layer, rest = match[1], int(match[2]), int(match[3]), match[4]
    # Stability counts every layer and every sampler of a side in one list; the down side starts with conv_in.
    # A down block has `layers` layers and a sampler, an up block `layers` + 1 layers that hold theirs.
    if side == "down":
        return f"input_blocks.{1 + block * (layers + 1) + layer}.1.{rest}"
    return f"output_blocks.{block * (layers + 1) + layer}.1.{rest}"
