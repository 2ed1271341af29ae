"""Frozen base weights in less memory: 8-bit storage, and storage that stays off the GPU.

A layer keeps its weight as a plain tensor that module.to() does not see, and makes the full-precision weight anew
in every forward pass. With gradient checkpointing only one block's weights are whole at a time. Casting inside the
forward pass, rather than swapping the parameter's data around it, keeps the weight right for the backward pass.
"""

from __future__ import annotations

from collections.abc import Callable

import torch
from peft.tuners.tuners_utils import BaseTunerLayer
from torch import Tensor, nn

from lora_trainer.exits import bad_job

FP8 = torch.float8_e4m3fn
_FP8_LARGEST = torch.finfo(FP8).max


class FrozenLinear(nn.Module):
    """A linear layer whose weight is stored in `storage` (fp8 or its own type) on `home`."""

    def __init__(self, linear: nn.Linear, *, fp8: bool, home: torch.device | None) -> None:
        super().__init__()
        self.in_features, self.out_features = linear.in_features, linear.out_features
        self.bias = linear.bias
        self._home = home
        weight = linear.weight.detach()
        self._scale: Tensor | None = None
        if fp8:
            # One scale a row: fp8 has 3 bits of mantissa and few small values, so each row uses its whole range.
            self._scale = (weight.abs().amax(dim=1, keepdim=True).float() / _FP8_LARGEST).clamp(min=1e-12)
            weight = (weight.float() / self._scale).to(FP8)
        self._stored = self._settled(weight)

    @property
    def weight(self) -> Tensor:
        """The stored weight (its type and place are what peft looks at)."""
        return self._stored

    def forward(self, hidden: Tensor) -> Tensor:
        weight = self._stored.to(hidden.device, non_blocking=True)
        weight = weight.to(hidden.dtype)
        if self._scale is not None:
            weight = weight * self._scale.to(hidden.device, hidden.dtype)
        bias = None if self.bias is None else self.bias.to(hidden.dtype)
        return nn.functional.linear(hidden, weight, bias)

    def _settled(self, weight: Tensor) -> Tensor:
        if self._home is None:
            return weight
        weight = weight.to(self._home)
        # Pinned memory is copied to a GPU while it computes.
        return weight.pin_memory() if torch.cuda.is_available() and weight.device.type == "cpu" else weight

    def _apply(self, fn: Callable[[Tensor], Tensor], recurse: bool = True) -> nn.Module:
        super()._apply(fn, recurse)
        if self._home is None:
            moved = fn(self._stored)
            # A change of type (half(), float()) is for layers that compute in their storage; only the place counts.
            self._stored = moved if moved.dtype == self._stored.dtype else self._stored.to(moved.device)
            if self._scale is not None:
                self._scale = self._scale.to(self._stored.device)
        return self


def shrink_linears(network: nn.Module, make: Callable[[nn.Linear], nn.Module]) -> int:
    """Replaces the base layers under the LoRA layers, and the other large linear layers, by what `make` gives.

    Gives the number of layers replaced. LoRA's own layers, and layers outside repeated blocks, stay as they are.
    """
    replaced = 0
    for name, module in list(network.named_modules()):
        for child_name, child in list(module.named_children()):
            path = f"{name}.{child_name}" if name else child_name
            if isinstance(child, nn.Linear) and not isinstance(child, BaseTunerLayer) and _shrinks(path):
                setattr(module, child_name, make(child))
                replaced += 1
    return replaced


def _shrinks(path: str) -> bool:
    return "blocks." in path and ".lora_" not in path


def four_bit(linear: nn.Linear) -> nn.Module:
    """The layer with NF4 weights, packed as it moves to the GPU. Throws TrainerError (64) without bitsandbytes."""
    try:
        from bitsandbytes.nn import Linear4bit, Params4bit
    except ImportError as error:
        message = "baseWeights: nf4 needs bitsandbytes, which requirements/cuda.txt installs; or choose fp8"
        raise bad_job("no-4bit", message) from error

    packed = Linear4bit(
        linear.in_features,
        linear.out_features,
        bias=linear.bias is not None,
        compute_dtype=linear.weight.dtype,
        quant_type="nf4",
    )
    packed.weight = Params4bit(linear.weight.data, requires_grad=False, quant_type="nf4")
    packed.bias = linear.bias
    return packed
