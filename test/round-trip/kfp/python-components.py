"""Components of Python functions: packages, named outputs, paths, notes, a virtual environment, an image built for it."""
from typing import Dict, List, NamedTuple

from kfp import dsl
from kfp.dsl import ClassificationMetrics, Dataset, Input, InputPath, Metrics, Model, Output, OutputPath, SlicedClassificationMetrics


@dsl.component(base_image="python:3.12-slim", packages_to_install=["pandas>=2,<3", "scikit-learn==1.5.0"])
def train(
    data: Input[Dataset],
    model: Output[Model],
    metrics: Output[Metrics],
    curve: Output[ClassificationMetrics],
    slices: Output[SlicedClassificationMetrics],
    rate: float = 0.1,
) -> NamedTuple("outputs", loss=float, steps=int, best=Dict[str, float], names=List[str], done=bool):
    """Trains a model.

    Args:
        data: Rows to learn from.
        rate: How fast, in "units"
            over two lines.

    Returns:
        loss: The last one.
    """
    import json

    text = f"{rate!r} `{json.dumps({'a': '${b}'})}` \\n \\ \t"
    regex = r"\d+\s*'''"
    outputs = NamedTuple("outputs", loss=float, steps=int, best=Dict[str, float], names=List[str], done=bool)
    return outputs(0.5, len(text), {regex: 1.0}, ["a"], True)


@dsl.component(base_image="python:3.11", install_kfp_package=False)
def paths(source: InputPath("Dataset"), text: OutputPath(str), copy: OutputPath("Dataset")):
    with open(source) as file, open(copy, "w") as other:
        other.write(file.read())
    with open(text, "w") as file:
        file.write("ö\n")


@dsl.component(base_image="python:3.11", use_venv=True)
def isolated(many: List[Dict[str, List[int]]]) -> list:
    return many


@dsl.component(base_image="python:3.11", target_image="example.com/built:1")
def built(text: str) -> str:
    return text


@dsl.container_component
def make(data: Output[Dataset]):
    return dsl.ContainerSpec(image="example.com/make:1", args=[data.path])


@dsl.pipeline(name="python-components")
def python_components() -> NamedTuple("outputs", loss=float, model=Model, metrics=Metrics, names=List[str]):
    made = make()
    copied = paths(source=made.outputs["data"])
    trained = train(data=copied.outputs["copy"])
    isolated(many=[{"a": [1, 2]}, {}])
    built(text=copied.outputs["text"])
    outputs = NamedTuple("outputs", loss=float, model=Model, metrics=Metrics, names=List[str])
    return outputs(
        loss=trained.outputs["loss"],
        model=trained.outputs["model"],
        metrics=trained.outputs["metrics"],
        names=trained.outputs["names"],
    )
