"""The hashed locks, the list they are made from, and the version: each says the same everywhere."""

import re

from test_cli import ROOT

from lora_trainer import __version__

try:
    import tomllib
except ModuleNotFoundError:  # Python 3.10
    import tomli as tomllib

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


def pinned(name):
    text = (ROOT / "requirements" / name).read_text()
    assert "--hash=sha256:" in text
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", text, re.MULTILINE))


def asked(requirements):
    """Names with the version asked for, None where any will do."""
    return {
        name: version or None
        for name, version in (re.match(r"([\w-]+)(?:==(.+))?", each).groups() for each in requirements)
    }


def test_the_locks_hold_what_the_project_asks_for():
    dependencies = asked(PROJECT["project"]["dependencies"])
    cuda = dependencies | asked(PROJECT["project"]["optional-dependencies"]["cuda"])
    for lock, wanted in {
        "cpu.txt": dependencies,
        "cuda.txt": cuda,
        "dev.txt": asked(PROJECT["dependency-groups"]["dev"]),
    }.items():
        found = pinned(lock)
        assert wanted.keys() <= found.keys(), lock
        assert {name: found[name] for name, version in wanted.items() if version} == {
            name: version for name, version in wanted.items() if version
        }, lock


def test_the_locks_agree_and_name_no_host():
    cpu, cuda, dev = pinned("cpu.txt"), pinned("cuda.txt"), pinned("dev.txt")
    # uv run needs cuda-toolkit, which has no content of its own, for the names of the libraries that stay.
    left_out = {*PROJECT["tool"]["uv"]["exclude-dependencies"], "cuda-toolkit"}
    assert set(cuda) - set(cpu) == left_out | {"bitsandbytes"}
    assert all(cuda[name] == version for name, version in cpu.items())
    assert all(cuda[name] == version for name, version in dev.items() if name in cuda)
    for path in (ROOT / "requirements").iterdir():
        assert "://" not in path.read_text(), path.name


def test_one_version_everywhere():
    assert PROJECT["project"]["version"] == __version__
    assert re.findall(r"^ARG VERSION=(.+)$", (ROOT / "Dockerfile").read_text(), re.MULTILINE) == [__version__]
