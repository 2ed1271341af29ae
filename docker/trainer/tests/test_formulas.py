"""Noise levels, targets, loss weights and schedules are those of diffusers' own functions, on random inputs."""

import numpy as np
import pytest
import torch
from conftest import tiny_job
from diffusers import DDIMScheduler, FlowMatchEulerDiscreteScheduler, UniPCMultistepScheduler
from diffusers.optimization import get_constant_schedule_with_warmup, get_cosine_schedule_with_warmup
from diffusers.pipelines.flux.pipeline_flux import calculate_shift
from diffusers.training_utils import (
    compute_density_for_timestep_sampling,
    compute_loss_weighting_for_sd3,
    compute_snr,
)
from torch import nn

from lora_trainer.families import family_names, load_family
from lora_trainer.job import parse_job
from lora_trainer.optimizers import make_schedule
from lora_trainer.tiny import ensure_tiny

# Width and height in pixels, and the shift of the scheduler: WAN's two published sizes, and fixed shifts.
WAN_SIZES = [(832, 480, None, 3.0), (1280, 720, None, 5.0), (512, 512, 2.5, 2.5)]
BETAS = {"beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear"}


def job_of(family, **changes):
    return load_family(family).complete(parse_job(tiny_job(family, **changes), family_names()))


def objective_of(models, family, **changes):
    adapter = load_family(family)
    return adapter, adapter.objective(ensure_tiny(adapter, models), job_of(family, **changes))


def seeded(seed):
    return torch.Generator().manual_seed(seed)


def plain_draws(timesteps, count, seed):
    scheme = {"logit-normal": "logit_normal"}.get(timesteps, timesteps)
    return compute_density_for_timestep_sampling(
        scheme, count, logit_mean=0.0, logit_std=1.0, mode_scale=1.29, generator=seeded(seed)
    )


def shifted(scheduler, sigmas, **more):
    """The scheduler's sigmas for these plain ones, without its closing 0."""
    scheduler.set_timesteps(sigmas=sigmas.double().numpy(), **more)
    return scheduler.sigmas[:-1]


