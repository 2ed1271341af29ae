"""Latents are scaled, packed and told to the networks as diffusers' pipelines do, on random inputs."""

import json
import shutil

import pytest
import torch
from diffusers import AutoencoderKL, AutoencoderKLWan, FluxKontextPipeline, FluxPipeline, StableDiffusionXLPipeline
from torch import nn

from lora_trainer.families import load_family
from lora_trainer.tiny import ensure_tiny

CPU = torch.device("cpu")
SIZES = [(2, 4, 6), (1, 8, 8), (3, 10, 4)]  # batch, height and width of latents


class Recorder(nn.Module):
    """Keeps what a network is told, and answers with its input."""

    config = type("Config", (), {"guidance_embeds": True})

    def forward(self, hidden_states, timestep, **told):
        self.told = {"hidden_states": hidden_states, "timestep": timestep, **told}
        return (hidden_states,)


@pytest.fixture
def base_with(models, tmp_path):
    """A copy of a tiny model whose VAE has another configuration."""

    def make(family, **changes):
        folder = shutil.copytree(ensure_tiny(load_family(family), models), tmp_path / family)
        path = folder / "vae" / "config.json"
        path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))
        return folder

    return make


@pytest.mark.parametrize(("batch", "height", "width"), SIZES)
def test_flux_packs_two_by_two_and_back(batch, height, width):
    torch.manual_seed(height)
    latents, levels, network = torch.randn(batch, 16, height, width), torch.rand(batch), Recorder()
    conditions = {"sequence": torch.randn(batch, 5, 32), "pooled": torch.randn(batch, 32)}
    answer = load_family("flux").predict(network, latents, levels, conditions)
    assert torch.equal(answer, latents)
    assert torch.equal(network.told["timestep"], levels)
    packed = network.told["hidden_states"]
    assert torch.equal(packed, FluxPipeline._pack_latents(latents, batch, 16, height, width))
    # Written out: token (row, column) holds the four points of its square, channel by channel.
    row, column = height // 2 - 1, width // 2 - 1
    square = latents[-1, :, 2 * row : 2 * row + 2, 2 * column : 2 * column + 2]
    assert torch.equal(packed[-1, row * (width // 2) + column], square.reshape(64))
    assert network.told["img_ids"][row * (width // 2) + column].tolist() == [0, row, column]
    assert not network.told["txt_ids"].any()
    assert network.told["guidance"].tolist() == [1] * batch


def test_flux_latents_are_those_of_its_pipeline(base_with):
    base = base_with("flux", scaling_factor=0.3611, shift_factor=0.1159)
    pipeline = FluxKontextPipeline.from_pretrained(base)
    pixels = torch.rand(2, 3, 48, 64, generator=torch.Generator().manual_seed(1)) * 2 - 1
    vae = load_family("flux").vae(base, CPU, torch.float32)
    with torch.no_grad():
        expected = pipeline._encode_vae_image(pixels, None)
        assert torch.allclose(vae.encode(pixels), expected, atol=1e-5)
        plain = expected / 0.3611 + 0.1159
        assert torch.allclose(vae.decode(expected), pipeline.vae.decode(plain).sample, atol=1e-4)


def test_sdxl_latents_are_scaled_and_its_sizes_told(base_with):
    base, sdxl = base_with("sdxl", scaling_factor=0.13025, shift_factor=None), load_family("sdxl")
    pixels = torch.rand(2, 3, 64, 128, generator=torch.Generator().manual_seed(2)) * 2 - 1
    plain = AutoencoderKL.from_pretrained(base, subfolder="vae")
    with torch.no_grad():
        latents = sdxl.vae(base, CPU, torch.float32).encode(pixels)
        assert torch.allclose(latents, plain.encode(pixels).latent_dist.mode() * 0.13025, atol=1e-5)
    pipeline = StableDiffusionXLPipeline.from_pretrained(base)
    told = {}
    pipeline.unet.forward = lambda noised, level, **given: told.update(given) or (noised,)
    conditions = {"sequence": torch.zeros(2, 77, 80), "pooled": torch.zeros(2, 48)}
    sdxl.predict(pipeline.unet, latents, torch.tensor([3, 700]), conditions)
    size = (64, 128)
    expected = pipeline._get_add_time_ids(size, (0, 0), size, torch.float32, text_encoder_projection_dim=48)
    assert torch.equal(told["added_cond_kwargs"]["time_ids"], expected.repeat(2, 1))


@pytest.mark.parametrize("family", ["wan", "wan22"])
def test_wan_latents_are_spread_channel_by_channel(base_with, family):
    generator = torch.Generator().manual_seed(3)
    mean = torch.randn(16, generator=generator)
    std = torch.rand(16, generator=generator) + 0.5
    base = base_with(family, latents_mean=mean.tolist(), latents_std=std.tolist())
    pixels = torch.rand(1, 3, 5, 32, 48, generator=generator) * 2 - 1
    plain = AutoencoderKLWan.from_pretrained(base, subfolder="vae")
    vae = load_family(family).vae(base, CPU, torch.float32)
    with torch.no_grad():
        latents = vae.encode(pixels)
        found = plain.encode(pixels).latent_dist.mode()
        # WanImageToVideoPipeline: (latents - latents_mean) times 1 / latents_std.
        for channel in range(16):
            expected = (found[:, channel] - mean[channel]) * (1 / std[channel])
            assert torch.allclose(latents[:, channel], expected, atol=1e-5)
        assert torch.allclose(vae.decode(latents), plain.decode(found).sample[:, :, 0], atol=1e-4)
        assert torch.equal(vae.encode(pixels[:, :, 0]), vae.encode(pixels[:, :, :1]))
    network = Recorder()
    load_family(family).predict(network, latents, torch.tensor([0.25]), {"sequence": torch.zeros(1, 4, 32)})
    assert network.told["timestep"].tolist() == [250]  # the scheduler's timestep of sigma 0.25
