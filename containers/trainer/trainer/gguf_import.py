"""Turns a GGUF file of a Gemma 1, 2 or 3 into a Hugging Face folder: weights dequantised, no torch.

Done by hand: `python -m trainer.gguf_import FILE.gguf FOLDER`.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gguf
import numpy as np

from trainer.executor import TaskError
from trainer.folders import whole_folder, write_json
from trainer.hugging_face import write_tokenizer
from trainer.progress import Progress
from trainer.tensor_files import write_tensors
from trainer.tokenizer import CONTROL, USER_DEFINED, Piece, Tokenizer, sentencepiece_model

MODEL_TYPES = {"gemma": "gemma", "gemma2": "gemma2", "gemma3": "gemma3_text"}
LAYER_NAMES = {
    "attn_norm": "input_layernorm",
    "attn_q": "self_attn.q_proj",
    "attn_k": "self_attn.k_proj",
    "attn_v": "self_attn.v_proj",
    "attn_output": "self_attn.o_proj",
    "attn_q_norm": "self_attn.q_norm",
    "attn_k_norm": "self_attn.k_norm",
    "post_attention_norm": "post_attention_layernorm",
    "ffn_norm": "pre_feedforward_layernorm",
    "post_ffw_norm": "post_feedforward_layernorm",
    "ffn_gate": "mlp.gate_proj",
    "ffn_up": "mlp.up_proj",
    "ffn_down": "mlp.down_proj",
}
# The layers of the 27B models, which scale queries by width / heads. GGUF does not say so; llama.cpp goes by this.
LAYERS_OF_27B = {"gemma2": 46, "gemma3_text": 62}


def import_gguf(file: str | Path, folder: str | Path) -> None:
    """Writes the folder that the GGUF file's model would have as a Hugging Face checkpoint, in float32."""
    try:
        reader = gguf.GGUFReader(file)
    except (ValueError, OSError, IndexError, KeyError) as error:
        raise TaskError(f"{file}: is no GGUF file ({error}). Download it again.") from error
    architecture = value(reader, "general.architecture")
    if architecture not in MODEL_TYPES:
        raise TaskError(f'{file}: its architecture is "{architecture}". Give a Gemma 1, 2 or 3.')
    if value(reader, "split.count", 1) > 1:
        raise TaskError(f"{file}: is one of {value(reader, 'split.count')} parts. Merge them with llama-gguf-split.")
    tokenizer = Tokenizer(sentencepiece_model(pieces(reader, str(file))))
    with whole_folder(folder) as unfinished:
        write_json(unfinished / "config.json", config_of(reader, MODEL_TYPES[architecture], tokenizer))
        write_tensors(unfinished, tensors(reader, MODEL_TYPES[architecture], str(file)), "float32")
        write_tokenizer(unfinished, tokenizer)


