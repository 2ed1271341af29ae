#!/bin/sh
# Makes the locks anew from pyproject.toml and the two .in files: hashes, one file for every Python from 3.10 on and
# every platform. `--no-config`: [tool.uv] is for `uv run` alone.
# Takes: uv on the PATH, or its path in UV.
set -eu
cd "$(dirname "$0")"
compile() {
  "${UV:-uv}" pip compile --quiet --no-config --universal --python-version 3.10 --generate-hashes --no-header "$@"
}

# torch runs on a CPU without these: the compiler of GPU kernels, the bindings, and two libraries that are
# opened only when a GPU asks for them. tests/test_locks.py holds the list to what the locks have.
compile ../pyproject.toml -o cpu.txt --no-emit-package triton --no-emit-package cuda-bindings \
  --no-emit-package cuda-pathfinder --no-emit-package cuda-toolkit \
  --no-emit-package nvidia-cusolver --no-emit-package nvidia-nvtx
compile ../pyproject.toml --extra cuda -o cuda.txt
# Beside cpu.txt or cuda.txt, which have bitsandbytes' own needs.
printf 'torch\nnumpy\n' | compile --group ../pyproject.toml:dev -c cpu.txt --excludes /dev/stdin -o dev.txt
compile uv.in -o uv.txt
# jax, sentencepiece and sounddevice serve other parts of MediaPipe; this one never imports them.
compile masks.in -o masks.txt \
  --no-emit-package jax --no-emit-package jaxlib --no-emit-package sentencepiece --no-emit-package sounddevice \
  --no-emit-package scipy --no-emit-package ml-dtypes --no-emit-package opt-einsum --no-emit-package cffi \
  --no-emit-package pycparser
