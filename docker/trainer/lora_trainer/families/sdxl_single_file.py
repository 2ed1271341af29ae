"""What an SDXL checkpoint of one file holds besides its UNet: encoders, VAE and the kind of prediction."""

from __future__ import annotations

import json
from pathlib import Path

import torch
from diffusers import AutoencoderKL, StableDiffusionXLPipeline
from safetensors import safe_open


def write_encoders(file: Path, reference: Path, folder: Path) -> None:
    """Writes the VAE, the text encoders and the scheduler of a single file over those in `folder`.

    Takes the folder of a base model in diffusers' form as the reference for their configurations.
    """
    # Fine-tunes of SDXL change the text encoders and often the VAE.
    vae = AutoencoderKL.from_single_file(
        str(file), config=str(reference), subfolder="vae", local_files_only=True, torch_dtype=torch.float32
    )
    vae.save_pretrained(folder / "vae")
    pipeline = StableDiffusionXLPipeline.from_single_file(
        str(file), config=str(reference), unet=None, vae=None, local_files_only=True, torch_dtype=torch.bfloat16
    )
    for part in ("text_encoder", "text_encoder_2"):
        getattr(pipeline, part).save_pretrained(folder / part)
    _note_prediction(file, folder / "scheduler" / "scheduler_config.json")


def _note_prediction(file: Path, scheduler: Path) -> None:
    """Single files that predict velocity say so by tensors of these names, without a use for their values."""
    with safe_open(file, framework="pt") as opened:
        marks = {"v_pred", "ztsnr"} & set(opened.keys())
    if "v_pred" in marks:
        config = json.loads(scheduler.read_text())
        config |= {"prediction_type": "v_prediction", "rescale_betas_zero_snr": "ztsnr" in marks}
        scheduler.write_text(json.dumps(config, indent=2))
