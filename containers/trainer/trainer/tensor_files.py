"""The safetensors files of a Hugging Face folder: one, or shards with an index."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import ml_dtypes
import numpy as np
import safetensors
import safetensors.numpy

from trainer.executor import TaskError
from trainer.folders import read_json, write_json

SHARD_BYTES = 4 << 30


@contextmanager
def open_tensors(folder: Path) -> Iterator[Callable[[str], np.ndarray]]:
    """A function from a text tensor's name to its values, read one at a time from one file or from shards."""
    index = folder / "model.safetensors.index.json"
    single = folder / "model.safetensors"
    if not index.is_file() and not single.is_file():
        raise TaskError(f"{folder}: has no model.safetensors. Export the model with safetensors weights.")
    names = sorted(set(read_json(index)["weight_map"].values())) if index.is_file() else [single.name]
    where: dict[str, Any] = {}
    for name in names:
        try:
            shard = safetensors.safe_open(folder / name, framework="numpy")
        except (OSError, safetensors.SafetensorError) as error:
            raise TaskError(f"{folder / name}: cannot be read ({error}). Copy or download it again.") from error
        where |= dict.fromkeys(shard.keys(), shard)
    # A Gemma 3 that also sees keeps its text model under one of these names.
    spellings = ("model.{}", "{}", "language_model.model.{}", "model.language_model.{}")

    def read(name: str) -> np.ndarray:
        for spelling in spellings:
            spelt = spelling.format(name.removeprefix("model."))
            if spelt in where:
                return where[spelt].get_tensor(spelt)
        raise TaskError(f"{folder}: has no tensor {name}. Is this the whole model?")

    yield read


def write_tensors(folder: Path, tensors: Iterator[tuple[str, np.ndarray]], dtype: str) -> None:
    """Safetensors in shards of at most about 4 GB, so that a large model never is in memory twice."""
    kind = np.dtype(ml_dtypes.bfloat16 if dtype == "bfloat16" else dtype)
    shards: list[dict[str, np.ndarray]] = [{}]
    names: list[list[str]] = [[]]
    total, size = 0, 0

    def flush() -> None:
        part = folder / f"part-{len(names)}"
        safetensors.numpy.save_file(shards[-1], part, metadata={"format": "pt"})
        part.chmod(0o644)  # safetensors makes it readable to its owner only

    for name, value in tensors:
        value = np.ascontiguousarray(value, dtype=kind)
        if size and size + value.nbytes > SHARD_BYTES:
            flush()
            shards[-1] = {}
            names.append([])
            size = 0
        shards[-1][name] = value
        names[-1].append(name)
        total, size = total + value.nbytes, size + value.nbytes
    flush()
    if len(names) == 1:
        (folder / "part-1").rename(folder / "model.safetensors")
        return
    files = [f"model-{number:05}-of-{len(names):05}.safetensors" for number in range(1, len(names) + 1)]
    for number, file in enumerate(files, 1):
        (folder / f"part-{number}").rename(folder / file)
    weight_map = {name: file for file, held in zip(files, names, strict=True) for name in held}
    write_json(folder / "model.safetensors.index.json", {"metadata": {"total_size": total}, "weight_map": weight_map})
