"""Loops over lists of artifacts: of a task, of the pipeline, collected, and inside each other."""
from typing import List

from kfp import dsl
from kfp.dsl import Dataset, Input, Output


@dsl.container_component
def cut(part: int, piece: Output[Dataset]):
    return dsl.ContainerSpec(image="example.com/cut:1", args=[part, piece.path])


@dsl.pipeline(name="split")
def split(parts: List[int] = [1, 2]) -> List[Dataset]:
    with dsl.ParallelFor(parts) as part:
        piece = cut(part=part)
    return dsl.Collected(piece.outputs["piece"])


@dsl.container_component
def clean(piece: Input[Dataset], cleaned: Output[Dataset], rows: dsl.OutputPath(int), note: str = ""):
    return dsl.ContainerSpec(image="example.com/clean:1", args=[piece.path, cleaned.path, rows, note])


@dsl.component(base_image="python:3.11")
def total(rows: List[int], pieces: Input[List[Dataset]]) -> int:
    return sum(rows) + len(pieces)


@dsl.pipeline(name="artifact-loops")
def artifact_loops(given: Input[List[Dataset]], note: str = "n") -> List[Dataset]:
    with dsl.ParallelFor(items=given) as piece:
        clean(piece=piece, note=note)
    pieces = split(parts=[1, 2, 3])
    with dsl.ParallelFor(items=pieces.output, name="each piece", parallelism=2) as piece:
        cleaned = clean(piece=piece)
        with dsl.If(cleaned.outputs["rows"] > 0):
            clean(piece=piece, note="again")
            clean(piece=cleaned.outputs["cleaned"])
    total(rows=dsl.Collected(cleaned.outputs["rows"]), pieces=dsl.Collected(cleaned.outputs["cleaned"]))
    with dsl.ParallelFor(["x", "y"]) as letter:
        inner = split()
        with dsl.ParallelFor(items=inner.output) as part:
            clean(piece=part, note=letter)
    return dsl.Collected(cleaned.outputs["cleaned"])
