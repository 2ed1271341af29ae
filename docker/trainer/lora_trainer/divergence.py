"""Tells a training that runs away from one that is only noisy."""

from __future__ import annotations

WINDOW = 25
FACTOR = 3.0  # losses of single steps spread by about 2; the mean of 25 does not triple by chance


class DivergenceWatch:
    """Compares the mean of the last 25 losses with that of the first 25; tells once."""

    def __init__(self) -> None:
        self._first: list[float] = []
        self._last: list[float] = []
        self._told = False

    def diverges(self, loss: float) -> bool:
        """Takes the loss of a step; gives True once, when the mean has tripled."""
        if len(self._first) < WINDOW:
            self._first.append(loss)
            return False
        self._last = [*self._last[-WINDOW + 1 :], loss]
        if self._told or len(self._last) < WINDOW or sum(self._last) <= FACTOR * sum(self._first):
            return False
        self._told = True
        return True
