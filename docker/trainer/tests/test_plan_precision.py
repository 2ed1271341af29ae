"""The plan of a job in fp32 beside that of the same job in bf16."""

import io
import json
from contextlib import redirect_stdout

import pytest

from lora_trainer.cli import main
from lora_trainer.exits import DONE

GIB = 2**30
ROUNDING = 0.011  # each printed figure is rounded to 0.01 GiB


@pytest.fixture(scope="module")
def plans(tmp_path_factory):
    """WAN 2.1 1.3B at 512 px on a card of 12 GiB, by precision."""
    folder, found = tmp_path_factory.mktemp("plan"), {}
    for precision in ("bf16", "fp32"):
        job = {
            "version": 1, "trainingId": "training-1", "family": "wan", "name": "My thing", "triggerWord": "TOK",
            "baseModel": "Wan-AI/Wan2.1-T2V-1.3B-Diffusers", "steps": 6, "precision": precision,
        }  # fmt: skip
        path = folder / f"{precision}.json"
        path.write_text(json.dumps(job))
        with redirect_stdout(io.StringIO()) as printed:
            assert main(["plan", str(path), "--vram", "12"]) == DONE
        found[precision] = json.loads(printed.getvalue())
    return found


def settings(plans, index):
    return plans["bf16"]["settings"][index], plans["fp32"]["settings"][index]


def test_plain_weights_take_two_bytes_and_four(plans):
    bf16, fp32 = settings(plans, 0)
    assert bf16["switches"] == fp32["switches"] == "full base weights"
    assert plans["bf16"]["networkParameters"] == plans["fp32"]["networkParameters"]
    weights = plans["bf16"]["networkParameters"] / GIB
    assert bf16["weightsGiB"] == pytest.approx(2 * weights, abs=ROUNDING)
    assert fp32["weightsGiB"] == pytest.approx(4 * weights, abs=ROUNDING)


def test_the_adapter_is_fp32_in_both(plans):
    for bf16, fp32 in zip(plans["bf16"]["settings"], plans["fp32"]["settings"], strict=True):
        # Weight, gradient and AdamW's two moments.
        assert bf16["adapterGiB"] == pytest.approx(plans["bf16"]["loraParameters"] * 16 / GIB, abs=ROUNDING)
        assert fp32["adapterGiB"] == bf16["adapterGiB"]


def test_activations_take_twice_the_bytes_under_every_switch(plans):
    for bf16, fp32 in zip(plans["bf16"]["settings"], plans["fp32"]["settings"], strict=True):
        assert fp32["activationsGiB"] == pytest.approx(2 * bf16["activationsGiB"], abs=2 * ROUNDING)
        assert fp32["activationsGiB"] > bf16["activationsGiB"]


@pytest.mark.parametrize("name", ["fp8", "nf4"])
def test_packed_weights_take_the_same_bytes_but_for_what_is_unpacked(plans, name):
    (bf16, fp32) = next(settings(plans, index) for index in range(5)
                        if plans["bf16"]["settings"][index]["switches"].startswith(name))  # fmt: skip
    assert bf16["switches"] == fp32["switches"]
    plain, _ = settings(plans, 0)
    # One block of the thirty is unpacked at a time, and a tenth of the network is not in blocks.
    assert bf16["weightsGiB"] < fp32["weightsGiB"] < bf16["weightsGiB"] + 0.1 * plain["weightsGiB"]


def test_the_total_is_the_sum_with_the_cards_overhead(plans):
    for plan in plans.values():
        for setting in plan["settings"]:
            parts = setting["weightsGiB"] + setting["adapterGiB"] + setting["activationsGiB"]
            assert setting["totalGiB"] == pytest.approx(1.08 * parts + 0.7, abs=4 * ROUNDING)
        totals = [setting["totalGiB"] for setting in plan["settings"]]
        assert totals == sorted(totals, reverse=True)


def test_a_card_that_holds_bf16_whole_needs_a_switch_for_fp32(plans):
    assert plans["bf16"]["fits"]
    assert plans["bf16"]["chosen"]["switches"] == "full base weights"
    assert plans["fp32"]["chosen"]["switches"] == "full base weights, gradient checkpointing"
    assert plans["fp32"]["chosen"]["totalGiB"] <= 12


def test_the_encoders_take_two_bytes_a_weight_and_four(plans):
    assert plans["fp32"]["cachingGiB"] == pytest.approx(2 * plans["bf16"]["cachingGiB"], abs=ROUNDING)
    # UMT5-XXL's encoder in fp32 is beyond a card of 12 GiB, though the network would fit.
    assert plans["bf16"]["cachingGiB"] <= 12 < plans["fp32"]["cachingGiB"]
    assert not plans["fp32"]["fits"]