def config_of(reader: gguf.GGUFReader, model_type: str, tokenizer: Tokenizer) -> dict[str, Any]:
    architecture = value(reader, "general.architecture")

    def read(name: str, default: Any = None) -> Any:
        return value(reader, f"{architecture}.{name}", default)

    embedding = next(tensor for tensor in reader.tensors if tensor.name == "token_embd.weight")
    width, heads, layers = read("embedding_length"), read("attention.head_count"), read("block_count")
    head = read("attention.key_length", width // heads)
    config: dict[str, Any] = {
        "architectures": [{"gemma": "Gemma", "gemma2": "Gemma2", "gemma3": "Gemma3"}[architecture] + "ForCausalLM"],
        "model_type": model_type,
        "torch_dtype": "float32",
        "vocab_size": int(embedding.shape[1]),
        "num_hidden_layers": layers,
        "num_attention_heads": heads,
        "num_key_value_heads": read("attention.head_count_kv", heads),
        "hidden_size": width,
        "intermediate_size": read("feed_forward_length"),
        "head_dim": head,
        "hidden_activation": "gelu_pytorch_tanh",
        "max_position_embeddings": read("context_length", 8192),
        "rms_norm_eps": float(np.format_float_positional(np.float32(read("attention.layer_norm_rms_epsilon", 1e-6)))),
        "rope_theta": float(read("rope.freq_base", 1_000_000 if model_type == "gemma3_text" else 10_000)),
        "tie_word_embeddings": True,
        "pad_token_id": tokenizer.pad,
        "bos_token_id": tokenizer.bos,
        "eos_token_id": tokenizer.eos,
    }
    if model_type == "gemma":
        return config
    scale = read("attention.scale")
    by_width = layers == LAYERS_OF_27B[model_type]
    factor = float(read("rope.scaling.factor", 1.0))
    return config | {
        "query_pre_attn_scalar": round(scale**-2) if scale else width // heads if by_width else head,
        "sliding_window": read("attention.sliding_window", 4096 if model_type == "gemma2" else 1024),
        "attn_logit_softcapping": read("attn_logit_softcapping", 50.0 if model_type == "gemma2" else None),
        "final_logit_softcapping": read("final_logit_softcapping", 30.0 if model_type == "gemma2" else None),
        "rope_scaling": {"rope_type": "linear", "factor": factor} if factor != 1.0 else None,
    }


def tensors(reader: gguf.GGUFReader, model_type: str, file: str) -> Iterator[tuple[str, np.ndarray]]:
    """Each tensor under its Hugging Face name. GGUF's norms are 1 + the weight."""
    progress = Progress(len(reader.tensors))
    for number, tensor in enumerate(reader.tensors, 1):
        name = hugging_face_name(tensor.name, model_type)
        if name is None:
            continue
        progress.report(number, name)
        try:
            array = gguf.quants.dequantize(tensor.data, tensor.tensor_type).astype(np.float32, copy=False)
        except NotImplementedError:
            kind = tensor.tensor_type.name
            raise TaskError(f"{file}: {kind} weights cannot be read. Give a file of another quantisation.") from None
        yield name, array - 1 if name.endswith("norm.weight") else array


def hugging_face_name(name: str, model_type: str) -> str | None:
    """None for what a Hugging Face checkpoint of Gemma does not hold: tied output weights, rope tables."""
    if name == "token_embd.weight":
        return "model.embed_tokens.weight"
    if name == "output_norm.weight":
        return "model.norm.weight"
    found = re.fullmatch(r"blk\.(\d+)\.(\w+)\.weight", name)
    if found is None or found[2] not in LAYER_NAMES:
        return None
    part = LAYER_NAMES[found[2]]
    if model_type == "gemma" and found[2] == "ffn_norm":
        part = "post_attention_layernorm"  # Gemma 1's name for the norm before the MLP
    return f"model.layers.{found[1]}.{part}.weight"


def pieces(reader: gguf.GGUFReader, file: str) -> list[Piece]:
    """The vocabulary. llama.cpp spells spaces out in user-defined pieces, and calls turn tokens control pieces."""
    if value(reader, "tokenizer.ggml.model") != "llama":
        raise TaskError(f"{file}: its tokenizer is no SentencePiece model. Give a GGUF made from Google's Gemma.")
    texts, scores = value(reader, "tokenizer.ggml.tokens"), value(reader, "tokenizer.ggml.scores")
    read: list[Piece] = []
    for text, score, kind in zip(texts, scores, value(reader, "tokenizer.ggml.token_type"), strict=True):
        if kind == CONTROL and text not in ("<pad>", "<bos>", "<eos>"):
            kind = USER_DEFINED
        read.append(Piece(text.replace(" ", "▁") if kind == USER_DEFINED else text, score, kind))
    return read


def value(reader: gguf.GGUFReader, key: str, default: Any = None) -> Any:
    field = reader.get_field(key)
    return default if field is None else field.contents()


if __name__ == "__main__":
    try:
        import_gguf(sys.argv[1], sys.argv[2])
    except TaskError as error:
        sys.exit(str(error))
