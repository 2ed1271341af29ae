"""WAN 2.2 text-to-video 14B: WAN 2.1's network twice, one expert for the noisy part of the way and one for the rest."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

from lora_trainer.families.base import Expert
from lora_trainer.families.wan import Wan, tiny_pipeline, tiny_transformer

# boundary_ratio in model_index.json of Wan-AI/Wan2.2-T2V-A14B-Diffusers; musubi-tuner has the same for text-to-video.
_BOUNDARY = 0.875


class Wan22(Wan):
    """The adapter of WAN 2.2 T2V A14B; leaves two files, one an expert."""

    name = "wan22"
    experts = (
        Expert("transformer", _BOUNDARY, 1.0, role="lora-high-noise"),
        Expert("transformer_2", 0.0, _BOUNDARY, role="lora-low-noise"),
    )
    known: ClassVar[dict[str, dict[str, Any]]] = {
        "Wan-AI/Wan2.2-T2V-A14B-Diffusers": {"num_attention_heads": 40, "num_layers": 40, "ffn_dim": 13824},
    }
    # Guidance 3.5: ai-toolkit's WAN 2.2 example.
    defaults = replace(Wan.defaults, guidance=3.5)
    modelspec = "wan-2.2-t2v/lora"

    def make_tiny(self, folder: Path) -> None:
        # The second network comes last, so that the other parts have the same weights as WAN 2.1's.
        pipeline = tiny_pipeline(boundary_ratio=_BOUNDARY)
        pipeline.register_modules(transformer_2=tiny_transformer())
        pipeline.save_pretrained(folder)


FAMILY = Wan22()
