"""A trainer of no dependencies that does what a test tells it: it stands in for `lora_trainer`.

`job.json` holds a list `fake` of acts, done in order, each an object of one key:
  print, error: a line to standard output or standard error     half: the same without its end
  flood: so many bytes of numbered lines    long_line: a line of so many bytes    noise: bytes that are no UTF-8
  sleep: seconds    exit: with this code    crash: by this signal    allocate: so many bytes, touched
  on_term: "ignore", or the exit code after SIGTERM (75 unless told)
  heartbeat: a child that appends to output/heartbeat ten times a second
  write: a file at this path (and its folders)    remove: a file    show: prints a file    fill: a file until the disk is
  full, then ends with 70    blob: so many bytes into a file of the output    sample: a file of the output, announced    fetch: a connection to host:port, else ends with 66
  variables: prints the environment as JSON    count: appends a line to output/starts
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

HEARTBEAT = "import sys, time\nwhile True: open(sys.argv[1], 'a').write('.'); time.sleep(0.1)"


def say(text: str, end: str = "\n") -> None:
    sys.stdout.write(text + end)
    sys.stdout.flush()


def flood(size: int) -> None:
    number = 0
    while size > 0:
        line = f"{number:07d} {'x' * 1000}\n"
        sys.stdout.write(line)
        size -= len(line)
        number += 1
    sys.stdout.flush()


def noise() -> None:
    sys.stdout.buffer.write(bytes(range(256)) + b"\xff\xfe\xc3\x28\n")
    sys.stdout.buffer.flush()


def allocate(size: int) -> None:
    held = bytearray(size)
    held[:: os.sysconf("SC_PAGE_SIZE")] = b"x" * len(held[:: os.sysconf("SC_PAGE_SIZE")])
    say(f"allocated {len(held)}")


def heartbeat(path: Path) -> None:
    subprocess.Popen([sys.executable, "-c", HEARTBEAT, str(path)])


def on_term(choice: str | int) -> None:
    if choice == "ignore":
        signal.signal(signal.SIGTERM, lambda *_: say("ignored"))
        return

    def stop(*_: object) -> None:
        say(json.dumps({"event": "stopped", "step": 1}))
        os._exit(int(choice))

    signal.signal(signal.SIGTERM, stop)


def fill(path: Path) -> None:
    try:
        with path.open("wb", buffering=0) as file:
            while file.write(b"x" * 65536):
                pass
    except OSError as error:
        print(error, file=sys.stderr, flush=True)
        sys.exit(70)


def sample(output: Path, path: str) -> None:
    (output / path).parent.mkdir(parents=True, exist_ok=True)
    (output / path).write_text("a picture")
    say(json.dumps({"event": "sample", "step": 1, "path": path, "prompt": "x"}))


def fetch(address: str) -> None:
    host, port = address.rsplit(":", 1)
    try:
        with socket.create_connection((host, int(port)), timeout=10) as connection:
            say(connection.recv(100).decode().strip())
    except OSError as error:
        print(error, file=sys.stderr, flush=True)
        sys.exit(66)


def crash(name: str) -> None:
    sys.stdout.flush()
    os.kill(os.getpid(), signal.Signals[name])


def sleep(seconds: float) -> None:
    """A signal's handler must not shorten it."""
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        time.sleep(min(left, 1))


def perform(name: str, value: object, output: Path) -> None:
    match name:
        case "print":
            say(str(value))
        case "half":
            say(str(value), end="")
        case "error":
            print(value, file=sys.stderr, flush=True)
        case "flood":
            flood(int(value))  # type: ignore[call-overload]
        case "long_line":
            say("y" * int(value))  # type: ignore[call-overload]
        case "noise":
            noise()
        case "sleep":
            sleep(float(value))  # type: ignore[arg-type]
        case "exit":
            sys.exit(int(value))  # type: ignore[call-overload]
        case "crash":
            crash(str(value))
        case "allocate":
            allocate(int(value))  # type: ignore[call-overload]
        case "on_term":
            on_term(value)  # type: ignore[arg-type]
        case "heartbeat":
            heartbeat(output / "heartbeat")
        case "write":
            Path(str(value)).parent.mkdir(parents=True, exist_ok=True)
            Path(str(value)).write_text("x")
        case "remove":
            Path(str(value)).unlink()
        case "show":
            say(Path(str(value)).read_text(), end="")
        case "fill":
            fill(Path(str(value)))
        case "blob":
            (output / "blob").write_bytes(bytes(int(value)))  # type: ignore[call-overload]
        case "sample":
            sample(output, str(value))
        case "fetch":
            fetch(str(value))
        case "variables":
            say(json.dumps(dict(os.environ)))
        case "count":
            with (output / "starts").open("a") as starts:
                starts.write(f"{os.getpid()}\n")
        case _:
            sys.exit(f"unknown act {name}")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("command", choices=["train"])
    parser.add_argument("--job", type=Path, required=True)
    parser.add_argument("--models", type=Path, required=True)
    parser.add_argument("--hub-token-file", type=Path)
    arguments = parser.parse_args()
    on_term(75)
    output = arguments.job / "output"
    for act in json.loads((arguments.job / "job.json").read_text())["fake"]:
        for name, value in act.items():
            perform(name, value, output)


if __name__ == "__main__":
    main()
