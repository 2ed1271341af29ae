"""The exported file loads where people use it: diffusers draws another picture, ComfyUI's names are all there."""

import comfy_keys
import numpy as np
import pytest
import torch
from diffusers import DiffusionPipeline
from safetensors.torch import load_file

from lora_trainer.families import load_family
from lora_trainer.tiny import ensure_tiny

SETTINGS = {"steps": 30, "learningRate": 0.01, "checkpointEvery": 0}


def layers_of(path):
    endings = (".lora_A.weight", ".lora_B.weight", ".lora_down.weight", ".lora_up.weight", ".alpha")
    layers = {}
    for key in load_file(path):
        ending = next(each for each in endings if key.endswith(each))
        layers.setdefault(key.removesuffix(ending), set()).add(ending)
    return layers


def wanted_layers(family):
    return {
        "flux": comfy_keys.flux_layers(1, 1),
        "sdxl": comfy_keys.sdxl_layers(comfy_keys.SDXL_TINY_PLACES),
        "wan": comfy_keys.wan_layers(1),
        "wan22": comfy_keys.wan_layers(1),
    }[family]


def test_comfyui_finds_every_key(job_folder, family):
    halves = (
        {".lora_down.weight", ".lora_up.weight", ".alpha"} if family == "sdxl" else {".lora_A.weight", ".lora_B.weight"}
    )
    for path in job_folder(family).run().paths():
        layers = layers_of(path)
        assert set(layers) == wanted_layers(family)
        assert all(found == halves for found in layers.values())


@pytest.mark.slow
@pytest.mark.parametrize(
    ("family", "wanted"),
    [("flux", comfy_keys.flux_layers(19, 38)), ("sdxl", comfy_keys.sdxl_layers(comfy_keys.SDXL_BASE_PLACES)),
     ("wan", comfy_keys.wan_layers(30))],
)  # fmt: skip
def test_full_size_networks_have_comfyuis_keys(family, wanted):
    import re

    adapter = load_family(family)
    with torch.device("meta"):
        network = adapter.network_class.from_config(next(iter(adapter.known.values())))
    modules = [name for name, _ in network.named_modules() if re.fullmatch(adapter.targets, name)]
    down = {adapter.export_key(module, network).down for module in modules}
    assert {key.removesuffix(".lora_A.weight").removesuffix(".lora_down.weight") for key in down} == wanted


def draw(pipeline, family):
    options = {"prompt": "TOK", "height": 64, "width": 64, "num_inference_steps": 3, "output_type": "np",
               "generator": torch.Generator().manual_seed(1)}  # fmt: skip
    if family in ("wan", "wan22"):
        return pipeline(**options, num_frames=1, max_sequence_length=64).frames
    return pipeline(**options, **({"max_sequence_length": 64} if family == "flux" else {})).images


def test_diffusers_loads_it_and_draws_another_picture(job_folder, models, family):
    outcome = job_folder(family, **SETTINGS).run()
    pipeline = DiffusionPipeline.from_pretrained(ensure_tiny(load_family(family), models))
    pipeline.set_progress_bar_config(disable=True)
    before = draw(pipeline, family)
    assert np.array_equal(before, draw(pipeline, family))
    for number, path in enumerate(outcome.paths()):
        more = {"load_into_transformer_2": True} if number == 1 else {}
        pipeline.load_lora_weights(str(path), adapter_name=f"lora{number}", **more)
    assert np.abs(draw(pipeline, family) - before).max() > 1e-3
    pipeline.unload_lora_weights()
    assert np.allclose(draw(pipeline, family), before)


@pytest.mark.parametrize("family", ["flux", "sdxl", "wan"])
def test_diffusers_computes_what_was_trained(job_folder, models, family, monkeypatch):
    """The network with the loaded file answers as the network in training did: names, halves and scale are right."""
    from lora_trainer.loop import Loop

    kept = {}
    run = Loop.run

    def keep_network(self):
        finished = run(self)
        kept["network"] = next(network for _, network in self.experts)
        return finished

    monkeypatch.setattr(Loop, "run", keep_network)
    outcome = job_folder(family, **SETTINGS).run()
    adapter = load_family(family)
    base = ensure_tiny(adapter, models)
    pipeline = DiffusionPipeline.from_pretrained(base)
    pipeline.load_lora_weights(str(outcome.paths()[0]))
    loaded = getattr(pipeline, adapter.experts[0].name)
    config = adapter.config(base)
    latents = torch.randn(1, *adapter.latent_shape(config, 64, 64, 1), generator=torch.Generator().manual_seed(3))
    conditions = adapter.blank_conditions(config)
    levels = torch.tensor([500]) if family == "sdxl" else torch.tensor([0.5])
    with torch.no_grad():
        trained = adapter.predict(kept["network"].eval(), latents, levels, conditions)
        again = adapter.predict(loaded.eval(), latents, levels, conditions)
        plain = adapter.predict(
            adapter.network(base, adapter.experts[0], torch.float32).eval(), latents, levels, conditions
        )
    assert torch.allclose(trained, again, atol=1e-5)
    assert not torch.allclose(trained, plain, atol=1e-3)
