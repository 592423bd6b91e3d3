"""Loops over what tasks and loops made, over numbers, truth, nested lists, and with a limit on how many run at once."""
from typing import List

from kfp import dsl


@dsl.component(base_image="python:3.11")
def numbers(count: int) -> List[int]:
    return list(range(count))


@dsl.component(base_image="python:3.11")
def double(number: int) -> int:
    return number * 2


@dsl.container_component
def show(text: str):
    return dsl.ContainerSpec(image="example.com/show:1", args=[text])


@dsl.container_component
def mix(ratio: float, flag: bool, many: List):
    return dsl.ContainerSpec(image="example.com/mix:1", args=[ratio, flag, many])


@dsl.pipeline(name="doubles")
def doubles(count: int) -> List[int]:
    made = numbers(count=count)
    with dsl.ParallelFor(made.output) as number:
        doubled = double(number=number)
    return dsl.Collected(doubled.output)


@dsl.pipeline(name="loops-over-outputs")
def loops_over_outputs(count: int = 2, words: List[str] = ["it's", ""]):
    made = numbers(count=count)
    with dsl.ParallelFor(made.output, parallelism=1) as number:
        doubled = double(number=number)
        inside = numbers(count=doubled.output)
        with dsl.ParallelFor(inside.output, parallelism=4) as other:
            double(number=other)
            double(number=number)
            double(number=count)
    listed = doubles(count=count)
    with dsl.ParallelFor(listed.output) as again:
        double(number=again)
    with dsl.ParallelFor(words) as word:
        show(text=word)
        show(text=f"{word} of {count}")
    with dsl.ParallelFor([0.5, -1.25]) as ratio:
        with dsl.ParallelFor([True, False]) as flag:
            with dsl.ParallelFor([[1], [], [2, 3]]) as many:
                mix(ratio=ratio, flag=flag, many=many)
    with dsl.ParallelFor(["", "a\nb", "q'u\"o`te", "ünï"]) as text:
        show(text=text)
