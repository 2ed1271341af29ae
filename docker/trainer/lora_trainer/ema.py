"""The moving mean of the trained weights, which is exported in their place where the job asks for it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import Tensor, nn


class Ema:
    """Exponential moving mean; early steps weigh more, so that it does not hang on the start (as in TensorFlow's)."""

    def __init__(self, parameters: list[nn.Parameter], decay: float) -> None:
        self._parameters = parameters
        self._decay = decay
        self._mean = [parameter.detach().clone() for parameter in parameters]

    @torch.no_grad()
    def update(self, step: int) -> None:
        """Takes in the weights after a step (counted from 1)."""
        decay = min(self._decay, (1 + step) / (10 + step))
        for mean, parameter in zip(self._mean, self._parameters, strict=True):
            # An expert that rests is on the CPU while its mean stays where it was made.
            mean.lerp_(parameter.to(mean.device), 1 - decay)

    @contextmanager
    def in_place(self) -> Iterator[None]:
        """Puts the mean into the network while a block runs."""
        live = [parameter.detach().clone() for parameter in self._parameters]
        self._put(self._mean)
        try:
            yield
        finally:
            self._put(live)

    def state(self) -> list[Tensor]:
        """The mean, on the CPU."""
        return [mean.cpu() for mean in self._mean]

    def set_state(self, state: list[Tensor]) -> None:
        """Sets what state() gave."""
        self._mean = [each.to(mean.device) for each, mean in zip(state, self._mean, strict=True)]

    @torch.no_grad()
    def _put(self, values: list[Tensor]) -> None:
        for parameter, value in zip(self._parameters, values, strict=True):
            parameter.copy_(value)
