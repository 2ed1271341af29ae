"""SIGTERM and SIGINT, turned into a stop at a point that can be resumed."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from lora_trainer.exits import StopRequested


class Stop:
    """Whether a stop was asked for.

    Outside `deferred` the signal raises StopRequested where it lands (loading weights may take minutes and
    leaves nothing behind); inside, it only sets `requested`, and the loop ends after the step under way.
    """

    def __init__(self) -> None:
        self.requested = False
        self._deferred = False

    def install(self) -> None:
        """Takes over the two signals; does nothing outside the main thread (tests)."""
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGTERM, self._on_signal)
            signal.signal(signal.SIGINT, self._on_signal)

    @contextmanager
    def deferred(self) -> Iterator[None]:
        """Runs a block that must not be cut in the middle."""
        self._deferred = True
        try:
            yield
        finally:
            self._deferred = False

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        first = not self.requested
        self.requested = True
        if first and not self._deferred:
            raise StopRequested
