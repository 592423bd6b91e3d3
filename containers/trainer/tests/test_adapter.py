import json

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from tests.tiny import add_lora, logits, tiny_gemma
from trainer.adapter import load_adapter, lora_tensors, merge_adapter, save_adapter
from trainer.executor import TaskError


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """A folder with an adapter, the logits of base plus adapter, and what its layers held."""
    model = tiny_gemma("gemma3_text")
    add_lora(model.lm)
    folder = tmp_path_factory.mktemp("trained") / "adapter"
    save_adapter(model.lm, folder, "gemma", rank=3, alpha=3)
    kernels = [
        (t.name, np.asarray(t.layer.lora_kernel_a), np.asarray(t.layer.lora_kernel_b)) for t in lora_tensors(model.lm)
    ]
    return folder, logits(model.lm), kernels


def test_an_adapter_has_the_layout_that_peft_reads(trained):
    folder, _, _ = trained
    config = json.loads((folder / "adapter_config.json").read_text())
    shapes = {
        name: value.shape for name, value in load_file(folder / "adapter_model.safetensors").items() if ".0." in name
    }

    assert config["peft_type"] == "LORA"
    assert (config["r"], config["lora_alpha"]) == (3, 3)
    assert config["target_modules"] == ["gate_proj", "o_proj", "q_proj", "v_proj"]
    assert config["rank_pattern"] == {"q_proj": 12, "v_proj": 6}
    assert config["alpha_pattern"] == {"q_proj": 12, "v_proj": 6}
    assert shapes == {
        "base_model.model.model.layers.0.mlp.gate_proj.lora_A.weight": (3, 48),
        "base_model.model.model.layers.0.mlp.gate_proj.lora_B.weight": (64, 3),
        "base_model.model.model.layers.0.self_attn.o_proj.lora_A.weight": (3, 64),
        "base_model.model.model.layers.0.self_attn.o_proj.lora_B.weight": (48, 3),
        "base_model.model.model.layers.0.self_attn.q_proj.lora_A.weight": (12, 48),
        "base_model.model.model.layers.0.self_attn.q_proj.lora_B.weight": (64, 12),
        "base_model.model.model.layers.0.self_attn.v_proj.lora_A.weight": (6, 48),
        "base_model.model.model.layers.0.self_attn.v_proj.lora_B.weight": (32, 6),
    }


def test_an_adapter_beside_its_base_is_what_was_trained(trained):
    folder, expected, kernels = trained
    model = tiny_gemma("gemma3_text")

    load_adapter(model.lm, folder)

    assert np.abs(logits(model.lm) - expected).max() < 1e-5
    for tensor, (name, a, b) in zip(lora_tensors(model.lm), kernels, strict=True):
        assert tensor.name == name
        np.testing.assert_array_equal(np.asarray(tensor.layer.lora_kernel_a), a)
        np.testing.assert_array_equal(np.asarray(tensor.layer.lora_kernel_b), b)


def test_an_adapter_merged_into_its_base_is_what_was_trained(trained):
    folder, expected, _ = trained
    model = tiny_gemma("gemma3_text")

    merge_adapter(model.lm, folder)

    assert np.abs(logits(model.lm) - expected).max() < 1e-4
    assert lora_tensors(model.lm) == []


def test_another_trainers_adapter_gives_the_same_model_beside_its_base_and_merged(tmp_path):
    random = np.random.default_rng(0)
    save_file(
        {
            "base_model.model.model.layers.1.self_attn.q_proj.lora_A.weight": random.normal(0, 0.3, (4, 48)).astype(
                "f4"
            ),
            "base_model.model.model.layers.1.self_attn.q_proj.lora_B.weight": random.normal(0, 0.3, (64, 4)).astype(
                "f4"
            ),
        },
        tmp_path / "adapter_model.safetensors",
    )
    config = {"peft_type": "LORA", "r": 4, "lora_alpha": 8, "use_rslora": True, "target_modules": ["q_proj"]}
    (tmp_path / "adapter_config.json").write_text(json.dumps(config))
    beside, merged = tiny_gemma("gemma3_text"), tiny_gemma("gemma3_text")
    base = logits(beside.lm)

    load_adapter(beside.lm, tmp_path)
    merge_adapter(merged.lm, tmp_path)

    assert np.abs(logits(beside.lm) - base).max() > 0.1
    assert np.abs(logits(beside.lm) - logits(merged.lm)).max() < 1e-4


def test_an_adapter_of_another_base_is_refused(trained):
    folder, _, _ = trained

    with pytest.raises(TaskError) as refused:
        merge_adapter(tiny_gemma("gemma3_text", width=32).lm, folder)

    assert str(refused.value) == (
        f"{folder}: its model.layers.0.mlp.gate_proj.weight is 64 x 48, the base's has 2048 numbers. "
        "Give the base it was trained on."
    )
