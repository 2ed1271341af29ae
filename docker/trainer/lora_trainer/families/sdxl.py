"""SDXL: a UNet, two CLIP text encoders, noise prediction with min-SNR weighting."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, ClassVar

import torch
from diffusers import StableDiffusionXLPipeline, UNet2DConditionModel
from torch import Tensor, nn
from transformers import CLIPTextModel, CLIPTextModelWithProjection

from lora_trainer import tiny
from lora_trainer.diffusion import Diffusion
from lora_trainer.families.base import Conditions, Defaults, Expert, Family, KeyPair, TextEncoder, Vae
from lora_trainer.families.sdxl_keys import original_name
from lora_trainer.families.sdxl_single_file import write_encoders
from lora_trainer.families.text import LoadedEncoder
from lora_trainer.families.vae import PictureVae
from lora_trainer.job import Job
from lora_trainer.objectives import Objective

_CLIP_TOKENS = 77


class SdxlText(TextEncoder):
    """The second to last layer of both CLIP encoders, and the second one's pooled vector."""

    def __init__(self, base: Path, device: torch.device, dtype: torch.dtype) -> None:
        self._encoders = (
            LoadedEncoder(CLIPTextModel, base, "", device, dtype),
            LoadedEncoder(CLIPTextModelWithProjection, base, "_2", device, dtype),
        )

    def encode(self, caption: str) -> Conditions:
        answers = [
            encoder.model(encoder.tokens(caption, _CLIP_TOKENS)["input_ids"], output_hidden_states=True)
            for encoder in self._encoders
        ]
        sequence = torch.cat([answer.hidden_states[-2] for answer in answers], dim=-1)
        return {"sequence": sequence, "pooled": answers[1].text_embeds}


class Sdxl(Family):
    """The adapter of SDXL base and its fine-tunes."""

    name = "sdxl"
    # Rank 32 and 1e-4: docs/sdxl_train_network.md of kohya's sd-scripts (there with alpha 16; here alpha is the
    # rank). 1,024 px: the size SDXL was trained at. Guidance 5: the default of diffusers' SDXL pipeline.
    defaults = Defaults(rank=32, learning_rate=1e-4, resolution=(1024,), sample_steps=20, guidance=5.0)
    pixel_multiple = 64  # the UNet halves the latents twice; trainers of the field step by 64 pixels
    targets = (
        r".*attentions\.\d+\.(proj_in|proj_out"
        r"|transformer_blocks\.\d+\.(attn[12]\.(to_[qkv]|to_out\.0)|ff\.net\.(0\.proj|2)))"
    )
    experts = (Expert("unet"),)
    key_form = re.compile(
        r"lora_unet_(?P<layer>((input|output)_blocks_\d+|middle_block)_1_.+)\.(?P<side>lora_(down|up)\.weight|alpha)"
    )
    pipelines = ("StableDiffusionXLPipeline",)
    network_class = UNet2DConditionModel
    encoder_bytes = 2_000_000_000  # both CLIP encoders (0.82 billion weights) in bf16, the VAE in fp32
    known: ClassVar[dict[str, dict[str, Any]]] = {
        # unet/config.json of the repository.
        "stabilityai/stable-diffusion-xl-base-1.0": {
            "block_out_channels": (320, 640, 1280),
            "down_block_types": ("DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D"),
            "up_block_types": ("CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"),
            "layers_per_block": 2,
            "transformer_layers_per_block": (1, 2, 10),
            "attention_head_dim": (5, 10, 20),
            "cross_attention_dim": 2048,
            "use_linear_projection": True,
            "addition_embed_type": "text_time",
            "addition_time_embed_dim": 256,
            "projection_class_embeddings_input_dim": 2816,
            "sample_size": 128,
        }
    }
    modelspec = "stable-diffusion-xl-v1-base/lora"

    def text_encoder(self, base: Path, device: torch.device, dtype: torch.dtype) -> TextEncoder:
        return SdxlText(base, device, dtype)

    def vae(self, base: Path, device: torch.device, dtype: torch.dtype) -> Vae:
        # SDXL's VAE overflows in half precision; it runs once a picture, so it may stay in fp32.
        return PictureVae(base, device, torch.float32)

    def encoders_from_single_file(self, file: Path, reference: Path, folder: Path) -> None:
        write_encoders(file, reference, folder)

    def objective(self, base: Path, job: Job) -> Objective:
        config = json.loads((base / "scheduler" / "scheduler_config.json").read_text())
        prediction, to_zero = config.get("prediction_type", "epsilon"), config.get("rescale_betas_zero_snr", False)
        return Diffusion(config["beta_start"], config["beta_end"], prediction, job, to_zero=to_zero)

    def predict(self, network: nn.Module, noised: Tensor, levels: Tensor, conditions: Conditions) -> Tensor:
        batch, _, height, width = noised.shape
        # Original size, crop corner, target size: SDXL is told these; pictures here count as uncut.
        size = (height * 8, width * 8)
        time_ids = torch.tensor([[*size, 0, 0, *size]], device=noised.device, dtype=noised.dtype).expand(batch, -1)
        return network(
            noised,
            levels,
            encoder_hidden_states=conditions["sequence"],
            added_cond_kwargs={"text_embeds": conditions["pooled"], "time_ids": time_ids},
            return_dict=False,
        )[0]

    def export_key(self, module: str, network: nn.Module) -> KeyPair:
        name = "lora_unet_" + original_name(module, network.config.layers_per_block).replace(".", "_")
        return KeyPair(f"{name}.lora_down.weight", f"{name}.lora_up.weight", f"{name}.alpha")

    def tokens(self, latents: Tensor) -> int:
        return latents.shape[-2] * latents.shape[-1]

    def latent_shape(self, config: dict[str, Any], width: int, height: int, frames: int) -> tuple[int, ...]:
        return (config.get("in_channels", 4), height // 8, width // 8)

    def blank_conditions(self, config: dict[str, Any]) -> Conditions:
        # The pooled vector fills what the six sizes leave of the added embedding.
        pooled = config["projection_class_embeddings_input_dim"] - 6 * config["addition_time_embed_dim"]
        return {
            "sequence": torch.zeros(1, _CLIP_TOKENS, config["cross_attention_dim"]),
            "pooled": torch.zeros(1, pooled),
        }

    def make_tiny(self, folder: Path) -> None:
        # Unlike the real one it has attention at the finest level too: LoRA layers at 4 x 4 latents alone could not
        # learn to tell noise from picture.
        unet = UNet2DConditionModel(
            block_out_channels=(16, 16), layers_per_block=1, norm_num_groups=4,
            down_block_types=("CrossAttnDownBlock2D",) * 2, up_block_types=("CrossAttnUpBlock2D",) * 2,
            attention_head_dim=2, use_linear_projection=True, cross_attention_dim=32 + 48,
            addition_embed_type="text_time", addition_time_embed_dim=8,
            projection_class_embeddings_input_dim=6 * 8 + 48,
        )  # fmt: skip
        pipeline = StableDiffusionXLPipeline(
            vae=tiny.picture_vae(latent_channels=4),
            text_encoder=tiny.clip(), tokenizer=tiny.tokenizer(_CLIP_TOKENS),
            text_encoder_2=tiny.clip(width=48, projection=True), tokenizer_2=tiny.tokenizer(_CLIP_TOKENS),
            unet=unet, scheduler=tiny.diffusion_scheduler(), add_watermarker=False,
        )  # fmt: skip
        pipeline.save_pretrained(folder)


FAMILY = Sdxl()
