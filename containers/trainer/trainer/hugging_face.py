"""Reads a Gemma from a Hugging Face folder into KerasHub, and writes one from KerasHub.

KerasHub's own exporter drops LoRA and writes Gemma 1 and 2 wrongly (measured), hence this one.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from trainer.architecture import build, describe, model_type_of, text_config
from trainer.chat_template import chat_template
from trainer.executor import TaskError
from trainer.folders import read_json, whole_folder, write_json
from trainer.tensor_files import open_tensors, write_tensors
from trainer.tokenizer import Tokenizer, load_tokenizer
from trainer.weights import checkpoint_tensors, to_keras


@dataclass(frozen=True)
class LoadedModel:
    lm: Any  # a keras_hub CausalLM without preprocessor: give it {"token_ids", "padding_mask"}
    tokenizer: Tokenizer
    config: dict[str, Any]  # the text model's part of config.json


def load_model(folder: str | Path, dtype: str = "float32") -> LoadedModel:
    """The model in a Hugging Face folder, its weights converted to `dtype` as they are read."""
    folder = Path(folder)
    config = text_config(read_json(folder / "config.json"), str(folder))
    tokenizer = load_tokenizer(folder)
    lm = build(config, dtype, str(folder))
    with open_tensors(folder) as read:
        for tensor in checkpoint_tensors(lm.backbone, config["model_type"]):
            shape = tuple(tensor.variable().shape)
            try:
                value = to_keras(tensor.layout, read(tensor.name), shape)
            except ValueError as error:
                raise TaskError(f"{folder}: {tensor.name} does not fit its config.json ({error}).") from error
            if value.shape != shape:
                raise TaskError(
                    f"{folder}: {tensor.name} is {value.shape}, its config.json says {shape}. "
                    "Take config.json and weights from one model."
                )
            tensor.variable().assign(value)
    return LoadedModel(lm, tokenizer, config)


def export_hugging_face(
    lm: Any,
    tokenizer: Tokenizer,
    folder: str | Path,
    chat: bool = True,
    dtype: str = "float32",
    positions: int | None = None,
) -> None:
    """Writes the model, any LoRA merged, as a Hugging Face folder that transformers, vLLM and KerasHub load.

    `chat` adds the chat template and ends replies at end-of-turn or end-of-text. `positions` is the longest
    context, by default the model family's. The folder appears whole or not at all.
    """
    model_type = model_type_of(lm.backbone)
    with whole_folder(folder) as unfinished:
        write_json(unfinished / "config.json", describe(lm.backbone, tokenizer, dtype, positions))
        write_tensors(unfinished, ((t.name, t.value()) for t in checkpoint_tensors(lm.backbone, model_type)), dtype)
        write_tokenizer(unfinished, tokenizer, chat)


def write_tokenizer(folder: Path, tokenizer: Tokenizer, chat: bool = True) -> None:
    """tokenizer.model and the small JSON files around it."""
    named = {"bos_token": "<bos>", "eos_token": "<eos>", "pad_token": "<pad>", "unk_token": "<unk>"}
    special = [*named.values(), "<start_of_turn>", "<end_of_turn>"]
    # transformers cuts text at the pieces named here, which SentencePiece does by itself.
    added = tokenizer.user_defined() | {tokenizer.id(piece): piece for piece in special}
    flags = {"lstrip": False, "rstrip": False, "normalized": False, "single_word": False}
    (folder / "tokenizer.model").write_bytes(tokenizer.model)
    write_json(
        folder / "tokenizer_config.json",
        {
            "tokenizer_class": "GemmaTokenizer",
            "add_bos_token": True,
            "add_eos_token": False,
            "clean_up_tokenization_spaces": False,
            "spaces_between_special_tokens": False,
            "model_max_length": 10**30,
            **named,
            "additional_special_tokens": ["<start_of_turn>", "<end_of_turn>"],
            "added_tokens_decoder": {
                str(token): {"content": piece, "special": piece in special, **flags}
                for token, piece in sorted(added.items())
            },
        },
    )
    write_json(
        folder / "special_tokens_map.json",
        {**named, "additional_special_tokens": ["<start_of_turn>", "<end_of_turn>"]},
    )
    generation = {"bos_token_id": tokenizer.bos, "pad_token_id": tokenizer.pad, "eos_token_id": tokenizer.eos}
    if chat:
        (folder / "chat_template.jinja").write_text(chat_template)
        generation |= {"eos_token_id": [tokenizer.end_of_turn, tokenizer.eos]}
        generation |= {"do_sample": True, "temperature": 0.7, "top_k": 20, "top_p": 1.0}
    write_json(folder / "generation_config.json", generation)
