"""What autograd keeps of one forward pass for the backward pass, in all and block by block."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor, nn


@dataclass
class Trace:
    """What one traced forward pass showed."""

    saved: int = 0
    largest_block: int = 0
    block_inputs: int = 0
    largest_block_weights: int = 0
    shrinkable: int = 0
    parameters: int = 0
    adapter: int = 0
    seen: set[int] = field(default_factory=set)  # the storages that have been counted


@contextmanager
def metered(network: nn.Module, found: Trace, weights: set[int]) -> Iterator[None]:
    """Adds up what autograd keeps, in all and block by block."""
    keep: list[Tensor] = []  # storages must stay alive, or their identity is used again
    before: list[int] = []

    def pack(tensor: Tensor) -> Tensor:
        identity = tensor.untyped_storage()._cdata
        if identity not in weights and identity not in found.seen:
            found.seen.add(identity)
            keep.append(tensor)
            found.saved += tensor.untyped_storage().nbytes()
        return tensor

    def enter(_module: nn.Module, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        hidden = args[0] if args else kwargs["hidden_states"]
        found.block_inputs += hidden.numel() * hidden.element_size()
        before.append(found.saved)

    def leave(module: nn.Module, *_: Any) -> None:
        found.largest_block = max(found.largest_block, found.saved - before.pop())
        size = sum(parameter.numel() for parameter in module.parameters() if parameter.dim() == 2)
        found.largest_block_weights = max(found.largest_block_weights, size)

    handles = []
    for block in blocks_of(network):
        handles += [block.register_forward_pre_hook(enter, with_kwargs=True), block.register_forward_hook(leave)]
    with torch.autograd.graph.saved_tensors_hooks(pack, lambda tensor: tensor):
        yield
    for handle in handles:
        handle.remove()


def blocks_of(network: nn.Module) -> list[nn.Module]:
    """The innermost repeated blocks: the units that gradient checkpointing runs again."""
    blocks = [
        child
        for module in network.modules()
        if isinstance(module, nn.ModuleList)
        for child in module
        if "Block" in type(child).__name__
    ]
    outer = {id(block) for block in blocks for inner in block.modules() if inner is not block and inner in blocks}
    return [block for block in blocks if id(block) not in outer]


@contextmanager
def fused_attention() -> Iterator[None]:
    """Attention as a GPU has it: the score matrix is never kept (the meta device would trace it)."""
    plain = nn.functional.scaled_dot_product_attention

    def fused(query: Tensor, key: Tensor, value: Tensor, *_: Any, **__: Any) -> Tensor:
        return _Attention.apply(query, key, value)

    patched: Callable[..., Tensor] = fused
    nn.functional.scaled_dot_product_attention = patched
    try:
        yield
    finally:
        nn.functional.scaled_dot_product_attention = plain


class _Attention(torch.autograd.Function):
    """Keeps query, key, value and answer, as flash attention does."""

    @staticmethod
    def forward(ctx: Any, query: Tensor, key: Tensor, value: Tensor) -> Tensor:
        answer = torch.empty_like(query)
        ctx.save_for_backward(query, key, value, answer)
        return answer

    @staticmethod
    def backward(ctx: Any, *_: Any) -> Any:
        raise RuntimeError("a traced pass has no backward")
