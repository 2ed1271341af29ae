"""Base models from the hub: into the shared cache, once for all jobs, resumed after a break, offline afterwards."""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path
from typing import Any

from filelock import FileLock
from huggingface_hub import HfApi, constants, hf_hub_download
from huggingface_hub.errors import (
    GatedRepoError,
    HfHubHTTPError,
    LocalEntryNotFoundError,
    RepositoryNotFoundError,
    RevisionNotFoundError,
)
from huggingface_hub.hf_api import RepoSibling
from tqdm import tqdm

from lora_trainer.events import Events
from lora_trainer.exits import DISK_FULL, TrainerError, no_weights

# Folders of a diffusers repository that a training reads; the single-file copies beside them stay where they are.
_WANTED_SUFFIXES = (".json", ".txt", ".model", ".safetensors")
_UNWANTED_PARTS = (".fp16.", ".bf16.", "flax", "openvino", "onnx")


def fetch_model(
    repository: str, revision: str | None, cache: Path, parts: frozenset[str], events: Events, token_file: Path | None
) -> Path:
    """Gives the local folder of a hub model; downloads what is missing.

    Takes the repository (`owner/name`), a commit, tag or branch (None: the main branch as first seen), the shared
    folder, the sub-folders wanted, and a file with the token. What was fetched whole once is never asked for again.
    Throws TrainerError (66).
    """
    cache.mkdir(parents=True, exist_ok=True)
    name = hashlib.sha256(f"{repository}@{revision or ''}".encode()).hexdigest()[:16]
    with FileLock(cache / f".{name}.lock"):
        record = cache / f".{name}.json"
        folder = _recorded(record)
        if folder is None:
            folder = _download(repository, revision, cache, parts, events, _token(token_file))
            _record(record, folder)
        return folder


def _download(
    repository: str, revision: str | None, cache: Path, parts: frozenset[str], events: Events, token: str | None
) -> Path:
    try:
        info = HfApi(token=token).model_info(repository, revision=revision, files_metadata=True)
        # The file list is public for gated models too; the files are not.
        wanted = [file for file in info.siblings or [] if _is_wanted(file.rfilename, parts)]
        if not any(file.rfilename == "model_index.json" for file in wanted):
            raise no_weights("weights-missing", f"{repository} is not in diffusers' form; choose one that is")
        for file in sorted(wanted, key=lambda each: (each.rfilename != "model_index.json", each.rfilename)):
            index = _fetch_file(repository, info.sha, file, cache, events, token)
            folder = Path(str(index).removesuffix(file.rfilename))
    except (GatedRepoError, RepositoryNotFoundError, RevisionNotFoundError) as error:
        raise _refused(repository, revision, error) from error
    except (HfHubHTTPError, LocalEntryNotFoundError, ConnectionError, TimeoutError, OSError) as error:
        if getattr(error, "errno", None) in DISK_FULL:  # told as such
            raise
        message = f"{repository} could not be fetched ({type(error).__name__}); check the network and start again"
        raise no_weights("weights-unreachable", message) from error
    except Exception as error:
        if type(error).__module__.split(".")[0] not in ("httpx", "httpcore"):
            raise
        message = f"{repository} could not be fetched ({type(error).__name__}); check the network and start again"
        raise no_weights("weights-unreachable", message) from error
    return folder


def _fetch_file(
    repository: str, commit: str | None, file: RepoSibling, cache: Path, events: Events, token: str | None
) -> str:
    total = file.size or 0

    class Told(tqdm):  # type: ignore[type-arg]
        """Turns the library's progress bar into `download` events."""

        def __init__(self, *arguments: Any, **options: Any) -> None:
            options.pop("name", None)
            super().__init__(*arguments, **{**options, "file": io.StringIO(), "disable": False, "mininterval": 0.5})

        def display(self, *_: Any, **__: Any) -> None:
            events.beat()
            events.write("download", file=file.rfilename, bytes=int(self.n), total=total)

    path = hf_hub_download(
        repository, file.rfilename, revision=commit, cache_dir=cache / "hub", token=token, tqdm_class=Told
    )
    events.write("download", file=file.rfilename, bytes=total, total=total)
    return path


def _is_wanted(path: str, parts: frozenset[str]) -> bool:
    folder, _, name = path.rpartition("/")
    in_place = name == "model_index.json" if not folder else folder in parts
    return in_place and name.endswith(_WANTED_SUFFIXES) and not any(part in name for part in _UNWANTED_PARTS)


def _refused(repository: str, revision: str | None, error: Exception) -> TrainerError:
    page = f"{constants.ENDPOINT}/{repository}"
    if isinstance(error, GatedRepoError):
        return no_weights(
            "weights-gated",
            f"{repository} is gated: accept the licence at {page}, and put that account's token in the hub token file",
        )
    if isinstance(error, RevisionNotFoundError):
        return no_weights("weights-missing", f"{repository} has no revision {revision}; correct revision")
    return no_weights("weights-missing", f"no model at {page}; correct baseModel, or give a token that may read it")


def _token(file: Path | None) -> str | None:
    if file is None:
        return None
    try:
        return file.read_text(encoding="utf-8").strip() or None
    except OSError as error:
        raise no_weights("token-unreadable", f"the hub token file cannot be read ({error.strerror})") from error


def _recorded(record: Path) -> Path | None:
    """The folder of a finished download whose files are all still there."""
    if not record.is_file():
        return None
    found = json.loads(record.read_text())
    folder = Path(record.parent / found["folder"])
    return folder if all((folder / name).is_file() for name in found["files"]) else None


def _record(record: Path, folder: Path) -> None:
    files = sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
    part = record.with_suffix(".part")
    part.write_text(json.dumps({"folder": str(folder.relative_to(record.parent)), "files": files}))
    part.replace(record)
