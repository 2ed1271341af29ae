"""What a checkpoint holds of a loop: the adapter, the optimizer, the schedule, the moving mean, the random states."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lora_trainer.checkpoint import random_state, restore_random_state
from lora_trainer.lora import lora_state, set_lora_state
from lora_trainer.optimizers import to_device

if TYPE_CHECKING:
    from lora_trainer.loop import Loop


def packed(loop: Loop) -> dict[str, Any]:
    """The state of a loop after a step, as tensors and plain values."""
    return {
        "adapters": {expert.name: lora_state(network) for expert, network in loop.experts},
        "optimizer": loop.optimizer.state_dict(),
        "schedule": loop.schedule.state_dict(),
        "ema": loop.ema.state() if loop.ema else None,
        "random": random_state(loop.generator),
    }


def unpack(loop: Loop, state: dict[str, Any]) -> None:
    """Sets what packed() gave."""
    for expert, network in loop.experts:
        set_lora_state(network, state["adapters"][expert.name])
    loop.optimizer.load_state_dict(state["optimizer"])
    to_device(loop.optimizer, loop.settings.device)
    loop.schedule.load_state_dict(state["schedule"])
    if loop.ema:
        loop.ema.set_state(state["ema"])
    restore_random_state(state["random"], loop.generator)
