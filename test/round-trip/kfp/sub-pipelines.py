"""Sub-pipelines: called several times, with other arguments, with other settings, inside loops and conditions."""
from typing import Dict, List, NamedTuple

from kfp import dsl
from kfp.dsl import Dataset, Input, Output


@dsl.container_component
def make(text: str, data: Output[Dataset], size: dsl.OutputPath(int)):
    return dsl.ContainerSpec(image="example.com/make:1", args=[text, data.path, size])


@dsl.container_component
def use(data: Input[Dataset], size: int = -1):
    return dsl.ContainerSpec(image="example.com/use:1", args=[data.path, size])


@dsl.pipeline(name="make and use", description="Makes one and uses it.", display_name="Make & use")
def make_and_use(
    text: str = "t",
    size: int = 2,
    options: Dict = {"a": [1]},
    names: List[str] = [],
) -> NamedTuple("outputs", data=Dataset, size=int):
    """Makes one and uses it.

    Args:
        text: What to make.
        size: How much of it.

    Returns:
        data: What was made.
        size: Its size.
    """
    made = make(text=text)
    use(data=made.outputs["data"], size=size)
    outputs = NamedTuple("outputs", data=Dataset, size=int)
    return outputs(data=made.outputs["data"], size=made.outputs["size"])


@dsl.pipeline(name="twice")
def twice(text: str) -> Dataset:
    first = make_and_use(text=text)
    second = make_and_use(text="other", size=first.outputs["size"]).after(first)
    return second.outputs["data"]


@dsl.pipeline(name="sub-pipelines", pipeline_root="gs://bucket/root")
def sub_pipelines(text: str = "root", data: Input[Dataset] = None) -> Dataset:
    make_and_use()
    make_and_use(text=text, size=7, options={}, names=["x"])
    nested = twice(text=text).set_display_name("Both of them")
    with dsl.If(text == "deep"):
        twice(text="in a condition").set_caching_options(False)
    with dsl.ParallelFor(["a", "b"]) as item:
        looped = make_and_use(text=item)
        use(data=looped.outputs["data"], size=looped.outputs["size"])
    use(data=nested.output)
    return nested.output
