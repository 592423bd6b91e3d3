"""An artifact out of whichever branch ran, used by several tasks and returned."""
from kfp import dsl
from kfp.dsl import Artifact, Dataset, Input, Model, Output


@dsl.container_component
def decide(answer: dsl.OutputPath(str)):
    return dsl.ContainerSpec(image="example.com/decide:1", args=[answer])


@dsl.container_component
def train(rate: float, model: Output[Model], data: Output[Dataset]):
    return dsl.ContainerSpec(image="example.com/train:1", args=[rate, model.path, data.path])


@dsl.container_component
def tune(model: Output[Model], data: Output[Dataset]):
    return dsl.ContainerSpec(image="example.com/tune:1", args=[model.path, data.path])


@dsl.container_component
def use(model: Input[Model], data: Input[Dataset]):
    return dsl.ContainerSpec(image="example.com/use:1", args=[model.uri, data.uri])


@dsl.container_component
def look(at: Input[Artifact]):
    return dsl.ContainerSpec(image="example.com/look:1", args=[at.uri])


@dsl.pipeline(name="one-of-artifacts")
def one_of_artifacts(rate: float = 0.1) -> Model:
    decided = decide()
    with dsl.If(decided.outputs["answer"] == "train", name="Train from scratch"):
        fresh = train(rate=rate)
    with dsl.Elif(decided.outputs["answer"] == "tune", name="Tune"):
        tuned = tune()
    with dsl.Else(name="Neither"):
        last = train(rate=0.0)
    model = dsl.OneOf(fresh.outputs["model"], tuned.outputs["model"], last.outputs["model"])
    data = dsl.OneOf(fresh.outputs["data"], tuned.outputs["data"], last.outputs["data"])
    use(model=model, data=data)
    look(at=model)
    with dsl.If(rate > 0.5):
        look(at=data)
    with dsl.ParallelFor([1, 2]):
        use(model=model, data=data)
    return model
