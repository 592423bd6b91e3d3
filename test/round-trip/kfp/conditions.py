"""Every comparison that kfp writes, on every type, and conditions on values from outside of their group."""
from kfp import dsl


@dsl.container_component
def values(text: dsl.OutputPath(str), number: dsl.OutputPath(int), ratio: dsl.OutputPath(float), flag: dsl.OutputPath(bool)):
    return dsl.ContainerSpec(image="example.com/values:1", args=[text, number, ratio, flag])


@dsl.container_component
def show(text: str = ""):
    return dsl.ContainerSpec(image="example.com/show:1", args=[text])


@dsl.pipeline(name="conditions")
def conditions(text: str = "a", number: int = 1, ratio: float = 0.5, flag: bool = True, other: str = "b"):
    made = values()
    for name, condition in {
        "text": made.outputs["text"] == "x y",
        "empty": text == "",
        "not": text != "say \"hi\" & <go>",
        "backslash": text == "a\\b",
        "two": text == other,
        "outputs": made.outputs["text"] != text,
        "number": number == 3,
        "negative": number > -3,
        "at-least": made.outputs["number"] >= 10,
        "at-most": made.outputs["number"] <= number,
        "less": ratio < 0.25,
        "more": made.outputs["ratio"] > ratio,
        "flag": flag == True,
        "no-flag": made.outputs["flag"] == False,
        "not-flag": flag != made.outputs["flag"],
        "numbers-and-text": number == 0,
        "reversed": 5 < number,
    }.items():
        with dsl.If(condition, name=name):
            show(text=name)
    with dsl.If(number == 1):
        with dsl.If(made.outputs["flag"] == True):
            show(text=made.outputs["text"])
    with dsl.ParallelFor([0, 1, 2]) as item:
        with dsl.If(item == number):
            show(text=f"{item}")
        with dsl.Elif(item > 1):
            show()
        with dsl.Elif(text == "z"):
            show(text=text)
        with dsl.Else():
            show(text="else")
