"""The networks of a base model: one for most families, two that share the noise range for WAN 2.2."""

from __future__ import annotations

from collections.abc import Iterator

import torch
from torch import nn

from lora_trainer.families.base import Expert

# Steps an expert is trained for before the next one's turn, since each change moves a network: ai-toolkit's
# switch_boundary_every for WAN 2.2.
TURN_STEPS = 10


class Experts:
    """The networks by expert; of several only the one at work is on a GPU."""

    def __init__(self, networks: dict[Expert, nn.Module], device: torch.device, steps: int) -> None:
        self._networks = networks
        self._device = device
        # A short job gives each expert at least two turns.
        self._turn = max(1, min(TURN_STEPS, steps // (2 * len(networks))))
        self._in_place: set[Expert] = set()

    def __iter__(self) -> Iterator[tuple[Expert, nn.Module]]:
        return iter(self._networks.items())

    def at(self, step: int) -> tuple[Expert, nn.Module]:
        """The expert whose turn a step is, ready on the device."""
        expert = list(self._networks)[step // self._turn % len(self._networks)]
        return expert, self.activated(expert)

    def for_level(self, share: float) -> nn.Module:
        """The network that works at a share (0 to 1) of the noise range, ready on the device."""
        found = next((each for each in self._networks if each.low <= share <= each.high), None)
        return self.activated(found or next(iter(self._networks)))

    def activated(self, expert: Expert) -> nn.Module:
        """Puts an expert on the device, and the one that was there back into main memory."""
        if expert not in self._in_place:
            if self._device.type != "cpu":  # cuda only
                for resting in self._in_place:
                    self._networks[resting].to("cpu")
                self._in_place.clear()
            self._networks[expert].to(self._device)
            self._in_place.add(expert)
        return self._networks[expert]
