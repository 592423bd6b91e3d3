"""Parameters and artifacts collected over two nested loops, by tasks, sub-pipelines and the pipeline's outputs."""
from typing import List, NamedTuple

from kfp import dsl
from kfp.dsl import Input, Model, Output


@dsl.component(base_image="python:3.11")
def train(rate: float, depth: int, model: Output[Model]) -> float:
    return rate * depth


@dsl.component(base_image="python:3.11")
def best(scores: List[List[float]], models: Input[List[Model]]) -> int:
    return len(scores) + len(models)


@dsl.component(base_image="python:3.11")
def row(scores: List[float]) -> float:
    return max(scores)


@dsl.pipeline(name="choose")
def choose(scores: List[List[float]], models: Input[List[Model]]) -> int:
    return best(scores=scores, models=models).output


@dsl.pipeline(name="sweep")
def sweep(rates: List[float]) -> NamedTuple("outputs", scores=List[float], models=List[Model]):
    with dsl.ParallelFor(rates) as rate:
        trained = train(rate=rate, depth=1)
    outputs = NamedTuple("outputs", scores=List[float], models=List[Model])
    return outputs(scores=dsl.Collected(trained.outputs["Output"]), models=dsl.Collected(trained.outputs["model"]))


@dsl.pipeline(name="collected")
def collected(rates: List[float] = [0.1, 0.2]) -> NamedTuple("outputs", scores=List[List[float]], models=List[Model]):
    with dsl.ParallelFor(rates) as rate:
        with dsl.ParallelFor([1, 2, 3]) as depth:
            trained = train(rate=rate, depth=depth)
    with dsl.ParallelFor(rates) as rate:
        with dsl.ParallelFor([4, 5]) as depth:
            again = train(rate=rate, depth=depth)
        row(scores=dsl.Collected(again.outputs["Output"]))
    best(scores=dsl.Collected(trained.outputs["Output"]), models=dsl.Collected(trained.outputs["model"]))
    choose(scores=dsl.Collected(trained.outputs["Output"]), models=dsl.Collected(trained.outputs["model"]))
    swept = sweep(rates=rates)
    row(scores=swept.outputs["scores"])
    outputs = NamedTuple("outputs", scores=List[List[float]], models=List[Model])
    return outputs(scores=dsl.Collected(trained.outputs["Output"]), models=dsl.Collected(trained.outputs["model"]))
