import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from trainer.executor import Task, TaskError, local_path


@dataclass(frozen=True)
class Settings:
    base: Path
    learning_rate: float | None = None
    max_length: int = 160
    name: str = "tiny"


def artifact(uri: Path | str) -> dict:
    return {"artifacts": [{"name": "a", "type": {"schemaTitle": "system.Model"}, "uri": str(uri), "metadata": {}}]}


def executor_input(folder: Path, parameters: dict) -> dict:
    return {
        "inputs": {"parameterValues": parameters, "artifacts": {"base": artifact("gs://bucket/a/base")}},
        "outputs": {
            "parameters": {"maxGain": {"outputFile": str(folder / "new" / "maxGain")}},
            "artifacts": {
                "lossCurve": artifact(folder / "deep" / "lossCurve"),
                "metrics": artifact(folder / "metrics"),
            },
            "outputFile": str(folder / "out" / "executor_output.json"),
        },
    }


def test_settings_come_from_the_input_under_their_camel_case_names(tmp_path: Path) -> None:
    task = Task(Settings, executor_input(tmp_path, {"learningRate": 1, "maxLength": 32.0, "name": "x"}))
    assert task.settings == Settings(Path("/gcs/bucket/a/base"), learning_rate=1.0, max_length=32, name="x")
    assert isinstance(task.settings.learning_rate, float) and isinstance(task.settings.max_length, int)


def test_what_the_input_leaves_out_keeps_its_default(tmp_path: Path) -> None:
    task = Task(Settings, executor_input(tmp_path, {}))
    assert task.settings == Settings(Path("/gcs/bucket/a/base"))


def test_a_missing_input_is_named() -> None:
    with pytest.raises(TaskError, match="the input base is missing"):
        Task(Settings, {})


def test_a_bucket_is_read_where_it_is_mounted() -> None:
    assert local_path({"uri": "gs://bucket/x/y"}) == Path("/gcs/bucket/x/y")
    assert local_path({"uri": "/tmp/gs://x"}) == Path("/tmp/gs://x")


def test_outputs_are_written_with_their_folders_and_reported(tmp_path: Path) -> None:
    task = Task(Settings, executor_input(tmp_path, {}))
    task.write_text("loss_curve", "<html>")
    task.write_metrics("metrics", {"bits_per_character": 1.5})
    task.write_parameter("max_gain", 0.25)
    task.finish()
    assert (tmp_path / "deep" / "lossCurve").read_text() == "<html>"
    assert json.loads((tmp_path / "metrics").read_text()) == {"bitsPerCharacter": 1.5}
    assert (tmp_path / "new" / "maxGain").read_text() == "0.25"
    reported = json.loads((tmp_path / "out" / "executor_output.json").read_text())["artifacts"]
    assert reported["metrics"]["artifacts"][0]["metadata"] == {"bitsPerCharacter": 1.5}
    assert reported["lossCurve"]["artifacts"][0]["uri"] == str(tmp_path / "deep" / "lossCurve")


def test_an_artifact_that_fails_halfway_leaves_the_whole_one_before_it(tmp_path: Path) -> None:
    task = Task(Settings, executor_input(tmp_path, {}))
    task.write_text("metrics", "whole")
    with pytest.raises(ValueError), task.writing("metrics") as path:
        path.write_text("half")
        raise ValueError
    assert (tmp_path / "metrics").read_text() == "whole"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["metrics"]


def test_a_folder_replaces_the_folder_before_it(tmp_path: Path) -> None:
    task = Task(Settings, executor_input(tmp_path, {}))
    for name in ("old", "new"):
        with task.writing("metrics") as folder:
            folder.mkdir()
            (folder / name).write_text("")
    assert [p.name for p in (tmp_path / "metrics").iterdir()] == ["new"]


def run_script(body: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    script = f"from trainer.executor import *\nfrom dataclasses import dataclass\n{body}"
    command = [sys.executable, "-c", script, *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=Path(__file__).parent.parent)


def test_an_expected_problem_ends_in_one_line_and_exit_code_1() -> None:
    body = "def main(task): raise TaskError('base: it is no Gemma. Give one.')\n"
    done = run_script(body + "run_task(dataclass(type('S', (), {})), main)", "--executor_input", "{}")
    assert (done.returncode, done.stderr) == (1, "base: it is no Gemma. Give one.\n")


@pytest.mark.parametrize(
    ("error", "said"),
    [
        ("OSError(errno.ENOSPC, 'No space left on device')", "the disk is full"),
        ("ValueError('Error while serializing: No space left on device (os error 28)')", "the disk is full"),
        ("RuntimeError('RESOURCE_EXHAUSTED: Out of memory')", "not enough memory"),
    ],
)
def test_a_machine_that_is_too_small_ends_in_one_line_and_exit_code_1(error: str, said: str) -> None:
    body = f"import errno\ndef main(task): raise {error}\n"
    done = run_script(body + "run_task(dataclass(type('S', (), {})), main)", "--executor_input", "{}")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1 and said in done.stderr


def test_a_mistake_of_ours_shows_where_it_is() -> None:
    body = "def main(task): raise ValueError('ours')\n"
    done = run_script(body + "run_task(dataclass(type('S', (), {})), main)", "--executor_input", "{}")
    assert done.returncode == 1 and "Traceback" in done.stderr


def test_input_that_is_no_json_ends_in_one_line_and_exit_code_1() -> None:
    done = run_script("run_task(dataclass(type('S', (), {})), print)", "--executor_input", "{")
    assert done.returncode == 1
    assert done.stderr.startswith("--executor_input: not JSON (") and done.stderr.count("\n") == 1
