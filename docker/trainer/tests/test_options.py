"""Loss, schedule and optimizer options do what they say."""

import math
from itertools import pairwise

import pytest
import torch
from conftest import tiny_job
from torch import nn

from lora_trainer.diffusion import Diffusion
from lora_trainer.ema import Ema
from lora_trainer.families import family_names, load_family
from lora_trainer.flow_matching import FlowMatching, linear_shift, shift_for
from lora_trainer.job import parse_job
from lora_trainer.optimizers import make_schedule


def job_of(family="flux", **changes):
    return load_family(family).complete(parse_job(tiny_job(family, **changes), family_names()))


def drawn(objective, tokens, bounds=(0.0, 1.0)):
    return objective.levels(20_000, tokens, bounds, torch.Generator().manual_seed(0)).float()


def test_shift_grows_with_the_picture():
    def shift(tokens):
        return linear_shift(tokens, (256, 0.5), (4096, 1.15))

    assert shift(256) == pytest.approx(math.exp(0.5))
    assert shift(4096) == pytest.approx(math.exp(1.15))
    flow = FlowMatching(shift, job_of())
    assert drawn(flow, 256).median() == pytest.approx(shift(256) / (1 + shift(256)), abs=0.01)
    assert drawn(flow, 4096).median() > drawn(flow, 256).median() + 0.1


def test_a_fixed_shift_replaces_it():
    job = job_of(shift=1.0)
    flow = FlowMatching(shift_for(job, lambda tokens: 7.0), job)
    assert drawn(flow, 4096).median() == pytest.approx(0.5, abs=0.01)


@pytest.mark.parametrize("timesteps", ["uniform", "logit-normal", "mode"])
def test_timesteps_are_spread_as_asked(timesteps):
    levels = drawn(FlowMatching(lambda _: 1.0, job_of(timesteps=timesteps)), 256)
    assert levels.min() >= 0
    assert levels.max() <= 1
    assert levels.mean() == pytest.approx(0.5, abs=0.01)
    expected = {"uniform": 0.2887, "logit-normal": 0.2083}.get(timesteps)
    if expected:
        assert levels.std() == pytest.approx(expected, abs=0.01)
    else:
        # Heavier in the middle than uniform, but never as poor at the ends as logit-normal.
        assert 0.2083 < levels.std() < 0.2887
        assert (levels < 0.02).float().mean() > 0.005


def test_experts_draw_their_own_levels():
    levels = drawn(FlowMatching(lambda _: 3.0, job_of()), 256, (0.875, 1.0))
    assert levels.min() >= 0.875
    assert drawn(Diffusion(0.00085, 0.012, "epsilon", job_of("sdxl")), 64, (0.0, 0.5)).max() < 500


@pytest.mark.parametrize("prediction", ["epsilon", "v_prediction"])
def test_min_snr_caps_the_weight_of_low_noise(prediction):
    levels = torch.arange(0, 1000, 50)
    weights = Diffusion(0.00085, 0.012, prediction, job_of("sdxl")).weights(levels)
    plain = Diffusion(0.00085, 0.012, prediction, job_of("sdxl", minSnrGamma=0)).weights(levels)
    assert plain is None
    assert weights.max() <= 1
    assert weights[0] < 0.01  # SNR of about 1,175 counts as 5
    if prediction == "epsilon":
        assert weights[-1] == 1


@pytest.mark.parametrize("prediction", ["epsilon", "v_prediction"])
def test_diffusion_draws_back_what_was_noised(prediction):
    objective = Diffusion(0.00085, 0.012, prediction, job_of("sdxl"))
    generator = torch.Generator().manual_seed(1)
    data, noise = (torch.randn(1, 4, 8, 8, generator=generator) for _ in range(2))
    levels = objective.sampling_levels(10, 64)
    level = torch.tensor([int(levels[0])])
    latents = objective.noised(data, noise, level)
    for now, following in pairwise(levels):
        answer = objective.target(data, noise, torch.tensor([int(now)]))
        latents = objective.sampling_step(latents, answer, now, following)
    assert torch.allclose(latents, data, atol=1e-3)


def test_flow_draws_back_what_was_noised():
    flow = FlowMatching(lambda _: 3.0, job_of())
    generator = torch.Generator().manual_seed(1)
    data, noise = (torch.randn(1, 16, 8, 8, generator=generator) for _ in range(2))
    latents = noise
    levels = flow.sampling_levels(6, 256)
    assert (levels[0], levels[-1]) == (1, 0)
    for now, following in pairwise(levels):
        latents = flow.sampling_step(latents, flow.target(data, noise, torch.tensor([now])), now, following)
    assert torch.allclose(latents, data, atol=1e-5)


@pytest.mark.parametrize(
    ("schedule", "factors"), [("constant", [0.5, 1, 1, 1, 1, 1]), ("cosine", [0.5, 1, 1, 0.8536, 0.5, 0.1464])]
)
def test_schedules(schedule, factors):
    weight = nn.Parameter(torch.zeros(1))
    optimizer = torch.optim.SGD([weight], lr=1.0)
    made = make_schedule(job_of(schedule=schedule, warmupSteps=2, steps=6), optimizer)
    rates = []
    for _ in range(6):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        made.step()
    assert rates == pytest.approx(factors, abs=1e-4)


def test_ema_follows_and_gives_the_weights_back():
    weight = nn.Parameter(torch.zeros(1))
    ema = Ema([weight], 0.9)
    for step in range(1, 200):
        with torch.no_grad():
            weight.fill_(float(step))
        ema.update(step)
    with ema.in_place():
        assert 180 < weight.item() < 199
    assert weight.item() == 199


def test_ema_is_what_is_exported(job_folder):
    plain, averaged = (job_folder("wan", ema=ema, steps=8, learningRate=0.01).run() for ema in (0.0, 0.9))
    assert plain.lora() != averaged.lora()
    assert [event["loss"] for event in plain.of("step")][-1] == [event["loss"] for event in averaged.of("step")][-1]


def test_accumulation_sees_more_pictures_a_step(job_folder):
    once, twice = (job_folder("wan", gradientAccumulation=parts).run() for parts in (1, 2))
    assert twice.of("step")[-1]["steps"] == 6
    assert once.lora() != twice.lora()


@pytest.mark.parametrize(
    "changes",
    [{"noiseOffset": 0.1}, {"timesteps": "uniform"}, {"shift": 1.0}, {"captionDropout": 0.9}, {"weightDecay": 0.5},
     {"batchSize": 2}],
)  # fmt: skip
def test_each_option_changes_what_is_learned(job_folder, changes):
    assert job_folder("wan", **changes).run().lora() != job_folder("wan").run().lora()
