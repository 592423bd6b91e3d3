"""Parts of loop items, in loops over constants, parameters and outputs, and loops over parts of items."""
from typing import Dict, List

from kfp import dsl


@dsl.container_component
def plan(runs: dsl.OutputPath(List[Dict])):
    return dsl.ContainerSpec(image="example.com/plan:1", args=[runs])


@dsl.container_component
def show(text: str, more: str = ""):
    return dsl.ContainerSpec(image="example.com/show:1", args=[text, more])


@dsl.container_component
def take(settings: Dict):
    return dsl.ContainerSpec(image="example.com/take:1", args=[settings])


@dsl.pipeline(name="loop-sub-variables")
def loop_sub_variables(
    title: str = "t",
    given: List[Dict] = [{"key": "a", "sizes": [1, 2]}, {"key": "b", "sizes": []}],
    texts: List[str] = ["p", "q"],
):
    with dsl.ParallelFor([{"A_a": "1", "b": "2"}, {"A_a": "10", "b": "20"}]) as item:
        show(text=item.A_a, more=item.b)
        take(settings=item)
        with dsl.If(item.A_a == "1"):
            show(text=title)
    with dsl.ParallelFor(given) as entry:
        show(text=entry.key)
        with dsl.ParallelFor(entry.sizes) as size:
            show(text=title, more=size)
    planned = plan()
    with dsl.ParallelFor(planned.outputs["runs"], parallelism=3) as run:
        show(text=run.label)
        with dsl.ParallelFor(texts) as text:
            show(text=text)
            show(text=run.label)
            with dsl.ParallelFor(run.steps) as step:
                show(text=step)
    with dsl.ParallelFor([{"outer": [{"inner": ["deep"]}]}]) as outer:
        with dsl.ParallelFor(outer.outer) as middle:
            show(text=title)
            with dsl.ParallelFor(middle.inner) as inner:
                show(text=inner)
