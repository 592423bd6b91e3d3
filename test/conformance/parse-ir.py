"""Parses IR files with KFP's own protocol buffers; a field that they do not know is an error.

    python parse-ir.py FILE...

Prints one JSON list: for each file {"error": text}, or {"documents": what PyYAML reads from it}.
"""

import json
import sys

import yaml
from google.protobuf import json_format
from kfp.pipeline_spec import pipeline_spec_pb2


def parse(path: str) -> dict:
    with open(path, encoding="utf8") as file:
        documents = [document for document in yaml.safe_load_all(file) if document is not None]
    if not 1 <= len(documents) <= 2:
        raise ValueError(f"holds {len(documents)} documents")
    pipeline = documents[0]
    json_format.ParseDict(pipeline, pipeline_spec_pb2.PipelineSpec())
    # The proto has the deployment as a Struct of anything: what is in it is looked at by itself.
    deployment = pipeline.get("deploymentSpec", {})
    json_format.ParseDict(deployment, pipeline_spec_pb2.PipelineDeploymentConfig())
    if len(documents) == 2:
        json_format.ParseDict(documents[1], pipeline_spec_pb2.PlatformSpec())
    return {"documents": documents}


def attempt(path: str) -> dict:
    try:
        return parse(path)
    except (ValueError, yaml.YAMLError, json_format.ParseError) as error:
        return {"error": f"{type(error).__name__}: {error}"}


if __name__ == "__main__":
    print(json.dumps([attempt(path) for path in sys.argv[1:]]))
