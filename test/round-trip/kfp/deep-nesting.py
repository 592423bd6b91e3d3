"""Loops, conditions and sub-pipelines six levels deep that use values from every level."""
from typing import List

from kfp import dsl
from kfp.dsl import Dataset, Input, Output


@dsl.container_component
def start(data: Output[Dataset], word: dsl.OutputPath(str), numbers: dsl.OutputPath(List[int])):
    return dsl.ContainerSpec(image="example.com/start:1", args=[data.path, word, numbers])


@dsl.container_component
def step(text: str, number: int, data: Input[Dataset], word: dsl.OutputPath(str)):
    return dsl.ContainerSpec(image="example.com/step:1", args=[text, number, data.path, word])


@dsl.pipeline(name="innermost")
def innermost(text: str, number: int, data: Input[Dataset]) -> str:
    with dsl.If(text != "skip"):
        with dsl.ParallelFor([1, 2]) as other:
            step(text=text, number=other, data=data)
    return step(text=text, number=number, data=data).outputs["word"]


@dsl.pipeline(name="deep-nesting")
def deep_nesting(text: str = "t", many: List[int] = [1, 2]):
    begun = start()
    with dsl.ParallelFor(many, name="one") as one:
        with dsl.If(one > 1, name="two"):
            second = step(text=text, number=one, data=begun.outputs["data"])
            with dsl.ParallelFor(begun.outputs["numbers"], name="three") as three:
                with dsl.If(second.outputs["word"] == "left", name="four, left"):
                    with dsl.ParallelFor(["a", "b"], name="five") as five:
                        with dsl.If(five == "a", name="six"):
                            sixth = step(text=five, number=three, data=begun.outputs["data"])
                            innermost(text=sixth.outputs["word"], number=one, data=begun.outputs["data"])
                            step(text=f"{text} of {second.outputs['word']}", number=6, data=begun.outputs["data"])
                with dsl.Elif(three == one, name="four, middle"):
                    step(text=second.outputs["word"], number=three, data=begun.outputs["data"])
                with dsl.Else(name="four, right"):
                    with dsl.If(text == "x"):
                        step(text="x", number=1, data=begun.outputs["data"])
                    with dsl.Else():
                        innermost(text=text, number=three, data=begun.outputs["data"])
