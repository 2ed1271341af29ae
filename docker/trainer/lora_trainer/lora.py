"""LoRA layers in a network: put in by peft, read and set by name."""

from __future__ import annotations

import warnings

import torch
from peft import LoraConfig, get_peft_model_state_dict, inject_adapter_in_model, set_peft_model_state_dict
from torch import Tensor, nn

ADAPTER = "default"


def add_lora(network: nn.Module, *, rank: int, targets: str, seed: int) -> list[nn.Parameter]:
    """Freezes a network and puts trainable LoRA layers (fp32, alpha = rank) on the modules that match.

    Gives the trainable parameters, always in the same order and, for a seed, with the same values.
    """
    network.requires_grad_(False)
    config = LoraConfig(r=rank, lora_alpha=rank, target_modules=targets, init_lora_weights=True)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        inject_adapter_in_model(config, network, adapter_name=ADAPTER)
    trained = [parameter for parameter in network.parameters() if parameter.requires_grad]
    for parameter in trained:
        parameter.data = parameter.data.float()
    return trained


def lora_state(network: nn.Module) -> dict[str, Tensor]:
    """A copy of the LoRA tensors by peft's names (`module.lora_A.weight`), on the CPU."""
    state = get_peft_model_state_dict(network, adapter_name=ADAPTER)
    return {name: tensor.detach().to("cpu", copy=True).contiguous() for name, tensor in sorted(state.items())}


def set_lora_state(network: nn.Module, state: dict[str, Tensor]) -> None:
    """Sets what lora_state gave. Throws KeyError if a name is unknown or missing."""
    missing = set(lora_state(network)) ^ set(state)
    if missing:
        raise KeyError(f"the adapter does not fit the network: {sorted(missing)[:3]}")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        set_peft_model_state_dict(network, dict(state), adapter_name=ADAPTER)
