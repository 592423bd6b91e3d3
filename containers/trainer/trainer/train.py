"""Trains LoRA weights with which the base model replies as the person does.

Run as `python -m trainer.train --executor_input JSON`. The base stays as it is; only the reply's tokens count.
"""

import random
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import jax
import numpy as np

from trainer.adapter import save_adapter
from trainer.checkpoints import Checkpoint, files_of, fingerprint
from trainer.conversations import Example, read_examples
from trainer.examples import Encoded, batches, choose_buckets, encode
from trainer.executor import Task, TaskError, camel_case, run_task
from trainer.folders import write_json
from trainer.hugging_face import load_model, write_tokenizer
from trainer.lora import add_lora, default_learning_rate
from trainer.loss_curve import loss_curve
from trainer.optimise import Batch, train_on
from trainer.tokenizer import Tokenizer

FEWEST_EXAMPLES = 20  # fewer teach no manner of speaking, only themselves
FEWEST_STEPS = 120  # of a small chat, where three epochs would be too few to learn from
MOST_EPOCHS = 10
LARGEST_RANK = 256  # a larger one takes memory and teaches no more


@dataclass(frozen=True)
class Settings:
    conversations: Path
    base: Path  # a Hugging Face folder
    rank: int = 8
    epochs: int = 0  # 0: three, and more where examples are few
    learning_rate: float | None = None  # None: chosen by the size of the model
    batch_size: int = 8
    max_length: int = 160  # tokens in an example, prompt and reply; older turns are left out to fit
    seed: int = 0


def main(task: Task[Settings]) -> None:
    settings = task.settings
    check(settings)
    examples = read_examples(settings.conversations, "train")
    if len(examples) < FEWEST_EXAMPLES:
        raise TaskError(
            f"train: {settings.conversations} has {len(examples)} training examples, fewer than {FEWEST_EXAMPLES}. "
            "Give more chats, or check that --me names the right person."
        )
    model = load_model(settings.base, dtype="float32" if jax.default_backend() == "cpu" else "bfloat16")
    lm, tokenizer = model.lm, model.tokenizer
    variables = add_lora(lm, settings.rank, settings.seed)
    trained, total = sum(v.value.size for v in variables), lm.count_params()
    epochs = settings.epochs or default_epochs(len(examples), settings.batch_size)
    plan = plan_epochs(tokenizer, examples, epochs, settings)
    print(f"LoRA of rank {settings.rank}: {trained:,} of {total:,} parameters, {len(plan)} steps", flush=True)

    rate = settings.learning_rate or default_learning_rate(total - trained)
    made_by = fingerprint("train", settings, files_of([settings.conversations, settings.base]))
    checkpoint = Checkpoint(task.path("model"), made_by)
    began = time.monotonic()
    losses = train_on(lm, variables, plan, len(plan), rate, checkpoint)
    seconds = time.monotonic() - began

    metrics = {
        "loss": float(np.mean(losses[-max(1, len(losses) // 10) :])),
        "first_loss": float(np.mean(losses[:5])),
        "steps": len(losses),
        "examples": len(examples),
        "epochs": epochs,
        "trainable_parameters": trained,
        "learning_rate": rate,
        "seconds": seconds,
        "tokens_per_second": sum(int(batch["padding_mask"].sum()) for batch in plan) / seconds,
    }
    with task.writing("model") as folder:
        save_adapter(lm, folder, str(settings.base), settings.rank, settings.rank)
        write_tokenizer(folder, tokenizer)
        write_json(folder / "training.json", {"settings": {k: str(v) for k, v in asdict(settings).items()}, **metrics})
    task.write_metrics("metrics", metrics)
    task.write_text("loss_curve", loss_curve(losses, len(losses) // epochs))
    checkpoint.discard()


def check(settings: Settings) -> None:
    if not 1 <= settings.rank <= LARGEST_RANK:
        raise TaskError(f"train: rank is {settings.rank}. Give 1 to {LARGEST_RANK}.")
    for name, least in (("epochs", 0), ("batch_size", 1), ("max_length", 16)):
        if (value := getattr(settings, name)) < least:
            raise TaskError(f"train: {camel_case(name)} is {value}. Give {least} or more.")


def default_epochs(examples: int, batch_size: int) -> int:
    return max(3, min(MOST_EPOCHS, -(-FEWEST_STEPS * batch_size // examples)))


def plan_epochs(tokenizer: Tokenizer, examples: list[Example], epochs: int, settings: Settings) -> list[Batch]:
    """Every batch of the run. In each epoch an example comes once, with a random part of its context, so that the
    model learns to answer at the beginning of a conversation as well as in its middle."""
    longest_reply = settings.max_length * 3 // 4

    def encoded(example: Example, turns: int) -> Encoded:
        return encode(tokenizer, example, turns, settings.max_length, longest_reply)

    buckets = choose_buckets([encoded(example, len(example.context)) for example in examples])
    shuffled = random.Random(settings.seed)
    plan: list[Batch] = []
    for _ in range(epochs):
        order = shuffled.sample(examples, len(examples))
        rows = [encoded(example, shuffled.randint(1, len(example.context))) for example in order]
        epoch = [batch for _, batch in batches(rows, buckets, settings.batch_size)]
        shuffled.shuffle(epoch)
        plan += epoch
    return plan


if __name__ == "__main__":
    run_task(Settings, main)
