"""fp8 and 4-bit base weights: they really are packed, take the bytes that the plan counts, and train."""

import gc

import bitsandbytes.functional as bnb
import pytest
import torch
from bitsandbytes.nn import Linear4bit
from conftest import tiny_job
from torch import nn

from lora_trainer import events, plan
from lora_trainer.exits import DONE
from lora_trainer.families import family_names, load_family
from lora_trainer.frozen_linear import FP8, FrozenLinear, four_bit, shrink_linears
from lora_trainer.job import parse_job
from lora_trainer.loop import Loop
from lora_trainer.lora import add_lora
from lora_trainer.memory import Switches, shrink
from lora_trainer.tiny import ensure_tiny

STEPS = 70
LAST = 25
# The tiny networks made wide: in layers of 48 numbers the scales and tables would outweigh what they belong to.
WIDE = {
    "flux": {"attention_head_dim": 128, "num_attention_heads": 4, "axes_dims_rope": (16, 56, 56)},
    "sdxl": {"block_out_channels": (64, 256), "attention_head_dim": 8, "cross_attention_dim": 512},
    "wan": {"num_attention_heads": 4, "attention_head_dim": 128, "ffn_dim": 1024},
}


def packed_layers(network):
    return [layer for layer in network.modules() if isinstance(layer, Linear4bit | FrozenLinear)]


@pytest.mark.parametrize(("width", "height"), [(256, 128), (96, 640)])
@pytest.mark.parametrize(("precision", "share"), [(torch.bfloat16, 4), (torch.float32, 8)])
def test_four_bit_layer_is_packed_and_close(width, height, precision, share):
    torch.manual_seed(width)
    block = nn.ModuleDict({"blocks": nn.ModuleList([nn.Linear(width, height, dtype=precision)])})
    weight, bias = block["blocks"][0].weight.detach().clone(), block["blocks"][0].bias.detach().clone()
    assert shrink_linears(block, four_bit) == 1
    layer = block.to("cpu")["blocks"][0]
    assert layer.weight.dtype == torch.uint8
    assert layer.weight.untyped_storage().nbytes() * share == weight.untyped_storage().nbytes()
    assert layer.weight.quant_state.quant_type == "nf4"
    restored = bnb.dequantize_4bit(layer.weight.data, layer.weight.quant_state)
    assert (restored - weight).float().norm() / weight.float().norm() < 0.12
    hidden = torch.randn(7, width, dtype=precision, requires_grad=True)
    answer = layer(hidden)
    assert torch.allclose(answer.float(), (hidden @ restored.T + bias).float(), atol=0.02)
    answer.sum().backward()
    assert torch.allclose(hidden.grad[0].float(), restored.float().sum(0), atol=0.15)


@pytest.mark.parametrize("base_weights", ["full", "fp8", "nf4"])
@pytest.mark.parametrize("family", ["flux", "sdxl", "wan"])
def test_the_plan_expects_the_bytes_that_are_allocated(models, tmp_path, family, base_weights):
    adapter = load_family(family)
    job = adapter.complete(parse_job(tiny_job(family, precision="bf16"), family_names()))
    expert = adapter.experts[0]
    config = {**adapter.config(ensure_tiny(adapter, models)), **WIDE[family]}
    adapter.network_class.from_config(config).save_pretrained(tmp_path / expert.name)
    found = plan.trace(adapter, config, job, 128, 128)
    switches = Switches(gradient_checkpointing=True, base_weights=base_weights)
    # Besides what is stored the plan counts one block unpacked, which only a pass allocates.
    unpacked = 0 if base_weights == "full" else 2 * found.largest_block_weights
    expected = plan.estimate(found, job, switches).weights - unpacked
    before = storages()
    network = adapter.network(tmp_path, expert, torch.bfloat16)
    trained = add_lora(network, rank=job.rank, targets=adapter.targets, seed=0)
    shrink(network, switches)
    network.to("cpu")  # 4-bit layers pack as they move
    after = storages()
    allocated = sum(storage.nbytes() for key, storage in after.items() if key not in before)
    allocated -= sum(each.untyped_storage().nbytes() for each in trained) + left_out(network)
    assert allocated == pytest.approx(expected, rel=0.01)


def left_out(network):
    """What the plan leaves out, at most 1% at full size: WAN's position table, and fp32 parts diffusers keeps."""
    insisted = [each for each in network.parameters() if not each.requires_grad and each.dtype == torch.float32]
    tables = [each for each in network.buffers() if each.dim()]
    return sum(2 * each.numel() for each in insisted) + sum(each.untyped_storage().nbytes() for each in tables)


def storages():
    """The memory of every tensor alive, whoever holds it: a full weight kept beside its packed form would show."""
    gc.collect()
    tensors = [each for each in gc.get_objects() if issubclass(type(each), torch.Tensor) and each.device.type == "cpu"]
    return {each.untyped_storage()._cdata: each.untyped_storage() for each in tensors}


@pytest.mark.slow
@pytest.mark.parametrize("base_weights", ["fp8", "nf4"])
def test_packed_weights_train(job_folder, monkeypatch, family, base_weights):
    monkeypatch.setattr(events, "STEP_INTERVAL_SECONDS", 0)
    settings = {"steps": STEPS, "rank": 16, "images": 2, "checkpointEvery": 0, "captionDropout": 0,
                "baseWeights": base_weights, "precision": "bf16"}  # fmt: skip
    still = losses(job_folder(family, learningRate=0, **settings).run())
    looks = look_before_each_step(monkeypatch, FP8 if base_weights == "fp8" else torch.uint8)
    moving = job_folder(family, learningRate=0.01, **settings).run()
    assert moving.code == DONE, moving.events[-1]
    assert len(looks) == len(still) == STEPS
    learned = losses(moving)
    assert learned[0] == still[0]
    assert sum(learned[-LAST:]) < 0.85 * sum(still[-LAST:])


def losses(outcome):
    return [event["loss"] for event in outcome.of("step")]


def look_before_each_step(monkeypatch, stored):
    """Asserts, before the optimizer moves anything, what is packed and what got a gradient; gives a list of looks."""
    looks = []
    run = Loop.run

    def looking(self):
        def look(*_):
            _, network = self.experts.at(self.step)
            assert {layer.weight.dtype for layer in packed_layers(network)} == {stored}
            with_gradient = [name for name, each in network.named_parameters() if each.grad is not None]
            assert all(".lora_" in name for name in with_gradient)
            looks.append(len(with_gradient))
            assert looks[-1] > 0

        self.optimizer.register_step_pre_hook(look)
        return run(self)

    monkeypatch.setattr(Loop, "run", looking)
    return looks
