"""A tiny SDXL in the single-file form that SDXL checkpoints are shared in: Stability's names for every part."""

from __future__ import annotations

import re
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor

_OPEN_CLIP = (
    (r"^text_model\.encoder\.layers\.", "transformer.resblocks."),
    (r"^text_model\.embeddings\.position_embedding\.weight", "positional_embedding"),
    (r"^text_model\.embeddings\.", ""),
    (r"^text_model\.final_layer_norm", "ln_final"),
    (r"layer_norm(\d)", r"ln_\1"),
    (r"self_attn\.out_proj", "attn.out_proj"),
    (r"mlp\.fc1", "mlp.c_fc"),
    (r"mlp\.fc2", "mlp.c_proj"),
)
_RESNET = (
    ("norm1", "in_layers.0"), ("conv1", "in_layers.2"), ("time_emb_proj", "emb_layers.1"),
    ("norm2", "out_layers.0"), ("conv2", "out_layers.3"), ("conv_shortcut", "skip_connection"),
)  # fmt: skip
_UNET = (
    (r"^time_embedding\.linear_1", "time_embed.0"), (r"^time_embedding\.linear_2", "time_embed.2"),
    (r"^add_embedding\.linear_1", "label_emb.0.0"), (r"^add_embedding\.linear_2", "label_emb.0.2"),
    (r"^conv_in", "input_blocks.0.0"), (r"^conv_norm_out", "out.0"), (r"^conv_out", "out.2"),
    (r"^mid_block\.resnets\.0", "middle_block.0"), (r"^mid_block\.attentions\.0", "middle_block.1"),
    (r"^mid_block\.resnets\.1", "middle_block.2"),
)  # fmt: skip
_VAE = (
    (r"mid_block\.resnets\.0", "mid.block_1"), (r"mid_block\.resnets\.1", "mid.block_2"),
    (r"mid_block\.attentions\.0", "mid.attn_1"), (r"group_norm", "norm"), (r"to_q", "q"), (r"to_k", "k"),
    (r"to_v", "v"), (r"to_out\.0", "proj_out"), (r"conv_norm_out", "norm_out"), (r"conv_shortcut", "nin_shortcut"),
    (r"down_blocks\.(\d+)\.resnets", r"down.\1.block"), (r"down_blocks\.(\d+)\.downsamplers\.0", r"down.\1.downsample"),
)  # fmt: skip
_VAE_LEVELS = 4


def write_single_file(base: Path, path: Path, *, layers: int = 1, levels: int = 2) -> None:
    """Writes the parts of a folder in diffusers' form into one file. `layers` a block and `levels` of its UNet."""
    tensors: dict[str, Tensor] = {}
    unet = load_file(base / "unet" / "diffusion_pytorch_model.safetensors")
    tensors |= {f"model.diffusion_model.{_unet_name(name, layers, levels)}": each for name, each in unet.items()}
    vae = load_file(base / "vae" / "diffusion_pytorch_model.safetensors")
    tensors |= dict(_vae(name, each) for name, each in vae.items())
    clip = load_file(base / "text_encoder" / "model.safetensors")
    # transformers 5 saves this encoder without the wrapper that its names have elsewhere.
    first = "conditioner.embedders.0.transformer.text_model."
    tensors |= {f"{first}{name.removeprefix('text_model.')}": each for name, each in clip.items()}
    tensors |= _open_clip(load_file(base / "text_encoder_2" / "model.safetensors"))
    save_file({name: tensor.contiguous() for name, tensor in tensors.items()}, path)


def _unet_name(name: str, layers: int, levels: int) -> str:
    match = re.match(r"(down|up)_blocks\.(\d+)\.(resnets|attentions|downsamplers|upsamplers)\.(\d+)\.(.+)", name)
    if match is not None:
        side, block, kind, number, rest = match[1], int(match[2]), match[3], int(match[4]), match[5]
        rest = _renamed(rest, _RESNET) if kind == "resnets" else rest
        place = {"resnets": 0, "attentions": 1}.get(kind)
        if kind == "downsamplers":
            return f"input_blocks.{(block + 1) * (layers + 1)}.0.op.{rest.removeprefix('conv.')}"
        if kind == "upsamplers":
            return f"output_blocks.{block * (layers + 1) + layers}.2.{rest}"
        first = 1 + block * (layers + 1) if side == "down" else block * (layers + 1)
        return f"{'in' if side == 'down' else 'out'}put_blocks.{first + number}.{place}.{rest}"
    for pattern, replacement in _UNET:
        name = re.sub(pattern, replacement, name)
    return _renamed(name, _RESNET) if name.startswith(("middle_block.0", "middle_block.2")) else name


def _vae(name: str, tensor: Tensor) -> tuple[str, Tensor]:
    attention = "attentions" in name and "norm" not in name
    # Stability counts the decoder's levels from the finest.
    name = re.sub(r"up_blocks\.(\d+)\.resnets", lambda found: f"up.{_VAE_LEVELS - 1 - int(found[1])}.block", name)
    name = re.sub(
        r"up_blocks\.(\d+)\.upsamplers\.0", lambda found: f"up.{_VAE_LEVELS - 1 - int(found[1])}.upsample", name
    )
    for pattern, replacement in _VAE:
        name = re.sub(pattern, replacement, name)
    # Its attention is made of 1 x 1 convolutions.
    shaped = tensor[..., None, None] if attention and tensor.dim() == 2 else tensor
    return f"first_stage_model.{name}", shaped


def _open_clip(tensors: dict[str, Tensor]) -> dict[str, Tensor]:
    found: dict[str, Tensor] = {}
    for name, tensor in tensors.items():
        if name == "text_projection.weight":
            found["text_projection"] = tensor.T
        elif ".q_proj." in name:
            joined = torch.cat([tensors[name.replace(".q_proj.", f".{part}_proj.")] for part in "qkv"])
            layer, kind = re.match(r"text_model\.encoder\.layers\.(\d+)\..*(weight|bias)", name).groups()
            found[f"transformer.resblocks.{layer}.attn.in_proj_{kind}"] = joined
        elif ".k_proj." not in name and ".v_proj." not in name:
            new = name
            for pattern, replacement in _OPEN_CLIP:
                new = re.sub(pattern, replacement, new)
            found[new] = tensor
    return {f"conditioner.embedders.1.model.{name}": tensor for name, tensor in found.items()}


def _renamed(name: str, pairs: tuple[tuple[str, str], ...]) -> str:
    for old, new in pairs:
        name = name.replace(old, new)
    return name
