"""Folders that appear whole or not at all, and the JSON files in them."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from trainer.executor import TaskError


@contextmanager
def whole_folder(folder: str | Path) -> Iterator[Path]:
    """A folder beside `folder` to write to, which takes its place once everything in it is written."""
    folder = Path(folder)
    unfinished = folder.with_name(f".{folder.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    try:
        yield unfinished
        if folder.is_dir():
            shutil.rmtree(folder)
        unfinished.rename(folder)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def read_json(path: Path) -> dict[str, Any]:
    try:
        return json.loads(path.read_text())
    except FileNotFoundError:
        raise TaskError(f"{path.parent}: has no {path.name}. Give a Hugging Face model folder.") from None
    except (ValueError, OSError) as error:
        raise TaskError(f"{path}: is no JSON ({error}). Copy or download it again.") from error


def write_json(path: Path, value: dict[str, Any]) -> None:
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n")
