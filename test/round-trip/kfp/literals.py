"""Inputs that take only a few values. kfp 2.17.0 refuses typing.Literal: `literals` is written into the YAML by hand."""
from typing import Optional

from kfp import dsl


@dsl.container_component
def train(optimizer: str, layers: int, rate: float = 0.1, device: str = "cpu", precision: Optional[str] = None):
    return dsl.ContainerSpec(image="example.com/train:1", args=[optimizer, layers, rate, device, precision])


@dsl.pipeline(name="sub")
def sub(optimizer: str, layers: int = 2):
    train(optimizer=optimizer, layers=layers)


@dsl.pipeline(name="literals")
def literals(optimizer: str = "adam", layers: int = 4, size: str = ""):
    train(optimizer=optimizer, layers=layers)
    train(optimizer="sgd", layers=8, rate=0.25, device="gpu", precision="it's \"half\"")
    sub(optimizer=optimizer, layers=layers)
    with dsl.If(optimizer == "adam"):
        train(optimizer=optimizer, layers=2)
