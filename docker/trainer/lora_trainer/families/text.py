"""Text encoders as the families share them: CLIP and T5."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor
from transformers import AutoTokenizer, PreTrainedModel


class LoadedEncoder:
    """A tokenizer with its encoder, from two sub-folders of a base model."""

    def __init__(
        self, kind: type[PreTrainedModel], base: Path, number: str, device: torch.device, dtype: torch.dtype
    ) -> None:
        self.tokenizer = AutoTokenizer.from_pretrained(base / f"tokenizer{number}")
        self.model = kind.from_pretrained(base / f"text_encoder{number}", dtype=dtype).to(device).eval()

    def tokens(self, caption: str, length: int) -> dict[str, Tensor]:
        """Token numbers and mask of a caption, padded or cut to `length` tokens."""
        tokens = self.tokenizer(caption, padding="max_length", max_length=length, truncation=True, return_tensors="pt")
        return {key: tokens[key].to(self.model.device) for key in ("input_ids", "attention_mask")}
