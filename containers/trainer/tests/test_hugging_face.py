import json

import keras
import keras_hub
import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from tests.tiny import UNICODE_TEXTS, add_lora, logits, tiny_gemma
from trainer import hugging_face, tensor_files
from trainer.architecture import build, text_config
from trainer.executor import TaskError
from trainer.hugging_face import export_hugging_face, load_model

TYPES = ("gemma", "gemma2", "gemma3_text")


@pytest.mark.parametrize("model_type", TYPES)
def test_an_exported_model_with_lora_equals_the_trained_one(model_type, tmp_path):
    model = tiny_gemma(model_type, layers=6 if model_type == "gemma3_text" else 2)
    base = logits(model.lm)
    add_lora(model.lm)
    trained = logits(model.lm)

    export_hugging_face(model.lm, model.tokenizer, tmp_path / "model")
    ours = load_model(tmp_path / "model")
    task = keras_hub.models.Gemma3CausalLM if model_type == "gemma3_text" else keras_hub.models.GemmaCausalLM
    with keras.utils.custom_object_scope({"glorot_uniform": keras.initializers.Zeros}):
        kerashubs = task.from_preset(str(tmp_path / "model"), preprocessor=None, dtype="float32")

    assert np.abs(trained - base).max() > 0.5
    assert np.abs(logits(ours.lm) - trained).max() < 1e-4
    assert np.abs(logits(kerashubs) - trained).max() < 1e-4
    assert ours.config["model_type"] == model_type
    assert [ours.tokenizer.encode(text) for text in UNICODE_TEXTS] == [
        model.tokenizer.encode(text) for text in UNICODE_TEXTS
    ]


def test_a_model_in_shards_and_bfloat16_is_loaded(tmp_path, monkeypatch):
    model = tiny_gemma("gemma3_text")
    monkeypatch.setattr(tensor_files, "SHARD_BYTES", 50_000)

    export_hugging_face(model.lm, model.tokenizer, tmp_path / "model", dtype="bfloat16")

    shards = sorted(file.name for file in (tmp_path / "model").glob("*.safetensors"))
    index = json.loads((tmp_path / "model" / "model.safetensors.index.json").read_text())
    assert shards == [f"model-{n:05}-of-{len(shards):05}.safetensors" for n in range(1, len(shards) + 1)]
    assert len(shards) > 1
    assert index["metadata"]["total_size"] == 2 * model.lm.count_params()
    assert 0 < np.abs(logits(load_model(tmp_path / "model").lm) - logits(model.lm)).max() < 0.2


def test_the_text_model_of_a_gemma_3_that_sees_is_loaded(tmp_path):
    model = tiny_gemma("gemma3_text")
    export_hugging_face(model.lm, model.tokenizer, tmp_path / "model")
    tensors = load_file(tmp_path / "model" / "model.safetensors")
    save_file(
        {f"language_model.{name}": value for name, value in tensors.items()} | {"vision_tower.x": np.zeros(1)},
        tmp_path / "model" / "model.safetensors",
    )
    config = json.loads((tmp_path / "model" / "config.json").read_text())
    (tmp_path / "model" / "config.json").write_text(json.dumps({"model_type": "gemma3", "text_config": config}))

    assert np.abs(logits(load_model(tmp_path / "model").lm) - logits(model.lm)).max() < 1e-4


def test_a_model_without_one_of_its_tensors_is_refused(tmp_path):
    model = tiny_gemma("gemma")
    export_hugging_face(model.lm, model.tokenizer, tmp_path / "model")
    tensors = load_file(tmp_path / "model" / "model.safetensors")
    del tensors["model.norm.weight"]
    save_file(tensors, tmp_path / "model" / "model.safetensors")

    with pytest.raises(TaskError) as refused:
        load_model(tmp_path / "model")

    assert str(refused.value) == f"{tmp_path}/model: has no tensor model.norm.weight. Is this the whole model?"


def test_weights_of_another_size_than_the_config_says_are_refused(tmp_path):
    model = tiny_gemma("gemma")
    export_hugging_face(model.lm, model.tokenizer, tmp_path / "model")
    config = json.loads((tmp_path / "model" / "config.json").read_text()) | {"intermediate_size": 16}
    (tmp_path / "model" / "config.json").write_text(json.dumps(config))

    with pytest.raises(TaskError, match=r"mlp.gate_proj.weight is \(48, 32\), its config.json says \(48, 16\)"):
        load_model(tmp_path / "model")


def test_an_export_that_fails_leaves_nothing_behind(tmp_path, monkeypatch):
    model = tiny_gemma("gemma")
    export_hugging_face(model.lm, model.tokenizer, tmp_path / "model")
    before = (tmp_path / "model" / "config.json").read_text()

    def full_disk(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(hugging_face, "write_tokenizer", full_disk)
    with pytest.raises(OSError):
        export_hugging_face(model.lm, model.tokenizer, tmp_path / "model", dtype="bfloat16")

    assert [file.name for file in tmp_path.iterdir()] == ["model"]
    assert (tmp_path / "model" / "config.json").read_text() == before


def test_queries_are_scaled_as_the_27b_models_want_it():
    sizes = {"num_hidden_layers": 2, "hidden_size": 48, "intermediate_size": 32, "vocab_size": 50}
    heads = {"num_attention_heads": 4, "num_key_value_heads": 2, "head_dim": 16}
    config = text_config({"model_type": "gemma3_text", **sizes, **heads, "query_pre_attn_scalar": 12}, "here")

    lm = build(config, "float32", "here")

    assert [layer.attention.query_head_dim_normalize for layer in lm.backbone.transformer_layers] == [False, False]
    with pytest.raises(TaskError, match="here: query_pre_attn_scalar 99 is not supported. Supported: 16 or 12."):
        build(config | {"query_pre_attn_scalar": 99}, "float32", "here")
