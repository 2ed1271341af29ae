"""The event lines on stdout: one JSON object a line, nothing else."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import IO, Any

STEP_INTERVAL_SECONDS = 0.5  # the contract: at most two step events a second


class Events:
    """Writes event lines to a stream; step events are thinned to two a second."""

    def __init__(self, stream: IO[str], heartbeat: Path | None = None) -> None:
        self._stream = stream
        self._heartbeat = heartbeat
        self._last_step = float("-inf")
        self._reader_gone = False

    def write(self, event: str, **fields: Any) -> None:
        """Writes one line and flushes it."""
        if self._reader_gone:
            return
        line = json.dumps({"event": event, **fields}, ensure_ascii=False) + "\n"
        try:
            # Half a pair of surrogates cannot be UTF-8; written as \udXXX it is what JSON calls it.
            self._stream.write(line.encode("utf-8", "backslashreplace").decode())
            self._stream.flush()
        except BrokenPipeError:
            # Who started the trainer is gone; the work is not: it goes on, and is found in output/.
            self._reader_gone = True
            print("events: nobody reads them any more; the training goes on", file=sys.stderr)

    def step(self, *, last: bool = False, **fields: Any) -> None:
        """Writes a `step` event if half a second has gone by since the last one, or it is the last."""
        now = time.monotonic()
        if not last and now - self._last_step < STEP_INTERVAL_SECONDS:
            return
        self._last_step = now
        self.beat()
        self.write("step", **fields)

    def warning(self, code: str, message: str) -> None:
        """Writes a `warning` event, and the same line to the log."""
        print(f"warning {code}: {message}", file=sys.stderr)
        self.write("warning", code=code, message=message)

    def beat(self) -> None:
        """Marks the trainer as alive for the image's health check."""
        if self._heartbeat is not None:
            self._heartbeat.touch()


def claim_stdout() -> IO[str]:
    """Keeps stdout for events alone: whatever else prints, libraries in C too, goes to stderr.

    Gives the stream that still reaches the real stdout.
    """
    sys.stdout.flush()
    stream = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
    os.dup2(2, 1)
    return stream
