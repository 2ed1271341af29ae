"""FLUX.1: two text encoders, packed latents, rectified flow with a shift that grows with the picture."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, ClassVar

import torch
from diffusers import FluxPipeline, FluxTransformer2DModel
from torch import Tensor, nn
from transformers import CLIPTextModel, T5EncoderModel

from lora_trainer import tiny
from lora_trainer.families.base import Conditions, Defaults, Family, KeyPair, TextEncoder, Vae
from lora_trainer.families.text import LoadedEncoder
from lora_trainer.families.vae import PictureVae
from lora_trainer.flow_matching import FlowMatching, linear_shift, shift_for
from lora_trainer.job import Job
from lora_trainer.objectives import Objective

_CLIP_TOKENS = 77
_T5_TOKENS = 512


class FluxText(TextEncoder):
    """CLIP's pooled vector and T5's sequence."""

    def __init__(self, base: Path, device: torch.device, dtype: torch.dtype) -> None:
        self._clip = LoadedEncoder(CLIPTextModel, base, "", device, dtype)
        self._t5 = LoadedEncoder(T5EncoderModel, base, "_2", device, dtype)
        self._t5_tokens = min(_T5_TOKENS, self._t5.tokenizer.model_max_length)

    def encode(self, caption: str) -> Conditions:
        pooled = self._clip.model(self._clip.tokens(caption, _CLIP_TOKENS)["input_ids"]).pooler_output
        # FLUX was trained with T5's padding left visible, hence no attention mask.
        sequence = self._t5.model(self._t5.tokens(caption, self._t5_tokens)["input_ids"]).last_hidden_state
        return {"pooled": pooled, "sequence": sequence}


class Flux(Family):
    """The adapter of FLUX.1 dev and schnell."""

    name = "flux"
    # Rank 16, 1e-4, mixed 512/768/1024 and 20 sample steps: config/examples/train_lora_flux_24gb.yaml of
    # ai-toolkit. Replicate's flux-fine-tuner has the same rank and sizes with 4e-4. Guidance 3.5: the default of
    # diffusers' FluxPipeline.
    defaults = Defaults(rank=16, learning_rate=1e-4, resolution=(512, 768, 1024), sample_steps=20, guidance=3.5)
    pixel_multiple = 16  # 8 by the VAE, 2 by the packing
    targets = (
        r"(transformer_blocks\.\d+\.(attn\.(to_[qkv]|to_out\.0|add_[qkv]_proj|to_add_out)|ff(_context)?\.net\.(0\.proj|2))"
        r"|single_transformer_blocks\.\d+\.(attn\.to_[qkv]|proj_mlp|proj_out))"
    )
    key_form = re.compile(r"transformer\.(?P<layer>(single_)?transformer_blocks\.\d+\..+)\.lora_(?P<side>[AB])\.weight")
    pipelines = ("FluxPipeline",)
    takes_guidance = True
    network_class = FluxTransformer2DModel
    encoder_bytes = 9_800_000_000  # T5-XXL's encoder (4.76 billion weights), CLIP L, the VAE; two bytes each
    known: ClassVar[dict[str, dict[str, Any]]] = {
        # transformer/config.json of the two repositories; the rest is diffusers' default.
        "black-forest-labs/FLUX.1-dev": {"guidance_embeds": True},
        "black-forest-labs/FLUX.1-schnell": {"guidance_embeds": False},
    }
    modelspec = "flux-1-dev/lora"

    def text_encoder(self, base: Path, device: torch.device, dtype: torch.dtype) -> TextEncoder:
        return FluxText(base, device, dtype)

    def vae(self, base: Path, device: torch.device, dtype: torch.dtype) -> Vae:
        return PictureVae(base, device, dtype)

    def objective(self, base: Path, job: Job) -> Objective:
        # The two points of FLUX.1's scheduler_config.json: base_shift at 256 tokens, max_shift at 4,096.
        return FlowMatching(shift_for(job, lambda tokens: linear_shift(tokens, (256, 0.5), (4096, 1.15))), job)

    def predict(self, network: nn.Module, noised: Tensor, levels: Tensor, conditions: Conditions) -> Tensor:
        batch, channels, height, width = noised.shape
        packed = FluxPipeline._pack_latents(noised, batch, channels, height, width)
        ids = FluxPipeline._prepare_latent_image_ids(batch, height // 2, width // 2, noised.device, noised.dtype)
        guidance = conditions.get("guidance")
        if guidance is None:
            # 1 while training: the picture itself is the target, not a guided version of it.
            guidance = torch.ones(batch, device=noised.device)
        answer = network(
            hidden_states=packed,
            encoder_hidden_states=conditions["sequence"],
            pooled_projections=conditions["pooled"],
            timestep=levels,
            img_ids=ids,
            txt_ids=torch.zeros(conditions["sequence"].shape[1], 3, device=noised.device, dtype=noised.dtype),
            guidance=guidance if network.config.guidance_embeds else None,
            return_dict=False,
        )[0]
        return FluxPipeline._unpack_latents(answer, height * 8, width * 8, 8)

    def export_key(self, module: str, network: nn.Module) -> KeyPair:
        return KeyPair(f"transformer.{module}.lora_A.weight", f"transformer.{module}.lora_B.weight")

    def tokens(self, latents: Tensor) -> int:
        return latents.shape[-2] * latents.shape[-1] // 4

    def latent_shape(self, config: dict[str, Any], width: int, height: int, frames: int) -> tuple[int, ...]:
        return (config.get("in_channels", 64) // 4, height // 8, width // 8)

    def blank_conditions(self, config: dict[str, Any]) -> Conditions:
        return {
            "pooled": torch.zeros(1, config.get("pooled_projection_dim", 768)),
            "sequence": torch.zeros(1, _T5_TOKENS, config.get("joint_attention_dim", 4096)),
        }

    def make_tiny(self, folder: Path) -> None:
        transformer = FluxTransformer2DModel(
            patch_size=1, in_channels=64, num_layers=1, num_single_layers=1, attention_head_dim=16,
            num_attention_heads=3, joint_attention_dim=32, pooled_projection_dim=32, guidance_embeds=True,
            axes_dims_rope=(4, 6, 6),
        )  # fmt: skip
        pipeline = FluxPipeline(
            scheduler=tiny.flow_scheduler(dynamic=True),
            vae=tiny.picture_vae(latent_channels=16),
            text_encoder=tiny.clip(), tokenizer=tiny.tokenizer(_CLIP_TOKENS),
            text_encoder_2=tiny.t5(), tokenizer_2=tiny.tokenizer(64),
            transformer=transformer,
        )  # fmt: skip
        pipeline.save_pretrained(folder)


FAMILY = Flux()
