"""The key names that ComfyUI looks for, written from its documented mappings, not from our exporter.

For each family a function gives the set of layer names (without the halves' endings) that a loader would accept for a
network of a given shape. FLUX: diffusers' names behind `transformer.`, translated from Black Forest Labs' layout.
SDXL: `lora_unet_` and Stability's UNet path with underscores. WAN: `diffusion_model.` and WAN's own names.
"""

from __future__ import annotations


def flux_layers(double: int, single: int) -> set[str]:
    # Left: names in BFL's network; right: what the diffusers key of the same weight is.
    pairs = {
        "img_attn.qkv": ("attn.to_q", "attn.to_k", "attn.to_v"),
        "txt_attn.qkv": ("attn.add_q_proj", "attn.add_k_proj", "attn.add_v_proj"),
        "img_attn.proj": ("attn.to_out.0",),
        "txt_attn.proj": ("attn.to_add_out",),
        "img_mlp.0": ("ff.net.0.proj",),
        "img_mlp.2": ("ff.net.2",),
        "txt_mlp.0": ("ff_context.net.0.proj",),
        "txt_mlp.2": ("ff_context.net.2",),
    }
    singles = {"linear1": ("attn.to_q", "attn.to_k", "attn.to_v", "proj_mlp"), "linear2": ("proj_out",)}
    names = {
        f"transformer.transformer_blocks.{n}.{name}" for n in range(double) for part in pairs.values() for name in part
    }
    return names | {
        f"transformer.single_transformer_blocks.{n}.{name}"
        for n in range(single)
        for part in singles.values()
        for name in part
    }


def sdxl_layers(places: dict[str, int]) -> set[str]:
    """Takes the attention places of a UNet in Stability's numbering with their number of transformer blocks."""
    inner = [
        f"{attention}_{part}" for attention in ("attn1", "attn2") for part in ("to_q", "to_k", "to_v", "to_out_0")
    ] + ["ff_net_0_proj", "ff_net_2"]
    names = set()
    for place, depth in places.items():
        root = f"lora_unet_{place}"
        names |= {f"{root}_proj_in", f"{root}_proj_out"}
        names |= {f"{root}_transformer_blocks_{n}_{part}" for n in range(depth) for part in inner}
    return names


# Where Stability's sd_xl_base.yaml puts attention: levels of 1, 2 and 4 times 320 channels, depth 0, 2 and 10.
SDXL_BASE_PLACES = {
    "input_blocks_4_1": 2, "input_blocks_5_1": 2, "input_blocks_7_1": 10, "input_blocks_8_1": 10, "middle_block_1": 10,
    "output_blocks_0_1": 10, "output_blocks_1_1": 10, "output_blocks_2_1": 10, "output_blocks_3_1": 2,
    "output_blocks_4_1": 2, "output_blocks_5_1": 2,
}  # fmt: skip

# The same for the tiny one: two levels with attention, one layer each.
SDXL_TINY_PLACES = {
    "input_blocks_1_1": 1, "input_blocks_3_1": 1, "middle_block_1": 1, "output_blocks_0_1": 1, "output_blocks_1_1": 1,
    "output_blocks_2_1": 1, "output_blocks_3_1": 1,
}  # fmt: skip


def wan_layers(blocks: int) -> set[str]:
    parts = [f"{attention}.{part}" for attention in ("self_attn", "cross_attn") for part in "qkvo"] + ["ffn.0", "ffn.2"]
    return {f"diffusion_model.blocks.{n}.{part}" for n in range(blocks) for part in parts}
