"""The base model: fetched from where a reference points, or, for `tiny`, trained here in a few minutes.

Run as `python -m trainer.prepare_base --executor_input JSON`.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from trainer.base_text import TRANSCRIPTS, base_dialogues
from trainer.checkpoints import Checkpoint, files_of, fingerprint
from trainer.conversations import read_background, read_examples
from trainer.executor import Task, run_task
from trainer.hugging_face import export_hugging_face, load_model
from trainer.optimise import Batch, train_on
from trainer.references import resolve
from trainer.tiny_base import POSITIONS, ROW, build_tiny, encode_dialogues, rows, train_tokenizer

STEPS = 3000  # of 8 rows: about three times through the text
ROWS_IN_STEP = 8
PEAK_LEARNING_RATE = 8e-3


@dataclass(frozen=True)
class Settings:
    conversations: Path  # the dataset: of it only other people's text is learnt
    base: str = "tiny"  # or where a Gemma is: a folder, a .gguf file, gs://, hf://, kaggle://
    steps: int = 0  # of training `tiny`; 0 takes the tuned number
    seed: int = 0


def main(task: Task[Settings]) -> None:
    settings = task.settings
    if settings.base == "tiny":
        train_tiny(task)
        return
    with task.writing("model") as folder:
        resolve(settings.base, folder)
        lm = load_model(folder).lm  # a base that cannot be loaded should fail here, where it was named
    task.write_metrics("metrics", {"parameters": lm.count_params()})


def train_tiny(task: Task[Settings]) -> None:
    settings = task.settings
    steps = settings.steps or STEPS
    folder = settings.conversations
    examples = read_examples(folder, "train") + read_examples(folder, "validation")
    dialogues = base_dialogues(read_background(folder), [example.reply for example in examples], settings.seed)
    tokenizer = train_tokenizer(text for dialogue in dialogues for _, text in dialogue)
    encoded = encode_dialogues(tokenizer, dialogues)
    lm = build_tiny(tokenizer.vocabulary_size, settings.seed)
    print(f"tiny: {lm.count_params():,} parameters, {steps} steps", flush=True)

    made_by = fingerprint("prepare_base", replace(settings, steps=steps), files_of([folder, TRANSCRIPTS]))
    checkpoint = Checkpoint(task.path("model"), made_by)
    began = time.monotonic()
    batches = row_batches(rows(encoded, tokenizer.bos, ROW + 1, settings.seed))
    losses = train_on(lm, lm.trainable_variables, batches, steps, PEAK_LEARNING_RATE, checkpoint)
    seconds = time.monotonic() - began

    with task.writing("model") as unfinished:
        export_hugging_face(lm, tokenizer, unfinished, positions=POSITIONS)
    checkpoint.discard()
    tokens = steps * ROWS_IN_STEP * ROW
    task.write_metrics(
        "metrics",
        {
            "parameters": lm.count_params(),
            "steps": steps,
            "loss": float(np.mean(losses[-50:])),
            "seconds": seconds,
            "tokens_per_second": tokens / seconds,
        },
    )


def row_batches(rows: Iterator[np.ndarray]) -> Iterator[Batch]:
    """Every token of a row predicts the next."""
    while True:
        ids = np.stack([next(rows) for _ in range(ROWS_IN_STEP)])
        ones = np.ones((ROWS_IN_STEP, ROW), "int32")
        yield {"token_ids": ids[:, :-1], "padding_mask": ones, "targets": ids[:, 1:], "weights": ones.astype("float32")}


if __name__ == "__main__":
    run_task(Settings, main)
