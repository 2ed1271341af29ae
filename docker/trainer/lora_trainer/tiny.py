"""Random base models of under 1 MB, made in seconds without a network, so that all code runs on any CPU."""

from __future__ import annotations

import shutil
import string
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from diffusers import AutoencoderKL, EulerDiscreteScheduler, FlowMatchEulerDiscreteScheduler
from filelock import FileLock
from tokenizers import Tokenizer, models, pre_tokenizers, processors
from transformers import (
    CLIPTextConfig,
    CLIPTextModel,
    CLIPTextModelWithProjection,
    PreTrainedModel,
    PreTrainedTokenizerFast,
    T5Config,
    T5EncoderModel,
)

if TYPE_CHECKING:
    from lora_trainer.families.base import Family

TINY_SEED = 20240501
_MADE_BY = "v4"  # part of the folder's name: raise it when a tiny model changes
_SPECIAL = ["<pad>", "<end>", "<other>"]
_LETTERS = sorted(set(string.printable))
_VOCABULARY = {token: number for number, token in enumerate([*_SPECIAL, *_LETTERS])}
_WIDTH = 32


def ensure_tiny(family: Family, models_folder: Path) -> Path:
    """Gives the folder of a family's tiny model in the shared cache, made on the first call.

    One process makes it, others wait; it appears whole or not at all.
    """
    folder = models_folder / f"tiny-{family.name}-{_MADE_BY}"
    models_folder.mkdir(parents=True, exist_ok=True)
    with FileLock(models_folder / f".{folder.name}.lock"):
        if not folder.exists():
            making = models_folder / f".{folder.name}.part"
            shutil.rmtree(making, ignore_errors=True)
            write_tiny(family, making)
            making.rename(folder)
    return folder


def write_tiny(family: Family, folder: Path) -> None:
    """Writes a family's tiny model, always with the same weights."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(TINY_SEED)
        family.make_tiny(folder)


def tokenizer(length: int) -> PreTrainedTokenizerFast:
    """A tokenizer of one token a character, `length` tokens at most, with an end token."""
    core = Tokenizer(models.WordLevel(_VOCABULARY, unk_token="<other>"))
    core.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    core.post_processor = processors.TemplateProcessing(single="$A <end>", special_tokens=[("<end>", 1)])
    return PreTrainedTokenizerFast(
        tokenizer_object=core, model_max_length=length, pad_token="<pad>", eos_token="<end>", unk_token="<other>"
    )


def clip(*, width: int = _WIDTH, projection: bool = False) -> PreTrainedModel:
    """A CLIP text encoder of two layers."""
    config = CLIPTextConfig(
        vocab_size=len(_VOCABULARY), hidden_size=width, intermediate_size=width, num_hidden_layers=2,
        num_attention_heads=2, projection_dim=width, max_position_embeddings=77,
        pad_token_id=0, bos_token_id=1, eos_token_id=1,
    )  # fmt: skip
    return (CLIPTextModelWithProjection if projection else CLIPTextModel)(config)


def t5(kind: type[PreTrainedModel] = T5EncoderModel) -> PreTrainedModel:
    """A T5 encoder (or UMT5's) of one layer."""
    config: Any = kind.config_class if kind is not T5EncoderModel else T5Config
    return kind(
        config(vocab_size=len(_VOCABULARY), d_model=_WIDTH, d_kv=16, d_ff=_WIDTH, num_layers=1, num_heads=2,
               pad_token_id=0, eos_token_id=1)
    )  # fmt: skip


def picture_vae(latent_channels: int) -> AutoencoderKL:
    """A VAE that makes pictures eight times smaller each way."""
    return AutoencoderKL(
        block_out_channels=(4, 4, 4, 4), norm_num_groups=2, latent_channels=latent_channels, layers_per_block=1,
        down_block_types=("DownEncoderBlock2D",) * 4, up_block_types=("UpDecoderBlock2D",) * 4,
        use_quant_conv=False, use_post_quant_conv=False, scaling_factor=3.0, shift_factor=0.0,
    )  # fmt: skip


def flow_scheduler(*, dynamic: bool) -> FlowMatchEulerDiscreteScheduler:
    """A rectified flow scheduler; `dynamic`: with a shift by the picture's size, as FLUX has it."""
    return FlowMatchEulerDiscreteScheduler(shift=3.0, use_dynamic_shifting=dynamic)


def diffusion_scheduler() -> EulerDiscreteScheduler:
    """SDXL's scheduler."""
    return EulerDiscreteScheduler(
        beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", prediction_type="epsilon", steps_offset=1,
        timestep_spacing="leading",
    )  # fmt: skip
