"""Lists of artifacts into and out of components, sub-pipelines and the pipeline."""
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


@dsl.component(base_image="python:3.11")
def join(pieces: Input[List[Dataset]], whole: Output[Dataset]):
    print(pieces, whole)


@dsl.pipeline(name="pass-on")
def pass_on(pieces: Input[List[Dataset]]) -> Dataset:
    return join(pieces=pieces).outputs["whole"]


@dsl.pipeline(name="split-in-two")
def split_in_two() -> List[Dataset]:
    return split().output


@dsl.pipeline(name="artifact-lists")
def artifact_lists(given: Input[List[Dataset]]) -> List[Dataset]:
    join(pieces=given)
    two = split_in_two()
    whole = pass_on(pieces=two.output)
    with dsl.ParallelFor([1, 2, 3], parallelism=1) as n:
        with dsl.If(n == 1):
            join(pieces=given)
        again = split()
        single = pass_on(pieces=again.output)
    join(pieces=dsl.Collected(single.output))
    join(pieces=given).after(whole)
    return dsl.Collected(single.output)
