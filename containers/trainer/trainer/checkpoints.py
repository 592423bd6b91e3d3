"""Checkpoints of a training run, so that one that was killed goes on where it was.

They lie beside the output that the run is making, `model.checkpoint` next to `model`: a task that is tried
again has the same output paths, so it finds them, locally as on Vertex (there the bucket is mounted). A run that
is started anew has others: where POLLUX_CHECKPOINTS names a folder, a path or gs://, they lie there instead, each
under its fingerprint. Once the output is whole the checkpoint goes.
"""

import hashlib
import json
import os
import re
import time
import uuid
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import safetensors
import safetensors.numpy

from trainer.executor import local_path, remove

SECONDS_BETWEEN = 20
DAYS_KEPT = 7  # what a run that nobody started again leaves in the shared folder
SHARED_NAME = re.compile(r"[0-9a-f]{64}(\.\w+\.unfinished)?")


@dataclass(frozen=True)
class Saved:
    """A run as it was after some steps: the loss of each, and what the next step starts from."""

    losses: list[float]
    arrays: list[np.ndarray]


class Checkpoint:
    """The newest checkpoint of one run. One that another run's settings or data made is not taken for its own."""

    def __init__(self, output: Path, made_by: str) -> None:
        self.path = checkpoint_path(output, made_by)
        self.made_by = made_by
        self.saved_at = time.monotonic()

    def is_due(self) -> bool:
        return time.monotonic() - self.saved_at >= SECONDS_BETWEEN

    def save(self, saved: Saved) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        named = {str(index): np.asarray(array, order="C") for index, array in enumerate(saved.arrays)}
        about = {"made_by": self.made_by, "losses": json.dumps(saved.losses)}
        # Runs of the same settings may share the path, so what is being written is each one's own.
        unfinished = self.path.with_name(f"{self.path.name}.{uuid.uuid4().hex}.unfinished")
        try:
            safetensors.numpy.save_file(named, unfinished, metadata=about)
            os.replace(unfinished, self.path)
        finally:
            remove(unfinished)
        self.saved_at = time.monotonic()

    def load(self) -> Saved | None:
        if not self.path.is_file():
            return None
        try:
            with safetensors.safe_open(self.path, framework="numpy") as file:
                about = file.metadata()
                if about["made_by"] != self.made_by:
                    return None
                arrays = [file.get_tensor(str(index)) for index in range(len(file.keys()))]
        except (safetensors.SafetensorError, FileNotFoundError):
            return None
        return Saved(json.loads(about["losses"]), arrays)

    def discard(self) -> None:
        self.path.unlink(missing_ok=True)


def checkpoint_path(output: Path, made_by: str) -> Path:
    shared = os.environ.get("POLLUX_CHECKPOINTS")
    if not shared:
        return output.with_name(f"{output.name}.checkpoint")
    folder = local_path({"uri": shared})
    remove_old(folder, made_by)
    return folder / made_by


def remove_old(folder: Path, made_by: str) -> None:
    """Removes other runs' checkpoints that have not been written to for DAYS_KEPT days, and nothing else."""
    oldest = time.time() - DAYS_KEPT * 24 * 60 * 60
    for path in folder.glob("*"):
        with suppress(FileNotFoundError):  # another run may be removing them too
            if path.name != made_by and SHARED_NAME.fullmatch(path.name) and path.stat().st_mtime < oldest:
                path.unlink()


def fingerprint(module: str, settings: Any, files: Iterable[Path]) -> str:
    """What a run is made of: its task's module, its settings and the bytes it reads, wherever they lie."""
    values = {name: value for name, value in asdict(settings).items() if not isinstance(value, Path)}
    digest = hashlib.sha256(repr((module, values)).encode())
    for path in files:
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()


def files_of(folders: Sequence[Path]) -> list[Path]:
    """Each folder's files in the order of their names."""
    return [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]
