"""Pictures drawn while training, from fixed seeds; they never stop a training."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import Tensor, nn

from lora_trainer.batches import stack_conditions
from lora_trainer.cache import Example
from lora_trainer.compiling import or_uncompiled
from lora_trainer.events import Events
from lora_trainer.experts import Experts
from lora_trainer.families.base import Conditions, Vae
from lora_trainer.job import Job
from lora_trainer.step import StepSettings, autocast
from lora_trainer.stop import Stop


class Sampler:
    """Draws the job's prompts with the networks as they stand."""

    def __init__(
        self,
        settings: StepSettings,
        vae: Vae,
        prompts: dict[str, Conditions],
        blank: Conditions,
        latent_shape: tuple[int, ...],
        *,
        steps: int,
        seed: int,
        stop: Stop,
    ) -> None:
        self._family, self._objective = settings.family, settings.objective
        self._device, self._dtype = settings.device, settings.dtype
        self._vae, self._prompts, self._blank, self._shape = vae, prompts, blank, latent_shape
        self._steps, self._seed, self._stop = steps, seed, stop

    def draw_all(self, experts: Experts, step: int, output: Path, events: Events) -> None:
        """Writes samples/step-N-P.png for every prompt, with a `sample` event; a failure is a warning event.

        A stop leaves the rest undrawn: eight prompts at full size take longer than a stop may.
        """
        folder = output / "samples"
        modes = {network: network.training for _, network in experts}
        try:
            folder.mkdir(exist_ok=True)
            for network in modes:
                network.eval()
            self._vae.to(self._device)
            for number, prompt in enumerate(self._prompts):
                path = folder / f"step-{step:06d}-{number}.png"
                drawn = self._draw(experts, prompt, self._seed + number, events)
                if drawn is None:
                    break
                drawn.save(path)
                events.beat()
                events.write("sample", step=step, path=str(path.relative_to(output)), prompt=prompt)
        except (RuntimeError, OSError, ValueError) as error:
            events.warning("sample-failed", f"no sample at step {step}: {' '.join(str(error).split())[:300]}")
        finally:
            self._vae.to(torch.device("cpu"))
            for network, training in modes.items():
                network.train(training)

    @torch.no_grad()
    def _draw(self, experts: Experts, prompt: str, seed: int, events: Events) -> Image.Image | None:
        generator = torch.Generator().manual_seed(seed)
        latents = torch.randn(self._shape, generator=generator).to(self._device)
        tokens = self._family.tokens(latents)
        levels = self._objective.sampling_levels(self._steps, tokens)
        predict = self._guided(self._prompts[prompt])
        for level, following in pairwise(levels):
            if self._stop.requested:
                return None
            work = partial(predict, experts.for_level(level / max(levels)), latents, level)
            answer = or_uncompiled(experts, generator, events, work)
            latents = self._objective.sampling_step(latents, answer, level, following)
        return to_image(self._vae.decode(latents))

    def _guided(self, conditions: Conditions) -> Callable[[nn.Module, Tensor, float], Tensor]:
        """The prediction with the family's guidance: as an input where the network takes it, else a pass of two."""
        scale = self._family.defaults.guidance
        told = self._family.takes_guidance
        parts = [{**conditions, "guidance": torch.tensor([scale])}] if told else [conditions, self._blank]
        joined = stack_conditions(parts, self._device)

        def predict(network: nn.Module, latents: Tensor, level: float) -> Tensor:
            levels = torch.full((len(parts),), level, device=self._device)
            noised = latents.to(self._dtype).expand(len(parts), *latents.shape[1:])
            with autocast(self._device, self._dtype):
                answers = self._family.predict(network, noised, levels, joined).float()
            if told:
                return answers
            with_prompt, without = answers.chunk(2)
            return without + scale * (with_prompt - without)

        return predict


def sampler_of(
    job: Job, settings: StepSettings, vae: Vae, examples: list[Example], texts: dict[str, Conditions], stop: Stop
) -> Sampler | None:
    """The sampler of a job, from its cached prompts; None where it asks for no samples."""
    if not job.sample_prompts or not job.sample_every:
        return None
    prompts = {prompt: texts[prompt] for prompt in job.sample_prompts}
    steps = job.sample_steps or settings.family.defaults.sample_steps
    return Sampler(settings, vae, prompts, texts[""], sample_shape(examples), steps=steps, seed=job.seed, stop=stop)


def to_image(pixels: Tensor) -> Image.Image:
    """The first picture of a batch (-1 to 1) as an image."""
    array = ((pixels[0].float().clamp(-1, 1) + 1) * 127.5).round().byte().permute(1, 2, 0).cpu().numpy()
    return Image.fromarray(np.ascontiguousarray(array))


def sample_shape(examples: list[Example]) -> tuple[int, ...]:
    """The latents' shape of a sample: that of the squarest picture at the smallest resolution, one frame."""
    shapes = [tuple(example.latents.shape) for example in examples]
    shape = min(shapes, key=lambda each: (abs(each[-1] - each[-2]), each[-1] * each[-2]))
    return (*shape[:2], 1, *shape[3:]) if len(shape) == 5 else shape
