"""Order without data: after one, after several, after loops' and conditions' tasks' data, and both kinds at once."""
from kfp import dsl


@dsl.container_component
def work(made: dsl.OutputPath(str), text: str = ""):
    return dsl.ContainerSpec(image="example.com/work:1", args=[text, made])


@dsl.pipeline(name="sub")
def sub(text: str = "s") -> str:
    first = work()
    second = work(text=text).after(first)
    return work(text=first.outputs["made"]).after(first, second).outputs["made"]


@dsl.pipeline(name="dependencies")
def dependencies():
    a = work()
    b = work().after(a)
    c = work(text=a.outputs["made"]).after(b)
    d = sub().after(c)
    e = sub(text=d.output).after(a, b)
    with dsl.If(a.outputs["made"] == "go"):
        f = work(text="in")
        work().after(f)
        work(text=e.output)
    with dsl.ParallelFor([1, 2]):
        g = work(text=c.outputs["made"])
        work().after(g)
    work().after(d, e)
