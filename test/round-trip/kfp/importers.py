"""Importers: constant and run-time URIs, metadata with values in it, import again, import into the workspace."""
from kfp import dsl
from kfp.dsl import Artifact, Dataset, Input, Model


@dsl.container_component
def locate(uri: dsl.OutputPath(str), rows: dsl.OutputPath(int)):
    return dsl.ContainerSpec(image="example.com/locate:1", args=[uri, rows])


@dsl.container_component
def use(data: Input[Artifact]):
    return dsl.ContainerSpec(image="example.com/use:1", args=[data.uri])


class Corpus(dsl.Artifact):
    schema_title = "google.Corpus"
    schema_version = "0.0.2"


@dsl.pipeline(
    name="importers",
    pipeline_config=dsl.PipelineConfig(workspace=dsl.WorkspaceConfig(size="10Gi")),
)
def importers(bucket: str, version: int = 1, uri: str = "gs://b/o", many: list = ["gs://b/1", "gs://b/2"]):
    found = locate()
    constant = dsl.importer(artifact_uri="gs://b/it's", artifact_class=Dataset)
    again = dsl.importer(artifact_uri="gs://b/again", artifact_class=Model, reimport=True)
    given = dsl.importer(artifact_uri=uri, artifact_class=Dataset, metadata={"plain": 1, "flag": True, "none": None})
    output = dsl.importer(
        artifact_uri=found.outputs["uri"],
        artifact_class=Dataset,
        reimport=True,
        metadata={
            "rows": found.outputs["rows"],
            "version": version,
            "text": f"{bucket}/{version} by {found.outputs['rows']}",
            "nested": {"list": [uri, 1.5, {"deep": version}], "containerSpec": {"imageUri": "example.com/i:1"}},
            "empty": {},
        },
    )
    custom = dsl.importer(artifact_uri="gs://b/custom", artifact_class=Corpus)
    here = dsl.importer(artifact_uri="gs://b/large", artifact_class=Model, download_to_workspace=True)
    text = dsl.importer(artifact_uri=f"gs://{bucket}/data-{version}.csv", artifact_class=Dataset)
    for imported in (constant, again, given, output, custom, here, text):
        use(data=imported.output)
    with dsl.ParallelFor(many) as one:
        use(data=dsl.importer(artifact_uri=one, artifact_class=Artifact, metadata={"from": one, "bucket": bucket}).output)
    with dsl.If(version > 1):
        use(data=dsl.importer(artifact_uri=uri, artifact_class=Artifact).output)
