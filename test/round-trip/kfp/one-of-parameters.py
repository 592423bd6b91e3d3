"""A value out of whichever branch ran, used by several tasks, in conditions and loops, and returned."""
from typing import List, NamedTuple

from kfp import dsl


@dsl.component(base_image="python:3.11")
def flip() -> str:
    return "heads"


@dsl.container_component
def word(text: str, made: dsl.OutputPath(str), size: dsl.OutputPath(int), words: dsl.OutputPath(List[str])):
    return dsl.ContainerSpec(image="example.com/word:1", args=[text, made, size, words])


@dsl.container_component
def show(text: str):
    return dsl.ContainerSpec(image="example.com/show:1", args=[text])


@dsl.container_component
def count(number: int):
    return dsl.ContainerSpec(image="example.com/count:1", args=[number])


@dsl.container_component
def join(words: List[str]):
    return dsl.ContainerSpec(image="example.com/join:1", args=[words])


@dsl.pipeline(name="one-of-parameters")
def one_of_parameters(mode: str = "a") -> NamedTuple("outputs", made=str, size=int):
    flipped = flip()
    with dsl.If(flipped.output == "heads"):
        heads = word(text="heads")
    with dsl.Elif(mode == "b"):
        between = word(text=mode)
    with dsl.Else():
        tails = word(text=flipped.output)
    made = dsl.OneOf(heads.outputs["made"], between.outputs["made"], tails.outputs["made"])
    size = dsl.OneOf(heads.outputs["size"], between.outputs["size"], tails.outputs["size"])
    words = dsl.OneOf(heads.outputs["words"], between.outputs["words"], tails.outputs["words"])
    show(text=made)
    show(text=made)
    count(number=size)
    with dsl.If(made == "yes"):
        show(text=made)
        count(number=size)
    with dsl.ParallelFor(["a", "b"]) as item:
        show(text=item)
        show(text=made)
    join(words=words)
    with dsl.If(mode == "deep"):
        with dsl.If(flipped.output == "heads"):
            left = word(text="left")
        with dsl.Else():
            right = word(text="right")
        show(text=dsl.OneOf(left.outputs["made"], right.outputs["made"]))
    outputs = NamedTuple("outputs", made=str, size=int)
    return outputs(made=made, size=size)
