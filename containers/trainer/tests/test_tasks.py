"""prepare-base, train, convert and evaluate one after the other, as a pipeline runs them, on a very small scale."""

import json
from pathlib import Path

import pytest
from tests.dataset import REPLIES, executor_input, write_dataset
from tests.tiny import tiny_gemma

from trainer import checkpoints, evaluate, prepare_base, train
from trainer.adapter import merge_adapter
from trainer.executor import Task, TaskError
from trainer.hugging_face import export_hugging_face, load_model


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A base in a Hugging Face folder, its weights random."""
    folder = tmp_path_factory.mktemp("base") / "model"
    model = tiny_gemma("gemma3_text", layers=1)
    export_hugging_face(model.lm, model.tokenizer, folder)
    return folder


def run_train(folder: Path, base: Path, **parameters: object) -> Path:
    artifacts = {"conversations": write_dataset(folder / "data"), "base": base}
    given = {"rank": 2, "epochs": 8, "learningRate": 5e-3, "maxLength": 64, **parameters}
    task = Task(train.Settings, executor_input(folder, artifacts, ["model", "metrics", "lossCurve"], **given))
    train.main(task)
    task.finish()
    return folder


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory, base: Path) -> Path:
    return run_train(tmp_path_factory.mktemp("train"), base)


def test_training_writes_an_adapter_with_what_made_it(trained: Path) -> None:
    written = {path.name for path in (trained / "model").iterdir()}
    assert written >= {"adapter_config.json", "adapter_model.safetensors", "tokenizer.model", "training.json"}
    metrics = json.loads((trained / "metrics").read_text())
    assert metrics["loss"] < metrics["firstLoss"] - 0.5
    assert metrics["examples"] == 24
    assert "<svg" in (trained / "lossCurve").read_text()
    assert not (trained / "model.checkpoint").exists()


def test_evaluation_compares_the_twin_with_its_base_and_with_the_person(
    tmp_path: Path, base: Path, trained: Path
) -> None:
    model = load_model(base)
    merge_adapter(model.lm, trained / "model")
    twin = tmp_path / "twin"
    export_hugging_face(model.lm, model.tokenizer, twin)
    artifacts = {"conversations": trained / "data", "base": base, "model": twin}
    given = executor_input(tmp_path / "evaluate", artifacts, ["metrics", "report"], samples=3)
    task = Task(evaluate.Settings, given)
    evaluate.main(task)
    written = {name: (tmp_path / "evaluate" / name).read_text() for name in ("baseBits", "twinBits", "gain")}
    numbers = {name: json.loads(text) for name, text in written.items()}
    assert numbers["gain"] == pytest.approx(numbers["baseBits"] - numbers["twinBits"])
    assert numbers["gain"] > 0
    measured = json.loads((tmp_path / "evaluate" / "metrics").read_text())
    assert measured["heldOutReplies"] == 6 and measured["samples"] == 3
    assert measured["realVerbatim"] == 1.0  # the held-out replies are those of training
    report = (tmp_path / "evaluate" / "report").read_text()
    assert any(reply.replace("'", "&#x27;") in report for reply in REPLIES)


def test_training_goes_on_from_its_checkpoint(
    tmp_path: Path,
    base: Path,
    trained: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(checkpoints, "SECONDS_BETWEEN", 0)
    save, saved = checkpoints.Checkpoint.save, []

    def killed_after_three(self: checkpoints.Checkpoint, state: checkpoints.Saved) -> None:
        save(self, state)
        saved.append(state)
        if len(saved) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr(checkpoints.Checkpoint, "save", killed_after_three)
    with pytest.raises(KeyboardInterrupt):
        run_train(tmp_path / "again", base)
    assert not (tmp_path / "again" / "model").exists()
    again = run_train(tmp_path / "again", base)
    assert "going on from step 3 of" in capsys.readouterr().out
    one, other = (folder / "model" / "adapter_model.safetensors" for folder in (trained, again))
    assert one.read_bytes() == other.read_bytes()


def test_a_run_that_was_stopped_and_started_anew_goes_on_with_the_same_settings_only(
    tmp_path: Path, base: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shared = tmp_path / "checkpoints"
    monkeypatch.setenv("POLLUX_CHECKPOINTS", str(shared))
    monkeypatch.setattr(checkpoints, "SECONDS_BETWEEN", 0)
    save = checkpoints.Checkpoint.save

    def killed_after_three(self: checkpoints.Checkpoint, state: checkpoints.Saved) -> None:
        save(self, state)
        if len(state.losses) == 3:
            raise KeyboardInterrupt

    with monkeypatch.context() as killing, pytest.raises(KeyboardInterrupt):
        killing.setattr(checkpoints.Checkpoint, "save", killed_after_three)
        run_train(tmp_path / "first", base)
    run_train(tmp_path / "changed", base, seed=1)
    assert "going on" not in capsys.readouterr().out
    run_train(tmp_path / "second", base)
    assert "going on from step 3 of" in capsys.readouterr().out
    assert list(shared.iterdir()) == []


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"rank": 99999}, "train: rank is 99999. Give 1 to 256."),
        ({"rank": 0}, "train: rank is 0. Give 1 to 256."),
        ({"epochs": -1}, "train: epochs is -1. Give 0 or more."),
        ({"batchSize": 0}, "train: batchSize is 0. Give 1 or more."),
        ({"maxLength": 15}, "train: maxLength is 15. Give 16 or more."),
    ],
)
def test_a_setting_out_of_its_range_is_refused(given: dict[str, int], message: str, tmp_path: Path, base: Path) -> None:
    with pytest.raises(TaskError) as refused:
        run_train(tmp_path, base, **given)
    assert str(refused.value) == message


def test_a_negative_number_of_samples_is_refused(tmp_path: Path) -> None:
    artifacts = {"conversations": tmp_path, "base": tmp_path, "model": tmp_path}
    with pytest.raises(TaskError, match="evaluate: samples is -1. Give 0 or more."):
        evaluate.main(Task(evaluate.Settings, executor_input(tmp_path, artifacts, [], samples=-1)))


def test_too_few_examples_are_refused_in_one_message(tmp_path: Path, base: Path) -> None:
    conversations = write_dataset(tmp_path / "data", train=5)
    given = executor_input(tmp_path, {"conversations": conversations, "base": base}, ["model"])
    with pytest.raises(TaskError, match=r"has 5 training examples, fewer than 20\. Give more chats"):
        train.main(Task(train.Settings, given))


def test_an_evaluation_without_held_out_replies_is_refused(tmp_path: Path, base: Path) -> None:
    conversations = write_dataset(tmp_path / "data", validation=0)
    given = executor_input(tmp_path, {"conversations": conversations, "base": base, "model": base}, [])
    with pytest.raises(TaskError, match="has no held-out replies. Give more chats."):
        evaluate.main(Task(evaluate.Settings, given))


def test_a_base_that_is_no_gemma_is_refused(tmp_path: Path) -> None:
    conversations = write_dataset(tmp_path / "data")
    (tmp_path / "base").mkdir()
    (tmp_path / "base" / "config.json").write_text('{"model_type": "llama"}')
    given = executor_input(tmp_path, {"conversations": conversations, "base": tmp_path / "base"}, ["model"])
    with pytest.raises(TaskError, match='has model_type "llama". Give a Gemma 1, 2 or 3'):
        train.main(Task(train.Settings, given))


def test_the_tiny_base_is_trained_and_can_be_loaded(tmp_path: Path) -> None:
    conversations = write_dataset(tmp_path / "data")
    given = executor_input(tmp_path, {"conversations": conversations}, ["model", "metrics"], base="tiny", steps=2)
    prepare_base.main(Task(prepare_base.Settings, given))
    metrics = json.loads((tmp_path / "metrics").read_text())
    assert metrics["steps"] == 2
    model = load_model(tmp_path / "model")
    assert model.lm.count_params() == metrics["parameters"] < 1e6
    assert model.tokenizer.vocabulary_size == 1024


def test_another_base_is_taken_from_its_folder(tmp_path: Path, base: Path) -> None:
    given = executor_input(tmp_path, {"conversations": tmp_path}, ["model", "metrics"], base=str(base))
    prepare_base.main(Task(prepare_base.Settings, given))
    assert load_model(tmp_path / "model").lm.count_params() == load_model(base).lm.count_params()
