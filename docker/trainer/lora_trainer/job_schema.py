"""What each key of job.json takes. README.md shows the same table to people (a test compares the two)."""

from __future__ import annotations

import re

from lora_trainer.job_fields import (
    Field,
    choice,
    flag,
    frames,
    number,
    or_null,
    prompts,
    repeats,
    resolution,
    text,
    whole,
)

MAX_STEPS = 100_000
OPTIMIZERS = ("adamw", "adamw8bit", "prodigy")
PRECISIONS = ("fp32", "bf16")
SCHEDULES = ("constant", "cosine")
BASE_WEIGHTS = ("auto", "full", "fp8", "nf4")
TIMESTEPS = ("logit-normal", "uniform", "mode")


def _snake(key: str) -> str:
    return re.sub(r"[A-Z]", lambda letter: "_" + letter.group().lower(), key)


FIELDS: dict[str, Field] = {
    key: Field(attribute=_snake(key), **field)
    for key, field in {
        "trainingId": text(1, 128, required=True),
        "family": text(1, 32, required=True),
        "baseModel": text(1, 500, required=True),
        "revision": or_null(text(1, 100)),
        "name": text(1, 200, required=True),
        "triggerWord": text(1, 100, required=True),
        "isStyle": flag(default=False),
        "steps": whole(1, MAX_STEPS, required=True),
        "learningRate": or_null(number(0, 2)),
        "rank": or_null(whole(1, 256)),
        "resolution": resolution(),
        "batchSize": whole(1, 64, default=1),
        "optimizer": choice(*OPTIMIZERS, default="adamw"),
        "precision": choice(*PRECISIONS, default="bf16"),
        "masks": flag(default=False),
        "initial": flag(default=False),
        "seed": whole(0, 2**32 - 1, default=0),
        "checkpointEvery": whole(0, MAX_STEPS, default=250),  # ai-toolkit
        "exportEvery": whole(0, MAX_STEPS, default=0),
        "sampleEvery": whole(0, MAX_STEPS, default=0),
        "samplePrompts": prompts(default=()),
        "sampleSteps": or_null(whole(1, 100)),
        "schedule": choice(*SCHEDULES, default="constant"),
        "warmupSteps": whole(0, MAX_STEPS, default=0),
        "weightDecay": number(0, 1, default=0.01),  # PyTorch's AdamW, diffusion-pipe
        "maxGradNorm": number(0, 1000, default=1.0),  # diffusion-pipe, SimpleTuner
        "captionDropout": number(0, 0.9, default=0.05),  # ai-toolkit, Replicate
        "gradientAccumulation": whole(1, 64, default=1),
        "ema": number(0, 0.9999, default=0.0),
        "flip": flag(default=False),
        "repeats": repeats(default={}),
        "frames": frames(default=1),
        "timesteps": choice(*TIMESTEPS, default="logit-normal"),  # Esser et al. 2024; diffusion-pipe
        "shift": or_null(number(0.1, 20)),
        "minSnrGamma": number(0, 20, default=5.0),  # Hang et al. 2023
        "noiseOffset": number(0, 0.5, default=0.0),
        "baseWeights": choice(*BASE_WEIGHTS, default="auto"),
        "gradientCheckpointing": or_null(flag()),
        "offload": or_null(flag()),
        "retryOnOutOfMemory": flag(default=True),
        "compile": flag(default=False),
        "createdAt": or_null(text(10, 40)),
    }.items()
}
