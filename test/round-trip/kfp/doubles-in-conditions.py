"""Conditions and loops over very small numbers, which Python writes in a way of its own, and doubles that are whole."""
from kfp import dsl


@dsl.container_component
def train(rate: float):
    return dsl.ContainerSpec(image="example.com/train:1", args=[rate])


@dsl.pipeline(name="doubles-in-conditions")
def doubles_in_conditions(rate: float = 1e-05):
    with dsl.If(rate < 1e-07):
        train(rate=1e-07)
    with dsl.Elif(rate == 2.5e-06):
        train(rate=rate)
    with dsl.Else():
        train(rate=0.5)
    with dsl.If(rate >= 3.0):
        train(rate=3.0)
    with dsl.ParallelFor([1e-05, 0.001]) as small:
        train(rate=small)
    with dsl.ParallelFor([1.0, 2.5]) as large:
        train(rate=large)
