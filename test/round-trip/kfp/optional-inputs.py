"""Optional parameters and artifacts, left out, given, and passed on through sub-pipelines."""
from typing import Dict, List, Optional

from kfp import dsl
from kfp.dsl import Artifact, Dataset, Input, Output


@dsl.component(base_image="python:3.11")
def describe(
    name: Optional[str] = None,
    count: Optional[int] = None,
    share: Optional[float] = None,
    flag: Optional[bool] = None,
    words: Optional[List[str]] = None,
    settings: Optional[Dict[str, int]] = None,
    data: Optional[Input[Dataset]] = None,
) -> str:
    return repr((name, count, share, flag, words, settings, data))


@dsl.container_component
def make(data: Output[Dataset]):
    return dsl.ContainerSpec(image="example.com/make:1", args=[data.path])


@dsl.container_component
def maybe(data: Optional[Input[Artifact]] = None, note: Optional[str] = "none given"):
    return dsl.ContainerSpec(
        image="example.com/maybe:1",
        args=[
            dsl.IfPresentPlaceholder(input_name="note", then=["--note", note], else_=["--no-note"]),
            dsl.IfPresentPlaceholder(input_name="data", then=["--data", data.path]),
        ],
    )


@dsl.pipeline(name="inner")
def inner(name: Optional[str] = None, count: int = 4, data: Optional[Input[Dataset]] = None) -> str:
    maybe(data=data)
    return describe(name=name, count=count, data=data).output


@dsl.pipeline(name="optional-inputs")
def optional_inputs(
    title: Optional[str] = None,
    words: Optional[List[str]] = None,
    data: Optional[Input[Dataset]] = None,
) -> str:
    describe()
    describe(name=title, words=words, data=data)
    made = make()
    maybe()
    maybe(data=made.outputs["data"], note="given")
    inner()
    inner(name=title, data=made.outputs["data"])
    last = inner(name="called", count=0, data=data)
    return last.output
