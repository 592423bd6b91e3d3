"""Parameters and outputs of tasks inside text, and inside lists and dicts that are otherwise constant."""
from typing import Dict, List

from kfp import dsl


@dsl.container_component
def name_it(word: str, number: int, name: dsl.OutputPath(str), size: dsl.OutputPath(int)):
    return dsl.ContainerSpec(image="example.com/name:1", args=[word, number, name, size])


@dsl.container_component
def show(text: str):
    return dsl.ContainerSpec(image="example.com/show:1", args=[text])


@dsl.container_component
def configure(settings: Dict, labels: List):
    return dsl.ContainerSpec(image="example.com/configure:1", args=[settings, labels])


@dsl.pipeline(name="text-with-handles")
def text_with_handles(who: str, count: int = 3, share: float = 0.5, loud: bool = False):
    first = name_it(word=f"{who}-first", number=count)
    second = name_it(word=f"{first.outputs['name']}+{who}+{first.outputs['size']}", number=first.outputs["size"])
    show(text=f"{who}")
    show(text=f"{count} of {share}, {loud}: {{braces}} and 'quotes' and \"more\" and ${{shell}}")
    show(text=f"`tick` \\ backslash {who}\nsecond line {second.outputs['name']}\t{second.outputs['name']}")
    configure(
        settings={
            "who": who,
            "nested": {"name": first.outputs["name"], "list": [f"{who}/{second.outputs['name']}", 1, True, 2.5]},
            "plain": "text",
            "empty": {},
        },
        labels=[who, first.outputs["name"], f"{count}%", ["deep", second.outputs["name"]], []],
    )
    with dsl.If(who == "you"):
        show(text=f"only {who} and {second.outputs['size']}")
    with dsl.ParallelFor([1, 2]) as item:
        show(text=f"{item}: {who}, {first.outputs['name']}")
        configure(settings={"item": item, "who": who}, labels=[item, f"{item}-{who}"])
