"""Requests beside limits, in every unit, and accelerators."""
from kfp import dsl


@dsl.container_component
def work():
    return dsl.ContainerSpec(image="example.com/work:1")


@dsl.pipeline(name="resources")
def resources():
    work().set_cpu_limit("4").set_cpu_request("500m").set_memory_limit("16G").set_memory_request("512Mi")
    work().set_cpu_request("0.25")
    work().set_memory_request("2Ti")
    work().set_memory_limit("1024K")
    work().set_cpu_limit("1500m").set_memory_limit("3E")
    work().set_accelerator_type("NVIDIA_TESLA_T4").set_accelerator_limit(2)
    work().set_accelerator_type("nvidia.com/gpu")
    work().set_accelerator_limit("0")
    work().set_accelerator_type("cloud-tpus.google.com/v3").set_accelerator_limit(8).set_cpu_limit("96")
