"""Names to show, of tasks, groups and the pipeline, with text that no identifier could hold."""
from kfp import dsl


@dsl.container_component
def work(text: str = "", made: dsl.OutputPath(str) = None):
    """Does the work.

    In two paragraphs, with "quotes", `ticks` and a */ star.

    Args:
        text: What to work on: anything.

    Returns:
        made: What it made.
    """
    return dsl.ContainerSpec(image="example.com/work:1", args=[text, made])


@dsl.pipeline(name="display-names", display_name="Names: \"all\" of them 🎉", description="First line.\n\nThird line, it's `long`.")
def display_names(text: str = "t"):
    """Not used: the description above is."""
    work().set_display_name("Prepare the data (step 1/2)")
    work(text="a").set_display_name("Prepare the data (step 1/2)")
    class_ = work(text="b").set_display_name("class")
    work(text="c").set_display_name("Zählen, bitte")
    with dsl.If(class_.outputs["made"] == "x", name="If it's x"):
        work(text="d").set_display_name("work")
    with dsl.Elif(class_.outputs["made"] == "y", name="1st"):
        work(text="e")
    with dsl.Else(name="function"):
        work(text="f")
    with dsl.ParallelFor([1, 2], name="Each of: 1, 2"):
        work(text="g").set_display_name("")
    with dsl.ExitHandler(work(text=text).set_display_name("Finally"), name="try"):
        work(text="h")
