"""WAN 2.1 text-to-video: a video transformer, UMT5, rectified flow."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, ClassVar

import torch
from diffusers import AutoencoderKLWan, WanPipeline, WanTransformer3DModel
from torch import Tensor, nn
from transformers import UMT5EncoderModel

from lora_trainer import tiny
from lora_trainer.families.base import Conditions, Defaults, Family, KeyPair, TextEncoder, Vae
from lora_trainer.families.text import LoadedEncoder
from lora_trainer.families.wan_vae import WanVae
from lora_trainer.flow_matching import FlowMatching, linear_shift, shift_for
from lora_trainer.job import Job
from lora_trainer.objectives import Objective

_T5_TOKENS = 512

# From diffusers' module names to the names of WAN's own code, which ComfyUI reads.
_SUBSTITUTIONS = (
    (r"\.attn1\.", ".self_attn."),
    (r"\.attn2\.", ".cross_attn."),
    (r"\.to_q$", ".q"),
    (r"\.to_k$", ".k"),
    (r"\.to_v$", ".v"),
    (r"\.to_out\.0$", ".o"),
    (r"\.ffn\.net\.0\.proj$", ".ffn.0"),
    (r"\.ffn\.net\.2$", ".ffn.2"),
)


class WanText(TextEncoder):
    """UMT5's sequence, zero after the caption's last token."""

    def __init__(self, base: Path, device: torch.device, dtype: torch.dtype) -> None:
        self._t5 = LoadedEncoder(UMT5EncoderModel, base, "", device, dtype)
        self._length = min(_T5_TOKENS, self._t5.tokenizer.model_max_length)

    def encode(self, caption: str) -> Conditions:
        tokens = self._t5.tokens(caption, self._length)
        sequence = self._t5.model(**tokens).last_hidden_state
        return {"sequence": sequence * tokens["attention_mask"].unsqueeze(-1).to(sequence.dtype)}


class Wan(Family):
    """The adapter of WAN 2.1 T2V, 1.3B and 14B."""

    name = "wan"
    # Rank 32 and 1e-4: ai-toolkit's WAN 2.1 and 2.2 examples (docs/wan.md of musubi-tuner has rank 32 and 2e-4).
    # 512 px: the smallest of ai-toolkit's sizes for 2.2 (632 for 2.1), for clips to fit. Guidance 5: the default
    # of WAN 2.1's generate.py and of diffusers' WanPipeline.
    defaults = Defaults(rank=32, learning_rate=1e-4, resolution=(512,), sample_steps=20, guidance=5.0)
    pixel_multiple = 16  # 8 by the VAE, 2 by the patches
    targets = r"blocks\.\d+\.(attn[12]\.(to_[qkv]|to_out\.0)|ffn\.net\.(0\.proj|2))"
    key_form = re.compile(
        r"diffusion_model\.(?P<layer>blocks\.\d+\.(self_attn|cross_attn|ffn)\.\w+)\.lora_(?P<side>[AB])\.weight"
    )
    pipelines = ("WanPipeline",)
    network_class = WanTransformer3DModel
    encoder_bytes = 11_700_000_000  # UMT5-XXL's encoder (5.7 billion weights) and the VAE; two bytes each
    known: ClassVar[dict[str, dict[str, Any]]] = {
        # transformer/config.json of the two repositories; the rest is diffusers' default.
        "Wan-AI/Wan2.1-T2V-1.3B-Diffusers": {"num_attention_heads": 12, "num_layers": 30, "ffn_dim": 8960},
        "Wan-AI/Wan2.1-T2V-14B-Diffusers": {"num_attention_heads": 40, "num_layers": 40, "ffn_dim": 13824},
    }
    clips = True
    modelspec = "wan-2.1-t2v/lora"

    def text_encoder(self, base: Path, device: torch.device, dtype: torch.dtype) -> TextEncoder:
        return WanText(base, device, dtype)

    def vae(self, base: Path, device: torch.device, dtype: torch.dtype) -> Vae:
        return WanVae(base, device, dtype)

    def objective(self, base: Path, job: Job) -> Objective:
        # Shift 3 at 832x480 and 5 at 1280x720 is the advice in diffusers' WanPipeline (musubi-tuner trains with 3):
        # 1,560 and 3,600 tokens a frame, and the line through the two in the exponent.
        return FlowMatching(shift_for(job, lambda tokens: linear_shift(tokens, (1560, 1.0986), (3600, 1.6094))), job)

    def predict(self, network: nn.Module, noised: Tensor, levels: Tensor, conditions: Conditions) -> Tensor:
        return network(
            hidden_states=noised,
            timestep=levels * 1000,
            encoder_hidden_states=conditions["sequence"],
            return_dict=False,
        )[0]

    def export_key(self, module: str, network: nn.Module) -> KeyPair:
        name = f".{module}"
        for pattern, replacement in _SUBSTITUTIONS:
            name = re.sub(pattern, replacement, name)
        return KeyPair(f"diffusion_model{name}.lora_A.weight", f"diffusion_model{name}.lora_B.weight")

    def tokens(self, latents: Tensor) -> int:
        return latents.shape[-2] * latents.shape[-1] // 4

    def latent_shape(self, config: dict[str, Any], width: int, height: int, frames: int) -> tuple[int, ...]:
        return (config.get("in_channels", 16), 1 + (frames - 1) // 4, height // 8, width // 8)

    def blank_conditions(self, config: dict[str, Any]) -> Conditions:
        return {"sequence": torch.zeros(1, _T5_TOKENS, config.get("text_dim", 4096))}

    def make_tiny(self, folder: Path) -> None:
        tiny_pipeline().save_pretrained(folder)


def tiny_transformer() -> WanTransformer3DModel:
    """A random network of one block."""
    return WanTransformer3DModel(
        num_attention_heads=4, attention_head_dim=16, in_channels=16, out_channels=16, text_dim=32, freq_dim=32,
        ffn_dim=48, num_layers=1,
    )  # fmt: skip


def tiny_pipeline(**more: Any) -> WanPipeline:
    """A random pipeline around a tiny network; `more` are further parts."""
    transformer = tiny_transformer()
    # The spread of this random VAE's own latents, so that they have a variance near 1 as the real ones do.
    vae = AutoencoderKLWan(
        base_dim=4, z_dim=16, dim_mult=[1, 1, 1, 1], num_res_blocks=1, latents_mean=[0.0] * 16, latents_std=[0.15] * 16
    )
    return WanPipeline(
        tokenizer=tiny.tokenizer(64), text_encoder=tiny.t5(UMT5EncoderModel), vae=vae,
        scheduler=tiny.flow_scheduler(dynamic=False), transformer=transformer, **more,
    )  # fmt: skip


FAMILY = Wan()
