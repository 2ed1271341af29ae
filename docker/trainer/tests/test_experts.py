"""WAN 2.2's two experts: they take turns, and a resumed job gives each its own state back."""

from types import SimpleNamespace

import pytest
import torch
from torch import nn

from lora_trainer.checkpoint import random_state
from lora_trainer.exits import DONE, STOPPED
from lora_trainer.experts import Experts
from lora_trainer.families.base import Expert
from lora_trainer.loop_state import unpack
from lora_trainer.optimizers import make_schedule, to_device

TWELVE = {"steps": 12, "checkpointEvery": 0}  # turns of three steps
HIGH, LOW = "transformer", "transformer_2"


class Network(nn.Module):
    """Notes where it was put: a machine without a GPU has one place only."""

    place = "cpu"

    def to(self, device):
        self.place = str(device)
        return self


def stored(folder, step):
    state = torch.load(folder.checkpoints / f"step-{step:06d}" / "state.pt", weights_only=True)
    return state["adapters"], state["optimizer"]["state"]


def same(first, second):
    return all(torch.equal(first[name], second[name]) for name in first)


def test_only_the_expert_at_work_is_on_the_device():
    high, low = Expert(HIGH, 0.5, 1.0), Expert(LOW, 0.0, 0.5)
    networks = {high: Network(), low: Network()}
    experts = Experts(networks, torch.device("cuda"), steps=12)
    seen = []
    for step in range(12):
        expert, network = experts.at(step)
        assert network is networks[expert]
        seen.append((expert.name, networks[high].place, networks[low].place))
    assert seen == ([(HIGH, "cuda", "cpu")] * 3 + [(LOW, "cpu", "cuda")] * 3) * 2
    # A sample goes from noise to the picture, whosever turn it is.
    assert experts.for_level(0.9) is networks[high]
    assert (networks[high].place, networks[low].place) == ("cuda", "cpu")


def test_an_expert_that_rests_is_not_changed(job_folder):
    folder = job_folder("wan22", steps=8, checkpointEvery=1)  # turns of two steps
    folder.run_until(1)
    before, _ = stored(folder, 1)
    changed = []
    for step in range(2, 9):
        folder.run_until(step)
        after, _ = stored(folder, step)
        changed.append([name for name in after if not same(after[name], before[name])])
        before = after
    assert changed == [[HIGH], [LOW], [LOW], [HIGH], [HIGH], [LOW], [LOW]]


@pytest.mark.parametrize("changes", [{}, {"ema": 0.9, "gradientAccumulation": 2}, {"optimizer": "prodigy"}])
def test_stopped_anywhere_in_a_turn_it_goes_on_bit_identical(job_folder, changes):
    straight = job_folder("wan22", **TWELVE, **changes).run()
    assert straight.code == DONE
    folder = job_folder("wan22", **TWELVE, **changes)
    for step in (2, 3, 4, 6, 11):  # in the first turn, between turns, at the start of one, in the last
        assert folder.run_until(step).code == STOPPED
    resumed = folder.run()
    assert resumed.of("step")[0]["step"] == 12
    assert resumed.lora() == straight.lora()


def test_the_optimizers_state_is_stored_for_the_expert_that_earned_it(job_folder):
    folder = job_folder("wan22", **TWELVE)
    folder.run_until(3)
    adapters, states = stored(folder, 3)
    half = len(adapters[HIGH])
    assert sorted(states) == list(range(half))
    assert {state["step"].item() for state in states.values()} == {3}
    folder.run_until(4)
    _, states = stored(folder, 4)
    assert sorted(states) == list(range(half + len(adapters[LOW])))
    assert [states[number]["step"].item() for number in range(2 * half)] == [3] * half + [1] * half


def test_a_resting_experts_state_comes_back_to_the_device_it_is_trained_on():
    """On a GPU the expert that rests is in main memory while its state is read; `meta` stands for the GPU here."""

    def optimizer_of(experts):
        return torch.optim.AdamW([weight for expert in experts for weight in expert.parameters()], lr=0.1)

    job = SimpleNamespace(warmup_steps=0, schedule="constant", steps=10)
    trained = [nn.Linear(4, 4), nn.Linear(4, 4)]
    before = optimizer_of(trained)
    sum(expert(torch.ones(4)).sum() for expert in trained).backward()
    before.step()
    generator = torch.Generator().manual_seed(3)
    state = {
        "adapters": {}, "optimizer": before.state_dict(), "schedule": make_schedule(job, before).state_dict(),
        "ema": None, "random": random_state(generator),
    }  # fmt: skip
    after = optimizer_of([nn.Linear(4, 4), nn.Linear(4, 4)])
    loop = SimpleNamespace(
        experts=[], optimizer=after, schedule=make_schedule(job, after), ema=None, generator=generator,
        settings=SimpleNamespace(device=torch.device("meta")),
    )  # fmt: skip
    unpack(loop, state)
    assert len(after.state) == 4
    for moments in after.state.values():
        assert {moments["exp_avg"].device.type, moments["exp_avg_sq"].device.type} == {"meta"}
        assert (moments["step"].device.type, moments["step"].item()) == ("cpu", 1)  # PyTorch counts on the CPU


def test_moving_the_state_changes_no_value():
    weight = nn.Parameter(torch.ones(3))
    optimizer = torch.optim.AdamW([weight], lr=0.1)
    weight.grad = torch.tensor([1.0, -2.0, 3.0])
    optimizer.step()
    before = {name: value.clone() for name, value in optimizer.state[weight].items()}
    to_device(optimizer, torch.device("cpu"))
    assert all(torch.equal(optimizer.state[weight][name], value) for name, value in before.items())
