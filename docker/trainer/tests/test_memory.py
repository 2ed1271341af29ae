"""The memory switches: they keep the training right, and the plan adds up what a pass really keeps."""

import importlib.util

import pytest
import torch
from conftest import tiny_job
from torch import nn

from lora_trainer import plan
from lora_trainer.exits import BAD_JOB, DONE
from lora_trainer.families import family_names, load_family
from lora_trainer.frozen_linear import FrozenLinear
from lora_trainer.job import parse_job
from lora_trainer.memory import LADDER, Switches, allowed_rungs


def job_of(family, **changes):
    return load_family(family).complete(parse_job(tiny_job(family, **changes), family_names()))


def test_fp8_layer_is_close_and_lets_gradients_through():
    torch.manual_seed(0)
    linear = nn.Linear(64, 48)
    linear.weight.data *= 0.02  # weights of a large network: below fp8's normal range without a scale
    frozen = FrozenLinear(linear, fp8=True, home=None)
    hidden = torch.randn(5, 64, requires_grad=True)
    exact, close = linear(hidden), frozen(hidden)
    assert (exact - close).norm() / exact.norm() < 0.04
    close.sum().backward()
    assert torch.allclose(hidden.grad[0], linear.weight.sum(0), atol=0.01)
    assert frozen.weight.element_size() == 1


def test_an_offloaded_layer_stays_where_it_is():
    linear = nn.Linear(8, 8)
    home = torch.device("cpu")
    layer = FrozenLinear(linear, fp8=False, home=home)
    layer.to("meta")
    assert layer.weight.device.type == "cpu"
    assert layer.bias.device.type == "meta"


@pytest.mark.slow
@pytest.mark.parametrize(
    "switches",
    [{"baseWeights": "fp8"}, {"gradientCheckpointing": True}, {"offload": True, "gradientCheckpointing": True},
     {"baseWeights": "fp8", "offload": True, "gradientCheckpointing": True}],
)  # fmt: skip
def test_trains_with_every_switch(job_folder, family, switches):
    plain = job_folder(family).run()
    switched = job_folder(family, **switches).run()
    assert switched.code == DONE, switched.events[-1]
    first, second = plain.of("step")[0]["loss"], switched.of("step")[0]["loss"]
    assert second == pytest.approx(first, rel=0.1 if "baseWeights" in switches else 1e-4)


def test_recomputing_changes_no_weight(job_folder):
    plain = job_folder("flux").run()
    offloaded = job_folder("flux", gradientCheckpointing=True, offload=True).run()
    assert plain.lora() == offloaded.lora()


@pytest.mark.slow
def test_bf16_trains(job_folder, family):
    assert job_folder(family, precision="bf16").run().code == DONE


def test_the_jobs_choices_narrow_the_ladder():
    assert allowed_rungs(job_of("flux")) == list(LADDER)
    rungs = allowed_rungs(job_of("flux", baseWeights="nf4", offload=False))
    assert {rung.base_weights for rung in rungs} == {"nf4"}
    assert not any(rung.offload for rung in rungs)


def test_four_bit_weights_train_or_say_what_they_need(job_folder):
    outcome = job_folder("wan", baseWeights="nf4", precision="bf16").run()
    if importlib.util.find_spec("bitsandbytes") is not None:
        assert outcome.code == DONE
    else:
        assert (outcome.code, outcome.events[-1]["code"]) == (BAD_JOB, "no-4bit")


@pytest.mark.parametrize("family", ["flux", "sdxl", "wan"])
def test_the_plan_counts_what_a_real_pass_keeps(models, family):
    from lora_trainer.lora import add_lora
    from lora_trainer.tiny import ensure_tiny

    adapter = load_family(family)
    base = ensure_tiny(adapter, models)
    job = job_of(family, batchSize=2)
    found = plan.trace(adapter, adapter.config(base), job, 64, 64)
    network = adapter.network(base, adapter.experts[0], torch.bfloat16)
    add_lora(network, rank=job.rank, targets=adapter.targets, seed=0)
    frozen = sum(each.numel() for each in network.parameters() if not each.requires_grad)
    assert found.parameters == frozen
    assert found.adapter == sum(each.numel() for each in network.parameters() if each.requires_grad)
    real = plan.Trace()
    weights = {each.untyped_storage()._cdata for each in network.parameters()}
    config = adapter.config(base)
    latents = torch.zeros(2, *adapter.latent_shape(config, 64, 64, 1), dtype=torch.bfloat16)
    conditions = {key: value.repeat(2, *[1] * (value.dim() - 1)).bfloat16()
                  for key, value in adapter.blank_conditions(config).items()}  # fmt: skip
    with plan.metered(network, real, weights), plan.fused_attention():
        adapter.predict(network.train(), latents, torch.ones(2), conditions)
    assert found.saved == pytest.approx(real.saved, rel=0.02)


# Published: 12 billion (FLUX.1), 2.6 (SDXL's UNet), 1.3 (WAN 2.1 small; its own 1.42 count), 14.
@pytest.mark.slow
@pytest.mark.parametrize(
    ("family", "base", "billions"),
    [("flux", "black-forest-labs/FLUX.1-dev", 11.9), ("sdxl", "stabilityai/stable-diffusion-xl-base-1.0", 2.57),
     ("wan", "Wan-AI/Wan2.1-T2V-1.3B-Diffusers", 1.42), ("wan", "Wan-AI/Wan2.1-T2V-14B-Diffusers", 14.3)],
)  # fmt: skip
def test_full_size_plans(family, base, billions):
    adapter = load_family(family)
    job = job_of(family, optimizer="adamw8bit", resolution=512)
    found = plan.trace(adapter, adapter.known[base], job, 512, 512)
    assert found.parameters / 1e9 == pytest.approx(billions, rel=0.01)
    totals = [plan.estimate(found, job, rung).total for rung in LADDER]
    assert totals == sorted(totals, reverse=True)
    chosen, _ = plan.choose(found, job, 24 * plan.GIB)
    assert chosen.total < 24 * plan.GIB
    if family == "flux":
        assert chosen.switches == Switches(gradient_checkpointing=True, base_weights="fp8")
