"""Resources and images that parameters and outputs of tasks decide."""
from kfp import dsl


@dsl.container_component
def work(text: str = ""):
    return dsl.ContainerSpec(image="example.com/work:1", args=[text])


@dsl.container_component
def plan(cpu: dsl.OutputPath(str), memory: dsl.OutputPath(str), kind: dsl.OutputPath(str), count: dsl.OutputPath(str)):
    return dsl.ContainerSpec(image="example.com/plan:1", args=[cpu, memory, kind, count])


@dsl.pipeline(name="resources-from-values")
def resources_from_values(
    cpu: str = "2",
    memory: str = "4Gi",
    accelerator: str = "NVIDIA_L4",
    count: str = "1",
    image: str = "example.com/any:2",
):
    work().set_cpu_limit(cpu).set_memory_limit(memory).set_cpu_request(cpu).set_memory_request("1Gi")
    planned = plan()
    heavy = work(text=planned.outputs["cpu"])
    heavy.set_cpu_limit(planned.outputs["cpu"])
    heavy.set_memory_limit(planned.outputs["memory"])
    heavy.set_memory_request(memory)
    heavy.set_accelerator_type(planned.outputs["kind"])
    heavy.set_accelerator_limit(planned.outputs["count"])
    work().set_accelerator_type(accelerator).set_accelerator_limit(count)
    work().set_container_image(image)
    work().set_container_image("example.com/constant:3")
    with dsl.If(cpu != "0"):
        work(text=cpu).set_cpu_limit(cpu).set_memory_limit("1Gi")
    with dsl.ParallelFor(["1", "2"]) as size:
        work().set_cpu_limit(size).set_container_image(image)
