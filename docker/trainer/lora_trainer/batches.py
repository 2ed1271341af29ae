"""The order in which examples are learned: a function of seed and step, so that a resumed job repeats it."""

from __future__ import annotations

import random
from collections import defaultdict

import torch
from torch import Tensor

from lora_trainer.cache import Example
from lora_trainer.families.base import Conditions


class Batches:
    """Batches of equal sizes, shuffled anew each epoch."""

    def __init__(self, examples: list[Example], batch_size: int, seed: int, repeats: dict[str, int]) -> None:
        self._examples = examples
        self._batch_size = batch_size
        self._seed = seed
        self._buckets: dict[tuple[int, ...], list[int]] = defaultdict(list)
        for number, example in enumerate(examples):
            self._buckets[tuple(example.latents.shape)] += [number] * repeats.get(example.stem, 1)
        self._epoch = -1
        self._order: list[list[int]] = []
        self.per_epoch = sum(-(-len(bucket) // batch_size) for bucket in self._buckets.values())

    def at(self, step: int) -> list[Example]:
        """The batch of a step (counted from 0)."""
        epoch, position = divmod(step, self.per_epoch)
        if epoch != self._epoch:
            self._order, self._epoch = self._shuffled(epoch), epoch
        return [self._examples[number] for number in self._order[position]]

    def _shuffled(self, epoch: int) -> list[list[int]]:
        draw = random.Random(f"{self._seed}/{epoch}")
        batches = []
        for bucket in self._buckets.values():
            numbers = bucket.copy()
            draw.shuffle(numbers)
            batches += [numbers[start : start + self._batch_size] for start in range(0, len(numbers), self._batch_size)]
        draw.shuffle(batches)
        return batches


def stacked(parts: list[Tensor]) -> Tensor:
    """Joins tensors along the batch axis; a single one is given as it is, without a copy."""
    return parts[0] if len(parts) == 1 else torch.cat(parts)


def stack_conditions(parts: list[Conditions], device: torch.device) -> Conditions:
    """Joins the conditions of a batch along the batch axis."""
    return {key: stacked([part[key] for part in parts]).to(device) for key in parts[0]}


def stack_masks(examples: list[Example], device: torch.device) -> Tensor | None:
    """Joins the masks of a batch; None where it has none."""
    masks = [example.mask for example in examples if example.mask is not None]
    return stacked(masks).to(device) if masks else None
