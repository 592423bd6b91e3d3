"""Tasks that run however the tasks before them ended."""
from kfp import dsl
from kfp.dsl import PipelineTaskFinalStatus


@dsl.container_component
def work(made: dsl.OutputPath(str), text: str = "default"):
    return dsl.ContainerSpec(image="example.com/work:1", args=[text, made])


@dsl.component(base_image="python:3.11")
def tell(status: PipelineTaskFinalStatus, text: str = "default"):
    print(text, status)


@dsl.pipeline(name="sub")
def sub() -> str:
    inner = work()
    work(text=inner.outputs["made"]).ignore_upstream_failure()
    return inner.outputs["made"]


@dsl.pipeline(name="ignore-upstream-failure")
def ignore_upstream_failure():
    first = work(text="may fail")
    work(text=first.outputs["made"]).ignore_upstream_failure()
    tell(text=first.outputs["made"]).ignore_upstream_failure()
    work(text="after").after(first).ignore_upstream_failure()
    nested = sub()
    tell(text=nested.output).ignore_upstream_failure()
