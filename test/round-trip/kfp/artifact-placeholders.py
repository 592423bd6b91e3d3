"""A container's view of its artifacts: path, URI, all metadata and one key of it, and whole lists."""
from typing import List

from kfp import dsl
from kfp.dsl import Artifact, Dataset, HTML, Input, Markdown, Metrics, Model, Output


@dsl.container_component
def produce(
    data: Output[Dataset],
    model: Output[Model],
    metrics: Output[Metrics],
    page: Output[HTML],
    note: Output[Markdown],
    any: Output[Artifact],
    count: dsl.OutputPath(int),
    words: dsl.OutputPath(list),
):
    return dsl.ContainerSpec(
        image="example.com/produce:1",
        args=[data.path, model.uri, metrics.metadata, page.metadata["title"], f"{note.path}.md", any.path, count, words],
    )


@dsl.container_component
def consume(data: Input[Dataset], model: Input[Model], all: Input[List[Artifact]]):
    return dsl.ContainerSpec(
        image="example.com/consume:1",
        command=["sh", "-c", 'test -n "$0" && cat "$1" | wc -l > "$2"\n# done\n'],
        args=[
            data.path,
            data.uri,
            data.metadata,
            data.metadata["rows"],
            f"{model.metadata['framework']} at {model.uri}, data {data.metadata['it is']}",
            all,
            "{{$.inputs.artifacts['data'].name}}",
            "{{$.inputs.artifacts['model'].metadata['resourceName']}}",
            "{{$.inputs.artifacts['data'].metadata.json_escape[1]}}",
        ],
    )


@dsl.container_component
def one(any: Output[Artifact]):
    return dsl.ContainerSpec(image="example.com/one:1", args=[any.uri])


@dsl.component(base_image="python:3.11", packages_to_install=["numpy==1.26.4"])
def gather(items: Input[List[Dataset]], first: Output[Dataset]) -> int:
    """Counts datasets.

    Args:
        items: Those to count.
    """
    return len(items)


@dsl.pipeline(name="artifact-placeholders")
def artifact_placeholders():
    produced = produce()
    with dsl.ParallelFor(["a", "b"]):
        made = one()
        again = produce()
    gather(items=dsl.Collected(again.outputs["data"]))
    consume(data=produced.outputs["data"], model=produced.outputs["model"], all=dsl.Collected(made.outputs["any"]))
