"""The trained twin as one Hugging Face folder: LoRA merged into its base, chat template, where replies stop.

Run as `python -m trainer.convert --executor_input JSON`. The folder is loaded again and must give the logits that
base and adapter give side by side.
"""

import gc
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jax
import keras
import numpy as np

from trainer.adapter import load_adapter
from trainer.executor import Task, TaskError, run_task
from trainer.hugging_face import LoadedModel, export_hugging_face, load_model
from trainer.prompt import Message, prompt_ids, reply_ids

# The largest difference of a logit, relative to the largest logit, that rounding explains.
TOLERANCE = {"float32": 2e-5, "bfloat16": 2e-2}

CONVERSATIONS: tuple[tuple[tuple[Message, ...], str], ...] = (
    (({"role": "user", "content": "How do you read?"},), "Loud and clear. Over."),
    (
        (
            {"role": "user", "content": "What did you see when you looked out of the window this morning?"},
            {"role": "assistant", "content": "The whole coast, from one end to the other, and not a cloud on it."},
            {"role": "user", "content": "That must have been something! Say again the numbers: 1202, 3.5, 40 %?"},
        ),
        "1202, that's right. We were busy with it for a while, and then it went away by itself.",
    ),
    (({"role": "user", "content": "¿Qué tal? 🙂 Grüße aus Köln, 日本語もどうぞ"},), "Très bien, merci 🚀"),
)


@dataclass(frozen=True)
class Settings:
    model: Path  # the LoRA adapter that train writes
    base: Path  # the base it was trained on


def main(task: Task[Settings]) -> None:
    base = load_model(task.settings.base)
    dtype = "bfloat16" if base.config.get("dtype", base.config.get("torch_dtype")) == "bfloat16" else "float32"
    load_adapter(base.lm, task.settings.model)
    before = conversation_logits(base)
    with task.writing("model") as folder:
        positions = base.config.get("max_position_embeddings")
        export_hugging_face(base.lm, base.tokenizer, folder, dtype=dtype, positions=positions)
        del base
        gc.collect()  # one model in memory at a time
        difference = checked_difference(before, conversation_logits(load_model(folder)), dtype)
    task.write_parameter("max_difference", difference)


def conversation_logits(model: LoadedModel) -> np.ndarray:
    """Logits at every token of the conversations, in one batch so that one shape is compiled."""
    rows = [
        [*prompt_ids(model.tokenizer, context), *reply_ids(model.tokenizer, reply)] for context, reply in CONVERSATIONS
    ]
    length = max(len(row) for row in rows)
    ids = np.array([row + [model.tokenizer.pad] * (length - len(row)) for row in rows], dtype="int32")
    mask = np.array([[1] * len(row) + [0] * (length - len(row)) for row in rows], dtype="int32")

    def forward(weights: list[Any]) -> Any:
        with keras.StatelessScope(state_mapping=list(zip(model.lm.variables, weights, strict=True))):
            return model.lm({"token_ids": ids, "padding_mask": mask})

    logits = jax.jit(forward)([variable.value for variable in model.lm.variables])
    return np.asarray(logits, dtype="float32")[mask == 1]


def checked_difference(before: np.ndarray, after: np.ndarray, dtype: str) -> float:
    """The largest difference of a logit. More than rounding explains is an error, and so is what is no number."""
    difference, largest = float(np.abs(before - after).max()), float(np.abs(before).max())
    print(f"logits up to {largest:.1f} differ by {difference:.2g} at most after conversion to {dtype}", flush=True)
    if not difference <= TOLERANCE[dtype] * max(1.0, largest):
        raise TaskError(
            f"convert: the converted model's logits differ by {difference:.3g} from the trained one's, which rounding "
            "does not explain. Check that the adapter was trained on this base."
        )
    return difference


if __name__ == "__main__":
    run_task(Settings, main)
