"""The command line: train, plan, verify, tiny, create-masks, health."""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path

from lora_trainer import CONTRACT_VERSION, __version__
from lora_trainer.events import Events, claim_stdout
from lora_trainer.exits import DONE, TrainerError
from lora_trainer.families import family_names, load_family
from lora_trainer.health import HEARTBEAT, is_alive
from lora_trainer.runner import run_job
from lora_trainer.stop import Stop


def main(arguments: list[str] | None = None) -> int:
    """Runs one command; gives the process's exit code."""
    options = _parser().parse_args(arguments)
    _quieten_libraries()
    return int(options.run(options))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="lora_trainer", description="Trains LoRAs for FLUX, SDXL and WAN.")
    parser.add_argument("--version", action="version", version=f"{__version__} (contract {CONTRACT_VERSION})")
    commands = parser.add_subparsers(required=True, metavar="command")
    train = commands.add_parser("train", help="run the job of a folder, or resume it")
    train.add_argument("--job", type=Path, default=Path("/job"), help="folder with job.json, dataset/ and output/")
    train.add_argument("--models", type=Path, default=Path("/models"), help="folder of base weights, shared by jobs")
    train.add_argument("--hub-token-file", type=Path, help="file that holds the hub's token")
    train.set_defaults(run=_train)
    make = commands.add_parser("tiny", help="write a random base model of under 1 MB")
    make.add_argument("--family", choices=sorted(family_names()), required=True)
    make.add_argument("--out", type=Path, required=True)
    make.set_defaults(run=_tiny)
    verify = commands.add_parser("verify", help="check a finished LoRA file")
    verify.add_argument("file", type=Path)
    verify.add_argument("--family", choices=sorted(family_names()), required=True)
    verify.set_defaults(run=_verify)
    plan = commands.add_parser("plan", help="say which memory switches a job would take on a card")
    plan.add_argument("job", type=Path, help="job.json")
    plan.add_argument("--vram", type=float, required=True, help="the card's memory in GiB")
    plan.add_argument("--models", type=Path, default=Path("/models"))
    plan.set_defaults(run=_plan)
    masks = commands.add_parser("create-masks", help="write a mask of the person in each image of a dataset folder")
    masks.add_argument("dataset", type=Path)
    masks.add_argument("--out", type=Path, help="folder for the masks; beside the images, unless told")
    masks.add_argument("--whole", action="store_true", help="a white mask where nobody is found: all of it is learned")
    masks.set_defaults(run=_create_masks)
    health = commands.add_parser("health", help="exit 0 if the training of a folder showed life lately, else 1")
    health.add_argument("--job", type=Path, default=Path("/job"))
    health.add_argument("--silence", type=float, default=900, help="seconds without a sign that are still well")
    health.set_defaults(run=_health)
    return parser


def _train(options: argparse.Namespace) -> int:
    output = options.job / "output"
    events = Events(claim_stdout(), output / HEARTBEAT if output.is_dir() else None)
    events.beat()
    stop = Stop()
    stop.install()
    return run_job(options.job, options.models, events, stop, hub_token_file=options.hub_token_file)


def _tiny(options: argparse.Namespace) -> int:
    from lora_trainer.tiny import write_tiny

    write_tiny(load_family(options.family), options.out)
    return DONE


def _verify(options: argparse.Namespace) -> int:
    from lora_trainer.verify import verify_lora

    try:
        found = verify_lora(options.file, load_family(options.family).key_form)
    except TrainerError as error:
        print(json.dumps({"ok": False, "code": error.code, "message": error.message}))
        return error.exit_code
    print(json.dumps({"ok": True, **found}))
    return DONE


def _plan(options: argparse.Namespace) -> int:
    from lora_trainer.plan_command import plan_job

    try:
        print(json.dumps(plan_job(options.job, options.models, options.vram), indent=2))
    except TrainerError as error:
        print(json.dumps({"fits": False, "code": error.code, "message": error.message}))
        return error.exit_code
    return DONE


def _create_masks(options: argparse.Namespace) -> int:
    from lora_trainer.subject_masks import create_masks

    stream = claim_stdout()
    try:
        report: dict[str, object] = {"ok": True, **create_masks(options.dataset, options.out, whole=options.whole)}
        code = DONE
    except TrainerError as error:
        report, code = {"ok": False, "code": error.code, "message": error.message}, error.exit_code
    print(json.dumps(report), file=stream, flush=True)
    return code


def _health(options: argparse.Namespace) -> int:
    return 0 if is_alive(options.job / "output", options.silence) else 1


def _quieten_libraries() -> None:
    for name, value in {
        "HF_HUB_DISABLE_PROGRESS_BARS": "1",
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "TRANSFORMERS_VERBOSITY": "error",
        "DIFFUSERS_VERBOSITY": "error",
        "TOKENIZERS_PARALLELISM": "false",
    }.items():
        os.environ.setdefault(name, value)
