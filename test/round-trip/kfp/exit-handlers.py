"""Exit handlers: several, one told how its group ended, one that is a sub-pipeline, and a task after one."""
from kfp import dsl
from kfp.dsl import PipelineTaskFinalStatus


@dsl.component(base_image="python:3.11")
def tell(who: str, status: PipelineTaskFinalStatus):
    print(who, status.state)


@dsl.container_component
def clean(path: str, wait: int = 0):
    return dsl.ContainerSpec(image="example.com/clean:1", args=[path, wait])


@dsl.container_component
def work(text: str, made: dsl.OutputPath(str)):
    return dsl.ContainerSpec(image="example.com/work:1", args=[text, made])


@dsl.pipeline(name="clean-all")
def clean_all(path: str):
    clean(path=path)
    clean(path=f"{path}/more")


@dsl.pipeline(name="exit-handlers")
def exit_handlers(who: str = "me", path: str = "gs://b/tmp"):
    told = tell(who=who)
    with dsl.ExitHandler(told, name="told about it"):
        first = work(text="one")
        with dsl.If(first.outputs["made"] == "yes"):
            work(text=who)
        with dsl.ParallelFor(["a", "b"]) as item:
            work(text=item)
    cleaned = clean(path=path, wait=5).set_display_name("Tidy up")
    with dsl.ExitHandler(cleaned) as group:
        work(text="two")
    both = clean_all(path=f"{path}/{who}")
    with dsl.ExitHandler(both):
        work(text=who)
    work(text="after").after(group)
