"""What a family's adapter gives; everything else of the trainer is the same for all."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import torch
from torch import Tensor, nn

from lora_trainer.job import Job
from lora_trainer.objectives import Objective

# Everything a network is told besides the noised latents and the level; each tensor has a batch axis first.
Conditions = dict[str, Tensor]


@dataclass(frozen=True)
class Defaults:
    """Values for what job.json leaves open; each adapter names their source."""

    rank: int
    learning_rate: float
    resolution: tuple[int, ...]
    sample_steps: int
    guidance: float


@dataclass(frozen=True)
class Expert:
    """One network to train: its folder in the base model and the share of the noise range it works on."""

    name: str
    low: float = 0.0
    high: float = 1.0
    role: str = "lora"  # of its exported file, in the `done` event


@dataclass(frozen=True)
class KeyPair:
    """How one LoRA layer is named in the exported file."""

    down: str
    up: str
    alpha: str | None = None


class TextEncoder(ABC):
    """Turns captions into conditions; dropped from memory once all captions are cached."""

    @abstractmethod
    def encode(self, caption: str) -> Conditions:
        """The conditions of one caption, batch axis of 1."""


class Vae(ABC):
    """Turns pixels (-1 to 1; B C H W) into latents and back."""

    @abstractmethod
    def encode(self, pixels: Tensor) -> Tensor:
        """The normalised latents of a batch of pictures."""

    @abstractmethod
    def decode(self, latents: Tensor) -> Tensor:
        """The pictures (B C H W, -1 to 1) of normalised latents; of a clip the first frame."""

    @abstractmethod
    def to(self, device: torch.device) -> None:
        """Moves the weights."""


class Family(ABC):
    """One family of models: what differs between FLUX, SDXL and WAN, and nothing more."""

    name: str
    defaults: Defaults
    pixel_multiple: int
    targets: str  # regular expression over a network's module names: where LoRA layers go
    experts: tuple[Expert, ...] = (Expert("transformer"),)
    key_form: re.Pattern[str]  # an exported key; groups `layer` and `side`
    pipelines: tuple[str, ...] = ()  # the pipeline classes that a base model's model_index.json may name
    takes_guidance: bool = False  # whether the network takes the guidance as an input (a distilled model)
    network_class: type[Any]  # the diffusers model of `experts`
    encoder_bytes: int  # the text encoders and the VAE in bf16: the peak while caching
    # Configurations of well-known base models, by hub id: `plan` and `bench` need no download for these.
    known: ClassVar[dict[str, dict[str, Any]]] = {}
    clips: bool = False  # whether the family learns clips (several frames)
    modelspec: str = ""  # "modelspec.architecture" in the exported header

    def complete(self, job: Job) -> Job:
        """The job with the family's values for what it leaves open."""
        own = self.defaults
        return job.with_defaults(rank=own.rank, learning_rate=own.learning_rate, resolution=own.resolution)

    def caching_bytes(self, job: Job) -> int:
        """What the text encoders and the VAE of a job take at the most; they are loaded in its precision."""
        return self.encoder_bytes * (2 if job.precision == "fp32" else 1)

    @abstractmethod
    def text_encoder(self, base: Path, device: torch.device, dtype: torch.dtype) -> TextEncoder:
        """Loads the tokenizers and text encoders of a base model folder in diffusers' form."""

    @abstractmethod
    def vae(self, base: Path, device: torch.device, dtype: torch.dtype) -> Vae:
        """Loads the VAE of a base model."""

    def network(self, base: Path, expert: Expert, dtype: torch.dtype) -> nn.Module:
        """Loads one denoising network of a base model, on the CPU."""
        network: nn.Module = self.network_class.from_pretrained(base, subfolder=expert.name, torch_dtype=dtype)
        return network

    def encoders_from_single_file(self, file: Path, reference: Path, folder: Path) -> None:
        """Writes the encoders that a single-file checkpoint holds over those of the reference; most hold none."""
        return None

    def config(self, base: Path) -> dict[str, Any]:
        """The configuration of a base model's (first) network."""
        config: dict[str, Any] = self.network_class.load_config(base, subfolder=self.experts[0].name)
        return config

    @abstractmethod
    def latent_shape(self, config: dict[str, Any], width: int, height: int, frames: int) -> tuple[int, ...]:
        """The latents' shape (no batch axis) of a picture or clip of a size in pixels."""

    @abstractmethod
    def blank_conditions(self, config: dict[str, Any]) -> Conditions:
        """Zeros in the shape of a caption's conditions, for `plan` and `bench`."""

    @abstractmethod
    def objective(self, base: Path, job: Job) -> Objective:
        """The training objective of a base model."""

    @abstractmethod
    def predict(self, network: nn.Module, noised: Tensor, levels: Tensor, conditions: Conditions) -> Tensor:
        """One forward pass: the network's answer, in the shape of `noised`."""

    @abstractmethod
    def export_key(self, module: str, network: nn.Module) -> KeyPair:
        """The names of a LoRA layer in the exported file, from the module's name in the network."""

    @abstractmethod
    def tokens(self, latents: Tensor) -> int:
        """How many tokens the network sees for latents of this shape (batch axis first)."""

    @abstractmethod
    def make_tiny(self, folder: Path) -> None:
        """Writes a random base model of under 1 MB in diffusers' form, the same one each time."""
