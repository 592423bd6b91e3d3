import json
import subprocess
import sys

import numpy as np
import pytest

from tests.tiny import add_lora, logits, tiny_gemma
from trainer.adapter import save_adapter
from trainer.convert import checked_difference
from trainer.executor import TaskError
from trainer.hugging_face import export_hugging_face, load_model


def test_the_task_merges_an_adapter_into_its_base_and_measures_the_difference(tmp_path):
    model = tiny_gemma("gemma3_text")
    export_hugging_face(model.lm, model.tokenizer, tmp_path / "base", positions=1234)
    add_lora(model.lm)
    save_adapter(model.lm, tmp_path / "adapter", "base", rank=3, alpha=3)
    artifact = {"type": {"schemaTitle": "system.Model"}, "name": "m"}
    executor_input = {
        "inputs": {
            "artifacts": {
                name: {"artifacts": [{**artifact, "uri": str(tmp_path / folder)}]}
                for name, folder in (("model", "adapter"), ("base", "base"))
            }
        },
        "outputs": {
            "artifacts": {"model": {"artifacts": [{**artifact, "uri": str(tmp_path / "out" / "model")}]}},
            "parameters": {"maxDifference": {"outputFile": str(tmp_path / "out" / "maxDifference")}},
            "outputFile": str(tmp_path / "out" / "output.json"),
        },
    }

    command = [sys.executable, "-m", "trainer.convert", "--executor_input", json.dumps(executor_input)]
    ended = subprocess.run(command, capture_output=True, text=True)

    assert (ended.stderr, ended.returncode) == ("", 0)
    assert 0 <= float((tmp_path / "out" / "maxDifference").read_text()) < 1e-4
    converted = load_model(tmp_path / "out" / "model")
    assert np.abs(logits(converted.lm) - logits(model.lm)).max() < 1e-4
    assert converted.config["max_position_embeddings"] == 1234
    generation = json.loads((tmp_path / "out" / "model" / "generation_config.json").read_text())
    assert generation["eos_token_id"] == [model.tokenizer.end_of_turn, model.tokenizer.eos]
    assert sorted(file.name for file in (tmp_path / "out" / "model").iterdir()) == [
        "chat_template.jinja",
        "config.json",
        "generation_config.json",
        "model.safetensors",
        "special_tokens_map.json",
        "tokenizer.model",
        "tokenizer_config.json",
    ]


def test_a_difference_that_rounding_does_not_explain_is_an_error():
    before = np.array([10.0, -20.0], "float32")

    assert checked_difference(before, before + np.float32(1e-4), "float32") < 2e-4
    with pytest.raises(TaskError, match="logits differ by 0.01 from the trained one's"):
        checked_difference(before, before + np.float32(0.01), "float32")
    with pytest.raises(TaskError, match="differ by nan"):
        checked_difference(before, before * np.float32("nan"), "float32")
