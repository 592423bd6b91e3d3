"""Checkpoints of a training run, so that one that was killed goes on where it was.

They lie beside the output that the run is making, `model.checkpoint` next to `model`: a task that is tried
again has the same output paths, so it finds them, locally as on Vertex (there the bucket is mounted). Once the
output is whole the checkpoint goes.
"""

import hashlib
import json
import os
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import safetensors
import safetensors.numpy

from trainer.executor import remove

SECONDS_BETWEEN = 20


@dataclass(frozen=True)
class Saved:
    """A run as it was after some steps: the loss of each, and what the next step starts from."""

    losses: list[float]
    arrays: list[np.ndarray]


class Checkpoint:
    """The newest checkpoint of one run. One that another run's settings or data made is not taken for its own."""

    def __init__(self, output: Path, made_by: str) -> None:
        self.path = output.with_name(f"{output.name}.checkpoint")
        self.made_by = made_by
        self.saved_at = time.monotonic()

    def is_due(self) -> bool:
        return time.monotonic() - self.saved_at >= SECONDS_BETWEEN

    def save(self, saved: Saved) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        named = {str(index): np.asarray(array, order="C") for index, array in enumerate(saved.arrays)}
        about = {"made_by": self.made_by, "losses": json.dumps(saved.losses)}
        unfinished = self.path.with_name(f"{self.path.name}.unfinished")
        safetensors.numpy.save_file(named, unfinished, metadata=about)
        os.replace(unfinished, self.path)
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
        except safetensors.SafetensorError:
            return None
        return Saved(json.loads(about["losses"]), arrays)

    def discard(self) -> None:
        remove(self.path)


def fingerprint(settings: Any, files: Iterable[Path]) -> str:
    """What a run is made of: its settings and the bytes it reads."""
    digest = hashlib.sha256(repr(settings).encode())
    for path in files:
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()


def files_of(folders: Sequence[Path]) -> list[Path]:
    return sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())
