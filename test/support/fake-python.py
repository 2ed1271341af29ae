#!/usr/bin/env -S python3 -I -S
"""A Python for TRAINER_PYTHON that "has the trainer's packages": it trains in a moment, and needs none of them.

It answers `-c` (the check of its packages) with success, `-m lora_trainer create-masks` with files that are there and
no more, and `-m lora_trainer train` as the trainer's contract says: events, samples, a checkpoint to go on from,
SIGTERM, and a real LoRA of the family in the output folder. How it behaves is in `behaviour.json` beside this file, read at the start of each training and before each step:
  steps: so many (those of the job, unless told)    secondsPerStep: 0.01 unless told
  hold: stays at this step until it is taken away   exit: ends with this code instead    error: saying this
  keepsSteps: true, the LoRAs of steps on the way, as the job asks for them
  masks: "unavailable", `create-masks` says so    nobody: on so many pictures it finds nobody
  broken: "nan" or "unlearned", a file that must not pass    kilobytes: how large the file is at least
Each start appends the training's id and its process to `starts` beside this file, and each start, step and end
a line of JSON to `journal`: what, the training, the process, its life, the slot's device and the time.
Where FAKE_TRAINER_HOME is set, as in its image, these files are in that folder instead.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
import random
import signal
import struct
import sys
import time
import zlib
from pathlib import Path

HERE = Path(os.environ.get("FAKE_TRAINER_HOME") or Path(sys.argv[0]).resolve().parent)
# Processes of two containers may have the same number.
LIFE = os.urandom(8).hex()
KEYS = {
    "flux": ("transformer.transformer_blocks.0.attn.to_q", "lora_A.weight", "lora_B.weight"),
    "sdxl": ("lora_unet_input_blocks_4_1_proj_in", "lora_down.weight", "lora_up.weight"),
    "wan": ("diffusion_model.blocks.0.self_attn.q", "lora_A.weight", "lora_B.weight"),
    "wan22": ("diffusion_model.blocks.0.self_attn.q", "lora_A.weight", "lora_B.weight"),
}
# One file, unless the family has two experts.
ROLES = {"wan22": ("lora-high-noise", "lora-low-noise")}
stopping = False


def behaviour() -> dict:
    try:
        return json.loads((HERE / "behaviour.json").read_text())
    except FileNotFoundError:
        return {}


def say(**event: object) -> None:
    try:
        sys.stdout.write(json.dumps(event) + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        pass


def note(what: str, job: dict, **more: object) -> None:
    """One short write to a file opened for appending: lines of several trainers do not mix."""
    slot = os.environ.get("CUDA_VISIBLE_DEVICES", "")
    where = sys.argv[sys.argv.index("--job") + 1]
    line = {"what": what, "training": job["trainingId"], "pid": os.getpid(), "slot": slot, "folder": where}
    line |= {"life": LIFE, "at": time.time(), **more}
    with (HERE / "journal").open("a") as journal:
        journal.write(json.dumps(line) + "\n")


def stop(*_: object) -> None:
    global stopping
    stopping = True


def lora(job: dict, steps: int, broken: str | None, kilobytes: int) -> bytes:
    """A safetensors file with one pair of matrices that depend on the training."""
    module, down, up = KEYS[job["family"]]
    rank = int(job["rank"] or 4)
    width = max(16, kilobytes * 1024 // (8 * rank))
    seed = hashlib.sha256(f"{job['trainingId']} {steps}".encode()).digest()
    grown = [0.0 if broken == "unlearned" else (seed[i % 32] + 1) / 256 for i in range(rank * width)]
    if broken == "nan":
        grown[3] = float("nan")
    tensors = {f"{module}.{down}": ([rank, width], [0.5] * (rank * width)), f"{module}.{up}": ([width, rank], grown)}
    header: dict = {"__metadata__": {"training_id": job["trainingId"], "trigger_word": job["triggerWord"]}}
    body = b""
    for name, (shape, values) in tensors.items():
        data = struct.pack(f"<{len(values)}f", *values)
        header[name] = {"dtype": "F32", "shape": shape, "data_offsets": [len(body), len(body) + len(data)]}
        body += data
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + body


def write_whole(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".partial")
    partial.write_bytes(content)
    os.replace(partial, path)


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def drawing(job: dict, step: int, number: int, side: int = 64) -> bytes:
    """A PNG of a house in colours of the training and the prompt, under less noise with each step; with a text in it."""
    colours = hashlib.sha256(f"{job['trainingId']} {number}".encode()).digest()
    grain = random.Random(f"{job['trainingId']} {step} {number}")
    noise = max(0.0, 1 - step / int(job["steps"]))
    rows = b""
    for y in range(side):
        rows += b"\0"
        for x in range(side):
            part = 0 if y < side / 2 else 3
            if abs(x - side / 2) < side / 4 and y > side / 2 and y < side * 0.85:
                part = 6
            elif side / 4 < y <= side / 2 and abs(x - side / 2) < (y - side / 4) * 1.2:
                part = 9
            kept = (1 - noise) * (0.9 + 0.1 * grain.random())
            rows += bytes(int(colours[part + at] * kept + 255 * noise * grain.random()) for at in range(3))
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    parts = (b"IHDR", header), (b"tEXt", b"prompt\0secret words"), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(name, data) for name, data in parts)


def loss(step: int, steps: int) -> float:
    """Falls quickly, then slowly, and wavers, as a real one does."""
    return 0.09 + 0.3 * math.exp(-6 * step / steps) + 0.012 * math.sin(step * 2.7) + 0.006 * math.sin(step * 0.31)


def samples_drawn(job: dict, output: Path, step: int) -> None:
    for number, prompt in enumerate(job["samplePrompts"]):
        path = output / "samples" / f"step-{step:06d}-{number}.png"
        write_whole(path, drawing(job, step, number))
        say(event="sample", step=step, path=str(path.relative_to(output)), prompt=prompt)


def steps_done(job: dict, output: Path, steps: int) -> None:
    checkpoint = output / "checkpoint"
    first = int(checkpoint.read_text()) if checkpoint.exists() else 0
    for step in range(first + 1, steps + 1):
        told = behaviour()
        while told.get("hold") == step and not stopping:
            time.sleep(0.02)
            told = behaviour()
        if stopping:
            write_whole(checkpoint, str(step - 1).encode())
            note("stopped", job)
            say(event="stopped", step=step - 1)
            sys.exit(75)
        pace = float(told.get("secondsPerStep", 0.01))
        time.sleep(pace)
        note("step", job, step=step)
        left = (steps - step) * pace
        say(event="step", step=step, steps=steps, loss=loss(step, steps), lr=1e-4, secondsPerStep=pace, etaSeconds=left)
        if told.get("keepsSteps") and step % max(1, int(job["exportEvery"])) == 0 and step < steps:
            write_whole(output / "steps" / f"step-{step:06d}" / "lora.safetensors", lora(job, step, None, 0))
        if step % max(1, int(job["sampleEvery"])) == 0 or step == steps:
            samples_drawn(job, output, step)
        if step % max(1, int(job["checkpointEvery"])) == 0:
            write_whole(checkpoint, str(step).encode())
            say(event="checkpoint", step=step, path="checkpoint")


def announced(output: Path, path: Path) -> dict:
    content = path.read_bytes()
    name, digest = str(path.relative_to(output)), hashlib.sha256(content).hexdigest()
    return {"path": name, "sha256": digest, "bytes": len(content), "role": "lora"}


def pictures_in(dataset: Path) -> list[Path]:
    return sorted(path for path in dataset.glob("*.[jp][pn]g") if "." not in path.stem)


def create_masks(dataset: Path) -> None:
    told = behaviour()
    if told.get("masks") == "unavailable":
        say(ok=False, code="masks-unavailable", message="told to have no model")
        sys.exit(64)
    pictures = pictures_in(dataset)
    for picture in pictures:
        write_whole(picture.with_suffix(".mask.png"), b"a mask")
    nobody = pictures[: int(told.get("nobody", 0))]
    say(ok=True, made=[], kept=[], nobody=[path.name for path in nobody])


def train(folder: Path) -> None:
    job = json.loads((folder / "job.json").read_text())
    told = behaviour()
    with (HERE / "starts").open("a") as starts:
        starts.write(f"{job['trainingId']} {os.getpid()}\n")
    note("start", job)
    say(event="phase", name="load")
    if "exit" in told:
        print("fake trainer: told to fail", file=sys.stderr)
        say(event="error", code="internal", message=told.get("error", "told to fail"))
        note("failed", job)
        sys.exit(int(told["exit"]))
    pictures = pictures_in(folder / "dataset")
    if not pictures or any(not picture.with_suffix(".txt").exists() for picture in pictures):
        say(event="error", code="caption-missing", message="a picture has no caption")
        sys.exit(65)
    if job["masks"] and any(not picture.with_suffix(".mask.png").exists() for picture in pictures):
        say(event="error", code="mask-missing", message="a picture has no mask")
        sys.exit(65)
    say(event="phase", name="cache")
    say(event="phase", name="train")
    steps = int(told.get("steps", job["steps"]))
    steps_done(job, folder / "output", steps)
    say(event="phase", name="export")
    files = []
    for role in ROLES.get(job["family"], ("lora",)):
        content = lora(job, steps, told.get("broken"), int(told.get("kilobytes", 0)))
        write_whole(folder / "output" / f"{role}.safetensors", content)
        digest = hashlib.sha256(content).hexdigest()
        files.append({"path": f"{role}.safetensors", "sha256": digest, "bytes": len(content), "role": role})
    note("done", job, sha256=files[0]["sha256"])
    output = folder / "output"
    kept = sorted((output / "steps").glob("step-*/lora.safetensors"))
    steps_kept = [{"step": int(path.parent.name[5:]), "files": [announced(output, path)]} for path in kept]
    say(event="done", files=files, steps=steps_kept)


def main() -> None:
    arguments = sys.argv[1:]
    if arguments[:1] == ["-c"]:
        return
    if arguments[:3] == ["-m", "lora_trainer", "create-masks"]:
        create_masks(Path(arguments[3]))
        return
    if arguments[:3] != ["-m", "lora_trainer", "train"]:
        sys.exit(f"this stands in for the trainer alone, not for {arguments}")
    signal.signal(signal.SIGTERM, stop)
    train(Path(arguments[arguments.index("--job") + 1]))


if __name__ == "__main__":
    main()
