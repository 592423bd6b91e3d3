from pathlib import Path

import gguf
import numpy as np
import pytest

from tests.tiny import UNICODE_TEXTS, logits, tiny_gemma
from trainer.architecture import describe
from trainer.executor import TaskError
from trainer.gguf_import import LAYER_NAMES, MODEL_TYPES, import_gguf
from trainer.hugging_face import LoadedModel, load_model
from trainer.weights import checkpoint_tensors

ARCHITECTURES = {model_type: architecture for architecture, model_type in MODEL_TYPES.items()}


def write_gguf(file: Path, model: LoadedModel, quantisation: gguf.GGMLQuantizationType):
    """A GGUF as llama.cpp's converter writes it: norms plus one, spaces spelt out, turn tokens as control pieces."""
    model_type = model.config["model_type"]
    config = describe(model.lm.backbone, model.tokenizer, "float32")
    writer = gguf.GGUFWriter(file, ARCHITECTURES[model_type])
    writer.add_context_length(8192)
    writer.add_embedding_length(config["hidden_size"])
    writer.add_block_count(config["num_hidden_layers"])
    writer.add_feed_forward_length(config["intermediate_size"])
    writer.add_head_count(config["num_attention_heads"])
    writer.add_head_count_kv(config["num_key_value_heads"])
    writer.add_key_length(config["head_dim"])
    writer.add_layer_norm_rms_eps(1e-6)
    if model_type != "gemma":
        writer.add_sliding_window(config["sliding_window"])
    if model_type == "gemma2":
        writer.add_attn_logit_softcapping(50.0)
        writer.add_final_logit_softcapping(30.0)
    processor = model.tokenizer.processor
    texts, kinds = [], []
    for token in range(processor.get_piece_size()):
        text = processor.id_to_piece(token)
        control = processor.is_control(token) or text in ("<start_of_turn>", "<end_of_turn>", "<mask>")
        byte, unknown = processor.is_byte(token), processor.is_unknown(token)
        user = text in ("\n", "▁▁", "<unused0>")
        texts.append(text.replace("▁", " ") if user else text)
        kinds.append(3 if control else 6 if byte else 2 if unknown else 4 if user else 1)
    writer.add_tokenizer_model("llama")
    writer.add_token_list(texts)
    writer.add_token_scores([processor.get_score(token) for token in range(processor.get_piece_size())])
    writer.add_token_types(kinds)
    parts = {part: name for name, part in LAYER_NAMES.items()}
    if model_type == "gemma":
        parts["post_attention_layernorm"] = "ffn_norm"
    for tensor in checkpoint_tensors(model.lm.backbone, model_type):
        array = np.ascontiguousarray(tensor.value(), dtype="float32")
        if tensor.name.endswith("norm.weight"):
            array = array + 1
        name = {"model.embed_tokens.weight": "token_embd.weight", "model.norm.weight": "output_norm.weight"}.get(
            tensor.name
        )
        if name is None:
            _, _, layer, part = tensor.name.removesuffix(".weight").split(".", 3)
            name = f"blk.{layer}.{parts[part]}.weight"
        if array.ndim == 1 or array.shape[-1] % 32:
            writer.add_tensor(name, array)
        else:
            packed = gguf.quants.quantize(array, quantisation)
            writer.add_tensor(name, packed, raw_dtype=quantisation)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


@pytest.mark.parametrize("model_type", MODEL_TYPES.values())
def test_a_gguf_in_float32_gives_the_model_it_was_made_from(model_type, tmp_path):
    model = tiny_gemma(model_type)
    write_gguf(tmp_path / "model.gguf", model, gguf.GGMLQuantizationType.F32)

    import_gguf(tmp_path / "model.gguf", tmp_path / "model")
    imported = load_model(tmp_path / "model")

    assert np.abs(logits(imported.lm) - logits(model.lm)).max() < 1e-4
    assert [imported.tokenizer.encode(text) for text in UNICODE_TEXTS] == [
        model.tokenizer.encode(text) for text in UNICODE_TEXTS
    ]
    assert imported.config["query_pre_attn_scalar" if model_type != "gemma" else "head_dim"] == 16


def test_a_quantised_gguf_gives_nearly_the_model_it_was_made_from(tmp_path):
    model = tiny_gemma("gemma3_text", width=64)
    write_gguf(tmp_path / "model.gguf", model, gguf.GGMLQuantizationType.Q8_0)

    import_gguf(tmp_path / "model.gguf", tmp_path / "model")
    imported = load_model(tmp_path / "model")

    difference = np.abs(logits(imported.lm) - logits(model.lm)).max()
    assert 1e-3 < difference < 0.3


def test_a_gguf_of_another_model_is_refused(tmp_path):
    writer = gguf.GGUFWriter(tmp_path / "llama.gguf", "llama")
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()

    with pytest.raises(TaskError) as refused:
        import_gguf(tmp_path / "llama.gguf", tmp_path / "model")

    assert str(refused.value) == f'{tmp_path}/llama.gguf: its architecture is "llama". Give a Gemma 1, 2 or 3.'
    assert not (tmp_path / "model").exists()


def test_a_file_that_is_no_gguf_is_refused(tmp_path):
    (tmp_path / "model.gguf").write_bytes(b"not at all a model")

    with pytest.raises(TaskError, match="is no GGUF file"):
        import_gguf(tmp_path / "model.gguf", tmp_path / "model")
