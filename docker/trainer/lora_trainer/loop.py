"""The training loop: steps, events, checkpoints, samples, until the last step or a stop."""

from __future__ import annotations

import math
import sys
import time
from collections import deque
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import torch
from torch import nn

from lora_trainer.batches import Batches
from lora_trainer.checkpoint import newest_checkpoint, save_checkpoint
from lora_trainer.compiling import or_uncompiled
from lora_trainer.divergence import DivergenceWatch
from lora_trainer.ema import Ema
from lora_trainer.events import Events
from lora_trainer.exits import DISK_FULL, INTERNAL, TrainerError
from lora_trainer.experts import Experts
from lora_trainer.families.base import Conditions, Expert
from lora_trainer.job import Job
from lora_trainer.loop_state import packed, unpack
from lora_trainer.lora import lora_state
from lora_trainer.optimizers import clip_gradients, current_rate, make_optimizer, make_schedule
from lora_trainer.samples import Sampler
from lora_trainer.step import StepSettings, step_loss
from lora_trainer.step_exports import export_step
from lora_trainer.stop import Stop

_SPEED_WINDOW = 50  # steps in the mean that the estimate rests on


@dataclass
class Loop:
    """All that one run of the loop works with."""

    job: Job
    settings: StepSettings
    experts: Experts
    trained: list[nn.Parameter]
    batches: Batches
    texts: dict[str, Conditions]
    sampler: Sampler | None
    output: Path
    fingerprint: str
    events: Events
    stop: Stop
    step: int = 0
    _durations: deque[float] = field(default_factory=lambda: deque(maxlen=_SPEED_WINDOW))
    _watch: DivergenceWatch = field(default_factory=DivergenceWatch)

    def __post_init__(self) -> None:
        self.optimizer = make_optimizer(self.job, self.trained, self.settings.device, self.events)
        self.schedule = make_schedule(self.job, self.optimizer)
        self.ema = Ema(self.trained, self.job.ema) if self.job.ema else None
        self.generator = torch.Generator().manual_seed(self.job.seed)
        torch.manual_seed(self.job.seed)

    def run(self) -> bool:
        """Trains to the last step. Gives False if a stop was asked for before it; the state is stored either way."""
        self._resume()
        if self.step == 0:
            self._draw()
        stored_at = self.step
        while self.step < self.job.steps and not self.stop.requested:
            self._one_step()
            # Before the checkpoint: a job that goes on from it has the export of its step behind it.
            if self._due(self.job.export_every) and self.step < self.job.steps:
                self._export()
            if self._due(self.job.checkpoint_every):
                self._store()
                stored_at = self.step
            if self._due(self.job.sample_every) or (self.step == self.job.steps and self.job.sample_every):
                self._draw()
        if stored_at != self.step or self.step == 0:
            self._store()
        return self.step == self.job.steps

    def averaged(self) -> AbstractContextManager[None]:
        """Runs a block with the moving mean in the networks, where the job keeps one."""
        return self.ema.in_place() if self.ema else nullcontext()

    def _one_step(self) -> None:
        started = time.perf_counter()
        expert, network = self.experts.at(self.step)
        work = partial(self._gradients, expert, network)
        value = or_uncompiled(self.experts, self.generator, self.events, work)
        self._check(value, clip_gradients(self.trained, self.job.max_grad_norm))
        rate = current_rate(self.optimizer)
        self.optimizer.step()
        self.schedule.step()
        self.optimizer.zero_grad(set_to_none=True)
        self.step += 1
        if self.ema:
            self.ema.update(self.step)
        self._durations.append(time.perf_counter() - started)
        self._tell(value, rate)

    def _gradients(self, expert: Expert, network: nn.Module) -> float:
        """Sets the gradients of a step; gives its loss."""
        value = 0.0
        for part in range(self.job.gradient_accumulation):
            batch = self.batches.at(self.step * self.job.gradient_accumulation + part)
            loss = step_loss(self.settings, network, expert, batch, self.texts, self.generator)
            if self.job.gradient_accumulation > 1:
                loss = loss / self.job.gradient_accumulation
            loss.backward()
            value += loss.item()
        return value

    def _check(self, loss: float, gradient: float) -> None:
        # A gradient that is no number would spoil the weights, and with them the next checkpoint, under a good loss.
        if not (math.isfinite(loss) and math.isfinite(gradient)):
            what = f"loss is {loss}" if not math.isfinite(loss) else f"gradient is {gradient}"
            message = f"the {what} at step {self.step + 1}; lower the learning rate; the last checkpoint is kept"
            raise TrainerError(INTERNAL, "nan-loss", message)
        if self._watch.diverges(loss):
            self.events.warning("diverging", f"the loss has tripled by step {self.step + 1}; lower the learning rate")

    def _tell(self, loss: float, rate: float) -> None:
        seconds = sum(self._durations) / len(self._durations)
        self.events.step(
            last=self.step == self.job.steps,
            step=self.step,
            steps=self.job.steps,
            loss=round(loss, 6),
            lr=rate,
            secondsPerStep=round(seconds, 4),
            etaSeconds=round(seconds * (self.job.steps - self.step), 1),
        )

    def _due(self, every: int) -> bool:
        return every > 0 and self.step % every == 0

    def _draw(self) -> None:
        if self.sampler is not None:
            with self.averaged():
                self.sampler.draw_all(self.experts, self.step, self.output, self.events)

    def _export(self) -> None:
        with self.averaged():
            states = {expert: lora_state(network) for expert, network in self.experts}
        family, dtype = self.settings.family, self.settings.dtype
        export_step(family, self.job, dict(self.experts), states, self.output, dtype, self.step, self.events)

    def _store(self) -> None:
        try:
            folder = save_checkpoint(self.output / "checkpoints", self.step, packed(self), self.fingerprint)
        except OSError as error:
            if error.errno in DISK_FULL:
                raise  # told as a full disk, wherever it happens
            message = f"no checkpoint could be written ({error}); free disk space and start the job again"
            raise TrainerError(INTERNAL, "checkpoint-failed", message) from error
        self.events.write("checkpoint", step=self.step, path=str(folder.relative_to(self.output)))

    def _resume(self) -> None:
        found = newest_checkpoint(self.output / "checkpoints", self.fingerprint)
        if found is None:
            return
        unpack(self, found.state)
        self.step = found.step
        print(f"loop: resumed at step {self.step} from {found.folder.name}", file=sys.stderr)
