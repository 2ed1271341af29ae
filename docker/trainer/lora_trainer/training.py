"""One training from job.json to the verified file: load, cache, train, export."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from lora_trainer import weights
from lora_trainer.batches import Batches
from lora_trainer.cache import Example, cache_latents, cache_texts, free_memory
from lora_trainer.dataset import Item, dataset_digest
from lora_trainer.device import Device, Setting
from lora_trainer.events import Events
from lora_trainer.exits import DONE, OUT_OF_MEMORY, STOPPED, TrainerError
from lora_trainer.export import export_lora
from lora_trainer.families.base import Conditions, Expert, Family, Vae
from lora_trainer.initial import initial_digest, set_initial
from lora_trainer.job import Job
from lora_trainer.loop import Loop
from lora_trainer.lora import lora_state
from lora_trainer.memory import Switches
from lora_trainer.networks import load_networks
from lora_trainer.samples import sampler_of
from lora_trainer.step import StepSettings
from lora_trainer.step_exports import told_steps
from lora_trainer.stop import Stop
from lora_trainer.verify import verify_lora

_DTYPES = {"fp32": torch.float32, "bf16": torch.bfloat16}


@dataclass
class Training:
    """The phases of one job, in order."""

    job: Job
    family: Family
    items: list[Item]
    models: Path
    output: Path
    events: Events
    stop: Stop
    hub_token_file: Path | None = None
    initial: dict[Expert, Path] | None = None

    def run(self) -> int:
        """Gives the process's exit code; throws TrainerError for what the owner must mend."""
        self.device = Device.found(deterministic_cpu=True, one_thread=weights.is_tiny(self.job))
        self.dtype = _DTYPES[self.job.precision]
        self.output.mkdir(parents=True, exist_ok=True)
        self.base = weights.find_base(self.job, self.family, self.models, self.events, self.hub_token_file)
        self.events.write("phase", name="cache")
        try:
            vae, examples = self._cache_latents()
            texts = self._cache_texts()
        except torch.OutOfMemoryError as error:
            need = f"{self.family.caching_bytes(self.job) / 2**30:.0f} GiB"
            message = f"out of GPU memory while caching; tried: encoders in {self.job.precision}, which take {need}"
            otherwise = "take a larger one" if self.job.precision == "bf16" else "use bf16"
            message = f"{message}; free the card or {otherwise}"
            raise TrainerError(OUT_OF_MEMORY, "out-of-memory", message) from error
        self.events.write("phase", name="train")
        loop = self._train(vae, examples, texts)
        if loop.step < self.job.steps:
            self.events.write("stopped", step=loop.step)
            return STOPPED
        self.events.write("phase", name="export")
        self._export(loop)
        return DONE

    def _cache_latents(self) -> tuple[Vae, list[Example]]:
        vae = self.family.vae(self.base, self.device.torch, self.dtype)
        examples = cache_latents(self.items, vae, self.job, self.family.pixel_multiple, self.events.beat)
        vae.to(torch.device("cpu"))
        free_memory()
        return vae, examples

    def _cache_texts(self) -> dict[str, Conditions]:
        encoder = self.family.text_encoder(self.base, self.device.torch, self.dtype)
        captions = [item.caption for item in self.items]
        wanted = [*captions, *self.job.sample_prompts, ""]
        texts = cache_texts(wanted, encoder, self.dtype, self.events.beat)
        del encoder
        free_memory()
        return texts

    def _train(self, vae: Vae, examples: list[Example], texts: dict[str, Conditions]) -> Loop:
        """Runs the loop; when the GPU's memory runs out, once more with the next smaller setting."""
        settings = self.device.settings(self.family, self.base, self.job, examples)
        tried = settings[: 2 if self.job.retry_on_out_of_memory else 1]
        for setting in tried:
            free_memory()
            # In a method of its own: a name here would keep the networks of the first try in memory for the second.
            loop = self._attempt(vae, examples, texts, setting)
            if loop is not None:
                return loop
        names = " / ".join(str(setting.switches) for setting in tried)
        message = f"out of GPU memory; tried: {names}; lower resolution, rank or batchSize"
        raise TrainerError(OUT_OF_MEMORY, "out-of-memory", message)

    def _attempt(
        self, vae: Vae, examples: list[Example], texts: dict[str, Conditions], setting: Setting
    ) -> Loop | None:
        """Runs the loop with some memory switches; None, and a warning, where the GPU's memory runs out."""
        try:
            loop = self._loop(vae, examples, texts, setting.switches)
            with self.stop.deferred():
                loop.run()
        except torch.OutOfMemoryError:
            self.events.warning("out-of-memory", f"out of GPU memory with {setting.switches}")
            return None
        self.device.report(self.events, setting)
        return loop

    def _loop(self, vae: Vae, examples: list[Example], texts: dict[str, Conditions], switches: Switches) -> Loop:
        experts, trained = load_networks(
            self.family, self.base, self.job, self.dtype, self.device.torch, switches, self.events
        )
        digests = [dataset_digest(self.items)]
        if self.initial is not None:
            # Also where a checkpoint takes its place in a moment: what it holds is checked by its fingerprint.
            set_initial(self.family, experts, self.initial)
            digests.append(initial_digest(self.initial))
        settings = StepSettings(
            self.family, self.family.objective(self.base, self.job), self.device.torch, self.dtype,
            self.job.caption_dropout, self.job.noise_offset,
        )  # fmt: skip
        return Loop(
            job=self.job,
            settings=settings,
            experts=experts,
            trained=trained,
            batches=Batches(examples, self.job.batch_size, self.job.seed, self.job.repeats),
            texts=texts,
            sampler=sampler_of(self.job, settings, vae, examples, texts, self.stop),
            output=self.output,
            fingerprint=self.job.fingerprint(*digests),
            events=self.events,
            stop=self.stop,
        )

    def _export(self, loop: Loop) -> None:
        with loop.averaged():
            states = {expert: lora_state(network) for expert, network in loop.experts}
        files = export_lora(self.family, self.job, dict(loop.experts), states, self.output, self.dtype)
        for file in files:
            verify_lora(file.path, self.family.key_form)
        told: dict[str, Any] = {"files": [file.told(self.output) for file in files]}
        if self.job.export_every:
            told["steps"] = told_steps(self.output, self.job.steps)
        self.events.write("done", **told)
