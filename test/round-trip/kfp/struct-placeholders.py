"""Concat and IfPresent inside each other, JSON escapes, and text around them."""
from typing import Dict, Optional

from kfp import dsl
from kfp.dsl import ConcatPlaceholder, Dataset, IfPresentPlaceholder, Input, Output


@dsl.container_component
def nested(
    project: str,
    out: Output[Dataset],
    settings: Dict = {},
    label: Optional[str] = None,
    suffix: Optional[str] = None,
    data: Optional[Input[Dataset]] = None,
):
    return dsl.ContainerSpec(
        image="example.com/nested:1",
        command=["run", ConcatPlaceholder(["--project=", project])],
        args=[
            ConcatPlaceholder([
                '{"project": "', project, '", "label": ',
                IfPresentPlaceholder(
                    input_name="label",
                    then=ConcatPlaceholder(['"', label, IfPresentPlaceholder(input_name="suffix", then=suffix, else_="-none"), '"']),
                    else_="null",
                ),
                ', "out": "', out.uri, '"}',
            ]),
            IfPresentPlaceholder(
                input_name="data",
                then=[
                    "--data",
                    data.path,
                    ConcatPlaceholder(["uri=", data.uri]),
                    IfPresentPlaceholder(input_name="label", then=["--both"], else_=["--data-only", "it's"]),
                ],
                else_=["--no-data"],
            ),
            IfPresentPlaceholder(input_name="suffix", then=ConcatPlaceholder(["--suffix=", ConcatPlaceholder(["<", suffix, ">"])])),
            "{{$.inputs.parameters['settings'].json_escape[0]}}",
            "prefix {{$.inputs.parameters['settings'].json_escape[2]}} middle {{$.inputs.parameters['project']}} end",
            "{{$.json_escape[1]}}",
            '{"executorInput": "{{$.json_escape[1]}}"}',
            '{"Concat": not really JSON',
        ],
    )


@dsl.pipeline(name="struct-placeholders")
def struct_placeholders(project: str = "p"):
    first = nested(project=project)
    nested(project=project, label="l", suffix="s", settings={"a": '"'}, data=first.outputs["out"])
