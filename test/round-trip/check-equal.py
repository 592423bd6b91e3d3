"""Says where pairs of IR files mean something different, by the checker that lies beside the repository.

    echo '[{"a": "X.yaml", "b": "Y.yaml"}]' | python check-equal.py

Prints one JSON list, in the order of the pairs: {"differences": [text]} (empty when equal, at most 50) or
{"error": text}. Component keys and executor labels may differ. Of a PipelineJob, only its pipelineSpec is compared.
Python packages: kfp-pipeline-spec, pyyaml; without kfp-kubernetes the second document is compared as plain JSON.
"""

import json
import sys
from pathlib import Path

repository = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(repository.parent / "shared" / "kfp"))
sys.dont_write_bytecode = True

import check  # noqa: E402  (found only once the path is set)


def parse(path: str) -> dict:
    documents = check.load_docs(Path(path).read_text(encoding="utf8"))
    pipeline = documents[0].get("pipelineSpec", documents[0])
    platform = check.parse_platform(documents[1]) if len(documents) == 2 else {}
    return {"pipeline": check.parse_pipeline(pipeline), "platform": platform}


def compare(pair: dict) -> dict:
    at = ""
    try:
        parsed = []
        for at in (pair["a"], pair["b"]):
            parsed.append(parse(at))
        return {"differences": check.differences(*parsed, modulo=True)}
    except Exception as error:  # one unreadable file must not hide the result of hundreds of others
        return {"error": f"{at}: {type(error).__name__}: {error}"[:1000]}


if __name__ == "__main__":
    print(json.dumps([compare(pair) for pair in json.load(sys.stdin)]))
