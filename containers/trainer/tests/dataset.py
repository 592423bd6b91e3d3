"""A small conversations dataset on disk, in the shape that ingest writes, for the tests."""

import json
from pathlib import Path
from typing import Any

CALLS = ("How do you read?", "You are GO for landing.", "Apollo 11, Houston. Over.", "Program alarm.")
REPLIES = ("Roger.", "Loud and clear, Houston.", "Go ahead, Houston.", "It's a 1202.")


def example(number: int, call: str, reply: str, earlier: int = 0) -> dict[str, Any]:
    before = [{"role": role, "content": "Roger."} for _ in range(earlier) for role in ("user", "assistant")]
    messages = [*before, {"role": "user", "content": call, "name": "CC"}, {"role": "assistant", "content": reply}]
    return {"id": f"s{number}", "session": f"a.txt#{number}", "synthetic": False, "messages": messages}


def write_dataset(folder: Path, train: int = 24, validation: int = 6) -> Path:
    """`train` and `validation` examples of four calls and their replies, and other people's text beside them."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = [example(i, CALLS[i % 4], REPLIES[i % 4], earlier=i % 3) for i in range(train + validation)]
    background = [
        {"session": f"a.txt#{i}", "turns": [{"author": author, "text": f"{call} {i}"} for author in ("CC", "LMP")]}
        for i, call in enumerate(CALLS * 3)
    ]
    for name, lines in (("train", rows[:train]), ("validation", rows[train:]), ("background", background)):
        (folder / f"{name}.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    return folder


def executor_input(folder: Path, artifacts: dict[str, Path], outputs: list[str], **parameters: Any) -> dict[str, Any]:
    """A task's input: artifacts at paths, parameters; its outputs go into `folder`."""

    def listed(uri: Path) -> dict[str, Any]:
        return {"artifacts": [{"name": "", "type": {"schemaTitle": ""}, "uri": str(uri), "metadata": {}}]}

    return {
        "inputs": {
            "artifacts": {name: listed(path) for name, path in artifacts.items()},
            "parameterValues": parameters,
        },
        "outputs": {
            "artifacts": {name: listed(folder / name) for name in outputs},
            "parameters": {n: {"outputFile": str(folder / n)} for n in ("baseBits", "twinBits", "gain", "gainError")},
            "outputFile": str(folder / "executor_output.json"),
        },
    }
