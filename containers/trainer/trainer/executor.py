"""A task's side of the KFP contract: `--executor_input` JSON in; output files and ExecutorOutput JSON out.

Run as `python -m trainer.NAME --executor_input JSON`. A module's `Settings` dataclass has one field for each
input of its component, an artifact as the `Path` where its files are.
"""

import argparse
import dataclasses
import errno
import json
import os
import re
import shutil
import signal
import sys
import types
import typing
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Generic, TypeVar

Settings = TypeVar("Settings")


class TaskError(Exception):
    """A problem to tell the user about: `<where>: <what is wrong, with the value>. <what to do>.`"""


class Task(Generic[Settings]):
    """One run of a component: its settings, and where its outputs go."""

    def __init__(self, settings_class: type[Settings], executor_input: dict[str, Any]) -> None:
        inputs = executor_input.get("inputs", {})
        outputs = executor_input.get("outputs", {})
        artifacts = {name: entry["artifacts"] for name, entry in outputs.get("artifacts", {}).items()}
        self.settings: Settings = read_settings(settings_class, inputs)
        self.artifacts: dict[str, dict[str, Any]] = {name: listed[0] for name, listed in artifacts.items() if listed}
        self.parameter_files = {name: entry["outputFile"] for name, entry in outputs.get("parameters", {}).items()}
        self.output_file: str | None = outputs.get("outputFile")

    def path(self, output: str) -> Path:
        """Where an output artifact's file or folder goes."""
        return local_path(self.artifacts[camel_case(output)])

    @contextmanager
    def writing(self, output: str) -> Iterator[Path]:
        """A path to make the output's file or folder at; it takes its place when the block ends well.

        A task that is killed leaves no half of an artifact that could be taken for a whole one.
        """
        final = self.path(output)
        unfinished = final.with_name(f"{final.name}.unfinished")
        final.parent.mkdir(parents=True, exist_ok=True)
        remove(unfinished)
        try:
            yield unfinished
            remove(final)
            unfinished.rename(final)
        finally:
            remove(unfinished)

    def write_text(self, output: str, text: str) -> None:
        with self.writing(output) as path:
            path.write_text(text, encoding="utf-8")

    def write_metrics(self, output: str, metrics: dict[str, float]) -> None:
        """A system.Metrics artifact: the numbers as its metadata, and as JSON in its file."""
        spelt = {camel_case(name): value for name, value in metrics.items()}
        self.write_text(output, json.dumps(spelt, indent=2) + "\n")
        self.artifacts[camel_case(output)]["metadata"] = spelt

    def write_parameter(self, output: str, value: Any) -> None:
        """An output parameter: text as it is, the rest as JSON."""
        path = Path(self.parameter_files[camel_case(output)])
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")

    def finish(self) -> None:
        """Writes ExecutorOutput. The last thing a task does, so that its presence means the task is done."""
        if self.output_file is None:
            return
        path = Path(self.output_file)
        path.parent.mkdir(parents=True, exist_ok=True)
        listed = {name: {"artifacts": [artifact]} for name, artifact in self.artifacts.items()}
        unfinished = path.with_name(f"{path.name}.unfinished")
        unfinished.write_text(json.dumps({"artifacts": listed}), encoding="utf-8")
        unfinished.rename(path)


def run_task(settings_class: type[Settings], main: Callable[[Task[Settings]], None]) -> None:
    """What an entry module does when it is run. An expected problem ends in its one line and exit code 1."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    where = main.__module__ if main.__module__ != "__main__" else Path(sys.argv[0]).stem
    try:
        task = Task(settings_class, parse_arguments(sys.argv[1:]))
        main(task)
        task.finish()
    except TaskError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:
        if (remedy := known_trouble(error)) is None:
            raise
        sys.exit(f"{where}: {remedy}")


def known_trouble(error: Exception) -> str | None:
    """What to say of a machine's limits; the libraries that write and compute report them each in its own way."""
    said = str(error)
    full = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)
    if full or f"os error {errno.ENOSPC}" in said or f"os error {errno.EDQUOT}" in said:
        return "the disk is full. Free some space and run it again."
    if isinstance(error, MemoryError) or "RESOURCE_EXHAUSTED" in said:
        return "there is not enough memory. Give a smaller base, batch size or maximal length."
    return None


def parse_arguments(arguments: list[str]) -> dict[str, Any]:
    parser = argparse.ArgumentParser(description="Runs one task of a pipeline.")
    parser.add_argument("--executor_input", required=True, help="KFP's ExecutorInput, as JSON")
    text = parser.parse_args(arguments).executor_input
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise TaskError(f"--executor_input: not JSON ({error}). Give KFP's ExecutorInput message.") from error


def read_settings(settings_class: type[Settings], inputs: dict[str, Any]) -> Settings:
    """The settings an ExecutorInput's `inputs` hold. What it does not name keeps the dataclass's default."""
    parameters = inputs.get("parameterValues", {})
    artifacts = inputs.get("artifacts", {})
    kinds = typing.get_type_hints(settings_class)
    values: dict[str, Any] = {}
    for field in dataclasses.fields(settings_class):  # type: ignore[arg-type]
        name, kind = camel_case(field.name), kinds[field.name]
        if name in artifacts and artifacts[name]["artifacts"]:
            values[field.name] = local_path(artifacts[name]["artifacts"][0])
        elif parameters.get(name) is not None:
            values[field.name] = as_kind(kind, parameters[name])
        elif field.default is dataclasses.MISSING:
            raise TaskError(f"--executor_input: the input {name} is missing. Give it in the pipeline.")
    return settings_class(**values)


def as_kind(kind: Any, value: Any) -> Any:
    """JSON has one kind of number; a setting says whether it is an int or a float."""
    if isinstance(kind, types.UnionType):
        kind = next(member for member in typing.get_args(kind) if member is not types.NoneType)
    return kind(value) if kind in (int, float) else value


def local_path(artifact: dict[str, Any]) -> Path:
    """Where an artifact's files are: Vertex mounts gs://bucket/x at /gcs/bucket/x, the local runner gives a path."""
    uri = artifact.get("customPath") or artifact["uri"]
    return Path(re.sub(r"^gs://", "/gcs/", uri))


def camel_case(name: str) -> str:
    """`learning_rate` as `learningRate`: Python's names for inputs and outputs, as the component spells them."""
    head, *tail = name.split("_")
    return head + "".join(word[:1].upper() + word[1:] for word in tail)


def remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    elif os.path.lexists(path):
        path.unlink()
