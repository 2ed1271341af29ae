"""How much GPU memory a job will take, from the network's configuration alone, and which switches make it fit.

The network is built without storage (PyTorch's meta device), one forward pass is traced, and the tensors that the
backward pass would keep are added up.
"""

from __future__ import annotations

import gc
from dataclasses import dataclass
from typing import Any

import torch

from lora_trainer.families.base import Family
from lora_trainer.job import Job
from lora_trainer.lora import add_lora
from lora_trainer.memory import Switches, allowed_rungs
from lora_trainer.metering import Trace, fused_attention, metered

GIB = 2**30
CONTEXT_BYTES = int(0.7 * GIB)  # CUDA's context with cuBLAS and cuDNN handles; nvidia-smi of an idle process
FRAGMENTATION = 1.08  # what the caching allocator holds beyond what is in use
# Bytes a weight: fp8 with a float a row, NF4 with a scale for 64 weights that is itself quantised (QLoRA, section 3).
_BYTES_PER_WEIGHT = {"fp8": 1.002, "nf4": 0.516}
_OPTIMIZER_BYTES = {"adamw": 8, "adamw8bit": 2, "prodigy": 16}


@dataclass(frozen=True)
class Estimate:
    """Expected bytes of one setting."""

    switches: Switches
    weights: int
    adapter: int
    activations: int

    @property
    def total(self) -> int:
        """The expected peak on the GPU."""
        return int((self.weights + self.adapter + self.activations) * FRAGMENTATION) + CONTEXT_BYTES

    def told(self) -> dict[str, Any]:
        """As JSON, in GiB."""
        parts = {"weights": self.weights, "adapter": self.adapter, "activations": self.activations, "total": self.total}
        return {"switches": str(self.switches), **{f"{name}GiB": round(size / GIB, 2) for name, size in parts.items()}}


def trace(family: Family, config: dict[str, Any], job: Job, width: int, height: int) -> Trace:
    """Builds the network of a configuration with its LoRA layers and traces one pass at a size in pixels."""
    assert job.rank is not None
    with torch.device("meta"):
        network = family.network_class.from_config(config).to(torch.bfloat16)
        add_lora(network, rank=job.rank, targets=family.targets, seed=0)
        latents = torch.zeros(job.batch_size, *family.latent_shape(config, width, height, job.frames))
        conditions = {
            name: value.expand(job.batch_size, *value.shape[1:]).to("meta", torch.bfloat16)
            for name, value in family.blank_conditions(config).items()
        }
        levels = torch.ones(job.batch_size)
    found = Trace()
    for name, parameter in network.named_parameters():
        if parameter.requires_grad:
            found.adapter += parameter.numel()
        else:
            found.parameters += parameter.numel()
            found.shrinkable += parameter.numel() if "blocks." in name and parameter.dim() == 2 else 0
    weights = {parameter.untyped_storage()._cdata for parameter in network.parameters()}
    with metered(network, found, weights), fused_attention():
        family.predict(network.train(), latents.to(torch.bfloat16), levels, conditions)
    del network
    gc.collect()
    return found


def estimate(found: Trace, job: Job, switches: Switches) -> Estimate:
    """The expected bytes of a traced network under some switches."""
    each_weight = 4 if job.precision == "fp32" else 2
    fixed = (found.parameters - found.shrinkable) * each_weight
    small = int(found.shrinkable * _BYTES_PER_WEIGHT.get(switches.base_weights, each_weight))
    whole_block = found.largest_block_weights * each_weight
    weights = fixed + (2 * whole_block if switches.offload else small)
    if switches.base_weights != "full" and not switches.gradient_checkpointing:
        weights += found.shrinkable * each_weight  # the backward pass keeps every layer's unpacked weight
    elif switches.base_weights != "full":
        weights += whole_block
    activations = found.saved
    if switches.gradient_checkpointing:
        activations = found.block_inputs + found.largest_block
    # fp32 weights, their gradients and the optimizer's state; EMA is one copy more.
    each = 8 + _OPTIMIZER_BYTES[job.optimizer] + (4 if job.ema else 0)
    # The pass was traced in bf16.
    return Estimate(switches, int(weights), found.adapter * each, activations * each_weight // 2)


def choose(found: Trace, job: Job, budget: int) -> tuple[Estimate, list[Estimate]]:
    """The first setting whose expected peak is under `budget` bytes (else the smallest), and all of them."""
    all_of_them = [estimate(found, job, rung) for rung in allowed_rungs(job)]
    fitting = next((each for each in all_of_them if each.total <= budget), None)
    return fitting or min(all_of_them, key=lambda each: each.total), all_of_them
