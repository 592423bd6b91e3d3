"""Reads the conversations dataset that ingest and augment write: examples to learn from, and other people's text."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from trainer.executor import TaskError
from trainer.prompt import Message


@dataclass(frozen=True)
class Example:
    """Earlier turns of a session (the last is the user's) and the person's reply to them."""

    context: tuple[Message, ...]
    reply: str


@dataclass(frozen=True)
class Turn:
    author: str
    text: str


def read_examples(folder: Path, split: str) -> list[Example]:
    """The examples of `train` or `validation`, in the file's order."""
    examples = []
    for where, row in read_rows(folder / f"{split}.jsonl"):
        messages = row.get("messages") or []
        if len(messages) < 2 or messages[-1].get("role") != "assistant" or not messages[-1]["content"].strip():
            raise TaskError(f"{where}: the example does not end in a reply to someone. Run ingest again.")
        examples.append(Example(tuple(messages[:-1]), messages[-1]["content"].strip()))
    return examples


def read_background(folder: Path) -> list[list[Turn]]:
    """What other people wrote in the training sessions, a list for each session; nothing of the person's own."""
    return [
        [Turn(turn["author"], turn["text"].strip()) for turn in row["turns"] if turn["text"].strip()]
        for _, row in read_rows(folder / "background.jsonl")
    ]


def read_rows(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """The JSON objects of a file's lines, each with its `file:line`."""
    if not path.is_file():
        raise TaskError(f"{path}: no such file. Give the conversations that ingest writes.")
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                try:
                    yield f"{path}:{number}", json.loads(line)
                except json.JSONDecodeError as error:
                    raise TaskError(f"{path}:{number}: not JSON ({error}). Run ingest again.") from error
