"""Turns a KerasHub preset of a Gemma (what hf://keras/... and kaggle://keras/... hold) into a Hugging Face folder."""

from pathlib import Path

import keras_hub

from trainer.architecture import GEMMA_TYPES
from trainer.executor import TaskError
from trainer.folders import read_json
from trainer.hugging_face import export_hugging_face
from trainer.tokenizer import Tokenizer

TASKS = {"GemmaBackbone": keras_hub.models.GemmaCausalLM, "Gemma3Backbone": keras_hub.models.Gemma3CausalLM}


def import_keras_preset(source: Path, folder: Path, reference: str) -> None:
    """Loads the preset with KerasHub and exports it."""
    kind = read_json(source / "config.json").get("class_name")
    if kind not in TASKS:
        raise TaskError(f"base {reference}: it is a {kind}. Give a Gemma 1, 2 or 3 ({', '.join(GEMMA_TYPES)}).")
    vocabulary = source / "assets" / "tokenizer" / "vocabulary.spm"
    if not vocabulary.is_file():
        raise TaskError(f"base {reference}: it has no {vocabulary.relative_to(source)}. Download the whole preset.")
    lm = TASKS[kind].from_preset(str(source), preprocessor=None, dtype="float32")
    if getattr(lm.backbone, "vision_encoder", None) is not None:
        raise TaskError(f"base {reference}: it also sees pictures. Give the preset that is text only.")
    export_hugging_face(lm, Tokenizer(vocabulary.read_bytes()), folder)
