"""A damaged checkpoint is passed over, and never takes the place of a whole one."""

import json
import shutil

import pytest

from lora_trainer.exits import DONE, STOPPED


def cut_state(folder):
    state = folder / "state.pt"
    state.write_bytes(state.read_bytes()[:-100])


def flip_a_bit(folder):
    state = folder / "state.pt"
    content = bytearray(state.read_bytes())
    content[len(content) // 2] ^= 1
    state.write_bytes(content)


def lose_state(folder):
    (folder / "state.pt").unlink()


def lose_manifest(folder):
    (folder / "checkpoint.json").unlink()


def cut_manifest(folder):
    manifest = folder / "checkpoint.json"
    manifest.write_bytes(manifest.read_bytes()[:20])


def blank_manifest(folder):
    """What some file systems leave of a file after the power went."""
    manifest = folder / "checkpoint.json"
    manifest.write_bytes(b"\0" * manifest.stat().st_size)


def lose_fingerprint(folder):
    manifest = folder / "checkpoint.json"
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "fingerprint": None}))


def drop_fingerprint(folder):
    manifest = folder / "checkpoint.json"
    kept = json.loads(manifest.read_text())
    del kept["fingerprint"]
    manifest.write_text(json.dumps(kept))


def manifest_of(text):
    """Damage that leaves good JSON which is no manifest."""

    def overwrite(folder):
        (folder / "checkpoint.json").write_text(text)

    overwrite.__name__ = text[:9]
    return overwrite


DAMAGES = (
    cut_state, flip_a_bit, lose_state, lose_manifest, cut_manifest, blank_manifest, lose_fingerprint, drop_fingerprint,
    *map(manifest_of, ["[]", "null", "3", '"sha256"', "{}", "[" * 100_000]),
)  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_checkpoint_is_passed_over(job_folder, damage):
    folder = job_folder("wan", steps=6, checkpointEvery=2)
    first = folder.run()
    damage(folder.checkpoints / "step-000006")
    again = folder.run()
    assert again.of("step")[0]["step"] == 5
    assert again.lora() == first.lora()


def test_a_damaged_checkpoint_pushes_no_whole_one_out(job_folder):
    folder = job_folder("wan", steps=12, checkpointEvery=4)
    straight = folder.run()
    assert folder.checkpoint_names() == ["step-000008", "step-000012"]
    cut_state(folder.checkpoints / "step-000012")
    # Going on from step 8, the next checkpoint is an earlier step than the damaged one.
    assert folder.run_until(9).code == STOPPED
    assert folder.checkpoint_names() == ["step-000008", "step-000009"]
    cut_state(folder.checkpoints / "step-000009")
    resumed = folder.run()
    assert resumed.of("step")[0]["step"] == 9
    assert resumed.lora() == straight.lora()


def test_with_every_checkpoint_damaged_it_starts_over(job_folder):
    folder = job_folder("wan", steps=6, checkpointEvery=2)
    straight = folder.run()
    for checkpoint in folder.checkpoints.iterdir():
        cut_state(checkpoint)
    again = folder.run()
    assert again.code == DONE
    assert again.of("step")[0]["step"] == 1
    assert again.lora() == straight.lora()


def test_resuming_removes_what_a_killed_run_left_half_written(job_folder):
    folder = job_folder("wan", steps=6, checkpointEvery=2)
    folder.run()
    shutil.copytree(folder.checkpoints / "step-000006", folder.checkpoints / ".step-000008.part")
    assert folder.run().of("step") == []
    assert folder.checkpoint_names() == ["step-000004", "step-000006"]