@pytest.mark.parametrize("timesteps", ["logit-normal", "uniform", "mode"])
@pytest.mark.parametrize(("width", "height"), [(512, 512), (768, 1024), (1024, 1024), (1536, 640)])
def test_flux_draws_the_levels_of_its_scheduler(models, timesteps, width, height):
    flux, objective = objective_of(models, "flux", timesteps=timesteps)
    latents = torch.zeros(1, *flux.latent_shape({}, width, height, 1))
    mu = calculate_shift((height // 16) * (width // 16))
    drawn = objective.levels(500, flux.tokens(latents), (0.0, 1.0), seeded(width))
    scheduler = FlowMatchEulerDiscreteScheduler(use_dynamic_shifting=True)
    assert torch.allclose(drawn, shifted(scheduler, plain_draws(timesteps, 500, width), mu=mu), atol=1e-5)
    assert objective.weights(drawn) is None
    assert torch.equal(compute_loss_weighting_for_sd3("none", drawn), torch.ones(500))


@pytest.mark.parametrize(("width", "height", "fixed", "shift"), WAN_SIZES)
def test_wan_draws_the_levels_of_its_flow_shift(models, width, height, fixed, shift):
    wan, objective = objective_of(models, "wan", shift=fixed)
    latents = torch.zeros(1, *wan.latent_shape({}, width, height, 17))
    tokens = wan.tokens(latents)
    drawn = objective.levels(500, tokens, (0.0, 1.0), seeded(1))
    plain = plain_draws("logit-normal", 500, 1)
    assert torch.allclose(drawn, shifted(FlowMatchEulerDiscreteScheduler(shift=shift), plain), atol=1e-5)
    solver = UniPCMultistepScheduler(use_flow_sigmas=True, prediction_type="flow_prediction", flow_shift=shift)
    solver.set_timesteps(sigmas=np.linspace(1, 0, 20, endpoint=False))
    assert np.allclose(objective.sampling_levels(20, tokens), solver.sigmas, atol=1e-4)


@pytest.mark.parametrize(("family", "steps"), [("flux", 4), ("flux", 20), ("wan", 20), ("wan22", 30)])
def test_flow_noises_and_draws_as_the_scheduler(models, family, steps):
    _, objective = objective_of(models, family)
    generator = seeded(steps)
    tokens = int(torch.randint(256, 4096, (), generator=generator))
    levels = objective.sampling_levels(steps, tokens)
    scheduler = FlowMatchEulerDiscreteScheduler(shift=1.0)
    scheduler.set_timesteps(sigmas=levels[:-1])
    assert np.allclose(scheduler.sigmas, levels, atol=1e-6)
    data, noise, answer = (torch.randn(steps, 16, 8, 6, generator=generator) for _ in range(3))
    sigma = torch.tensor(levels[:-1])
    noised = objective.noised(data, noise, sigma)
    assert torch.allclose(noised, scheduler.scale_noise(data, scheduler.timesteps, noise), atol=1e-5)
    # The loss' target is what diffusers' training scripts have, and what leads the scheduler back to the data.
    target = objective.target(data, noise, sigma)
    assert torch.allclose(noised - sigma.reshape(-1, 1, 1, 1) * target, data, atol=1e-5)
    for number, level in enumerate(levels[:-1]):
        ours = objective.sampling_step(data[number], answer[number], level, levels[number + 1])
        theirs = scheduler.step(answer[number], scheduler.timesteps[number], data[number]).prev_sample
        assert torch.allclose(ours, theirs, atol=1e-5)


@pytest.mark.parametrize(
    ("prediction", "to_zero"), [("epsilon", False), ("v_prediction", False), ("v_prediction", True)]
)
@pytest.mark.parametrize("gamma", [1.0, 5.0, 20.0])
def test_sdxl_weighs_noises_and_draws_as_its_scheduler(tmp_path, prediction, to_zero, gamma):
    scheduler = DDIMScheduler(**BETAS, prediction_type=prediction, clip_sample=False, timestep_spacing="linspace",
                              rescale_betas_zero_snr=to_zero)  # fmt: skip
    scheduler.save_pretrained(tmp_path / "scheduler")
    objective = load_family("sdxl").objective(tmp_path, job_of("sdxl", minSnrGamma=gamma))
    velocity = prediction == "v_prediction"
    levels = objective.levels(64, 4096, (0.0, 1.0), seeded(3))
    snr = compute_snr(scheduler, levels)
    # min(SNR, gamma) over SNR, or over SNR + 1: train_text_to_image_sdxl.py of diffusers.
    expected = snr.clamp(max=gamma) / (snr + 1 if velocity else snr)
    assert torch.allclose(objective.weights(levels), expected, rtol=1e-3)
    data, noise, answer = (torch.randn(64, 4, 8, 8, generator=seeded(seed)) for seed in (4, 5, 6))
    assert torch.allclose(objective.noised(data, noise, levels), scheduler.add_noise(data, noise, levels), atol=1e-4)
    wanted = scheduler.get_velocity(data, noise, levels) if velocity else noise
    assert torch.allclose(objective.target(data, noise, levels), wanted, atol=1e-4)
    scheduler.set_timesteps(1000)  # then each step leads to the level below it
    for number, level in enumerate(levels.tolist()):
        ours = objective.sampling_step(data[number], answer[number], level, level - 1)
        if level > 0:  # below the last level diffusers keeps a little noise by default, the trainer none
            theirs = scheduler.step(answer[number], level, data[number]).prev_sample
            assert torch.allclose(ours, theirs, atol=1e-3)


@pytest.mark.parametrize(("warmup", "steps"), [(0, 7), (5, 40), (100, 1000)])
@pytest.mark.parametrize("schedule", ["constant", "cosine"])
def test_learning_rates_are_those_of_the_schedulers(schedule, warmup, steps):
    """One step ahead during the warm-up: a first step at rate 0, as diffusers has it, teaches nothing."""
    job = job_of("flux", schedule=schedule, warmupSteps=warmup, steps=steps)
    ours, theirs = (torch.optim.SGD([nn.Parameter(torch.zeros(1))], lr=0.3) for _ in range(2))
    made = make_schedule(job, ours)
    like = (get_constant_schedule_with_warmup(theirs, warmup) if schedule == "constant"
            else get_cosine_schedule_with_warmup(theirs, warmup, steps))  # fmt: skip
    rates = {"ours": [], "theirs": []}
    for _ in range(steps + 1):
        rates["ours"].append(made.get_last_lr()[0])
        rates["theirs"].append(like.get_last_lr()[0])
        ours.step(), theirs.step(), made.step(), like.step()
    assert rates["ours"][:warmup] == pytest.approx(rates["theirs"][1 : warmup + 1])
    assert rates["ours"][warmup:] == pytest.approx(rates["theirs"][warmup:])
