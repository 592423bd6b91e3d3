from pathlib import Path

import pytest
from tests.dataset import write_dataset

from trainer.conversations import Example, Turn, read_background, read_examples
from trainer.executor import TaskError


def test_an_example_is_its_context_and_the_reply(tmp_path: Path) -> None:
    examples = read_examples(write_dataset(tmp_path, train=2, validation=1), "train")
    assert len(examples) == 2
    assert examples[0] == Example(({"role": "user", "content": "How do you read?", "name": "CC"},), "Roger.")
    assert [message["content"] for message in examples[1].context] == ["Roger.", "Roger.", "You are GO for landing."]


def test_background_is_other_peoples_turns_by_session(tmp_path: Path) -> None:
    sessions = read_background(write_dataset(tmp_path))
    assert sessions[0] == [Turn("CC", "How do you read? 0"), Turn("LMP", "How do you read? 0")]


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(TaskError, match="train.jsonl: no such file. Give the conversations that ingest writes."):
        read_examples(tmp_path, "train")


def test_a_broken_line_is_named_with_its_number(tmp_path: Path) -> None:
    (tmp_path / "train.jsonl").write_text("\n{\n")
    with pytest.raises(TaskError, match=r"train.jsonl:2: not JSON"):
        read_examples(tmp_path, "train")
