import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tests.tiny import tiny_gemma, tiny_tokenizer

from trainer import checkpoints
from trainer.checkpoints import Checkpoint, Saved, fingerprint
from trainer.examples import Bucket, Encoded, pad
from trainer.lora import add_lora, default_learning_rate, kernel_layers
from trainer.optimise import Batch, train_on
from trainer.train import Settings

STEPS = 12


def some_batches(steps: int = STEPS) -> list[Batch]:
    """The same two replies again and again."""
    encode = tiny_tokenizer().encode
    rows = [Encoded(encode("How do you read?"), encode("Loud and clear.")), Encoded(encode("GO."), encode("Roger."))]
    return [pad(rows, Bucket(32, 16), size=2)] * steps


def train(checkpoint: Checkpoint, batches: Iterable[Batch]) -> tuple[list[np.ndarray], list[float]]:
    """The trained LoRA values, and the losses."""
    lm = tiny_gemma("gemma3_text", layers=1).lm
    variables = add_lora(lm, rank=2, seed=0)
    losses = train_on(lm, variables, iter(batches), STEPS, 1e-2, checkpoint)
    return [np.asarray(variable) for variable in variables], losses


@pytest.mark.parametrize("model_type", ["gemma", "gemma2", "gemma3_text"])
def test_the_loss_falls_and_only_lora_changes(model_type: str, tmp_path: Path) -> None:
    lm = tiny_gemma(model_type, layers=1).lm
    variables = add_lora(lm, rank=2, seed=0)
    assert len(variables) == 7 * 2  # seven kernels, A and B
    own = {id(variable) for variable in variables}
    before = [np.asarray(v).copy() for v in lm.variables if id(v) not in own]
    losses = train_on(lm, variables, iter(some_batches()), STEPS, 1e-2, Checkpoint(tmp_path / "m", ""))
    assert losses[-1] < losses[0] - 0.5
    after = [np.asarray(v) for v in lm.variables if id(v) not in own]
    assert all(np.array_equal(one, other) for one, other in zip(before, after, strict=True))
    assert all(np.abs(np.asarray(layer.lora_kernel_b)).max() > 0 for layer in kernel_layers(lm))


def test_lora_changes_nothing_before_training() -> None:
    lm = tiny_gemma("gemma3_text", layers=1).lm
    ids = {"token_ids": np.array([[2, 9, 10]]), "padding_mask": np.ones((1, 3), "int32")}
    before = np.asarray(lm(ids))
    add_lora(lm, rank=2, seed=0)
    assert np.array_equal(np.asarray(lm(ids)), before)


def test_the_same_seed_gives_the_same_weights(tmp_path: Path) -> None:
    one, _ = train(Checkpoint(tmp_path / "a", ""), some_batches())
    other, _ = train(Checkpoint(tmp_path / "b", ""), some_batches())
    assert all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


def test_a_run_that_was_killed_ends_as_if_it_had_not_been(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, losses = train(Checkpoint(tmp_path / "whole", "x"), some_batches())
    monkeypatch.setattr(checkpoints, "SECONDS_BETWEEN", 0)

    def killed() -> Iterator[Batch]:
        yield from some_batches(5)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train(Checkpoint(tmp_path / "model", "x"), killed())
    resumed = Checkpoint(tmp_path / "model", "x")
    assert resumed.load().losses == losses[:5]
    values, resumed_losses = train(resumed, some_batches())
    assert resumed_losses == losses
    assert all(np.array_equal(a, b) for a, b in zip(whole, values, strict=True))


def test_another_runs_checkpoint_or_a_broken_one_is_not_taken(tmp_path: Path) -> None:
    checkpoint = Checkpoint(tmp_path / "model", "mine")
    checkpoint.save(Saved([1.5], [np.arange(3.0)]))
    assert checkpoint.load().losses == [1.5]
    assert Checkpoint(tmp_path / "model", "yours").load() is None
    checkpoint.path.write_bytes(checkpoint.path.read_bytes()[:-4])
    assert checkpoint.load() is None
    checkpoint.discard()
    assert list(tmp_path.iterdir()) == []


def test_a_fingerprint_is_of_the_settings_and_the_data(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("1")
    (tmp_path / "moved").write_text("1")
    settings = Settings(tmp_path / "a", tmp_path)
    first = fingerprint("train", settings, [tmp_path / "a"])
    assert fingerprint("train", replace(settings, base=tmp_path / "moved"), [tmp_path / "moved"]) == first
    assert fingerprint("prepare_base", settings, [tmp_path / "a"]) != first
    assert fingerprint("train", replace(settings, seed=1), [tmp_path / "a"]) != first
    (tmp_path / "a").write_text("2")
    assert fingerprint("train", settings, [tmp_path / "a"]) != first


def test_a_shared_folder_keeps_checkpoints_for_a_week_and_what_else_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POLLUX_CHECKPOINTS", str(tmp_path))
    mine, old, new = ("a" * 64, "b" * 64, "c" * 64)
    for name in (mine, old, new, "letter.txt"):
        (tmp_path / name).write_text("")
        if name != new:
            os.utime(tmp_path / name, (0, 0))
    Checkpoint(tmp_path / "run" / "model", mine)
    assert {path.name for path in tmp_path.iterdir()} == {mine, new, "letter.txt"}


def test_checkpoints_may_lie_in_a_bucket_where_it_is_mounted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLLUX_CHECKPOINTS", "gs://bucket/runs/checkpoints")
    path = Checkpoint(Path("/gcs/bucket/runs/1/model"), "a" * 64).path
    assert path == Path("/gcs/bucket/runs/checkpoints") / ("a" * 64)


def test_larger_models_take_smaller_steps() -> None:
    assert [default_learning_rate(n) for n in (400_000, 268_000_000, 4_000_000_000)] == [1.5e-3, 1e-3, 2e-4]
