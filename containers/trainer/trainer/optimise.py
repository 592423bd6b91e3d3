"""The training loop of both the tiny base and LoRA: batches in, changed variables and the losses out.

A batch is a dict of arrays: `token_ids` and `padding_mask` (rows, length); `targets` and `weights` (rows,
predictions), what to predict and how much it counts; `positions` (rows, predictions), where from, unless
every position predicts.
"""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

import jax
import jax.numpy as jnp
import keras
import numpy as np
from jax.sharding import Mesh, NamedSharding, PartitionSpec

from trainer.checkpoints import Checkpoint, Saved
from trainer.progress import Progress

Batch = dict[str, np.ndarray]


def train_on(
    lm: Any, variables: Sequence[Any], batches: Iterable[Batch], steps: int, peak: float, checkpoint: Checkpoint
) -> list[float]:
    """Trains `variables` of the model for `steps` batches, the learning rate rising to `peak` and falling to 0.

    Everything else in the model stays as it is. Goes on from the checkpoint if there is one. The loss of each step.
    """
    optimizer = make_optimizer(peak, steps)
    optimizer.build(variables)
    frozen = [v for v in lm.variables if not any(v is variable for variable in variables)]
    values, slots = [v.value for v in variables], [v.value for v in optimizer.variables]
    losses: list[float] = []
    if saved := checkpoint.load():
        print(f"going on from step {len(saved.losses)} of {steps}", flush=True)
        losses = saved.losses
        values, slots = saved.arrays[: len(variables)], saved.arrays[len(variables) :]
    step = jax.jit(make_step(lm, variables, frozen, optimizer), donate_argnums=(0, 1))

    progress = Progress(steps)
    placement: tuple[Any, Any] | None = None
    for batch in islice(batches, len(losses), steps):
        if placement is None:
            placement = devices_for(len(batch["token_ids"]))
            values, slots, fixed = jax.device_put((values, slots, [v.value for v in frozen]), placement[0])
        values, slots, loss = step(values, slots, fixed, jax.device_put(batch, placement[1]))
        losses.append(float(loss))
        progress.report(len(losses), f"loss {np.mean(losses[-50:]):.3f}")
        if checkpoint.is_due():
            checkpoint.save(Saved(losses, [np.asarray(array) for array in (*values, *slots)]))
    for variable, value in zip(variables, values):
        variable.assign(np.asarray(value))
    return losses


def make_optimizer(peak: float, steps: int) -> keras.optimizers.AdamW:
    warmup = max(1, round(0.04 * steps))
    schedule = keras.optimizers.schedules.CosineDecay(
        0.0, decay_steps=max(1, steps - warmup), warmup_target=peak, warmup_steps=warmup
    )
    return keras.optimizers.AdamW(schedule, beta_2=0.98, weight_decay=0.05, global_clipnorm=1.0)


def make_step(lm: Any, variables: Sequence[Any], frozen: Sequence[Any], optimizer: Any) -> Any:
    def step(values: Any, slots: Any, fixed: Any, batch: Batch) -> tuple[Any, Any, Any]:
        def loss_of(values: Any) -> Any:
            state = [*zip(variables, values), *zip(frozen, fixed)]
            chances = log_probabilities(lm, state, batch)
            found = jnp.take_along_axis(chances, batch["targets"][..., None], axis=-1)[..., 0]
            return -(found * batch["weights"]).sum() / batch["weights"].sum()

        loss, gradients = jax.value_and_grad(loss_of)(values)
        values, slots = optimizer.stateless_apply(slots, gradients, values)
        return values, slots, loss

    return step


def log_probabilities(lm: Any, state: Any, batch: Batch) -> Any:
    """Of every token, at each of the batch's positions; `state` pairs the model's variables with their values.

    Only those positions go through the vocabulary's matrix, which in a real Gemma is most of the work.
    """
    with keras.StatelessScope(state_mapping=state):
        hidden = lm.backbone({"token_ids": batch["token_ids"], "padding_mask": batch["padding_mask"]})
        if "positions" in batch:
            hidden = jnp.take_along_axis(hidden, batch["positions"][..., None], axis=1)
        logits = lm.backbone.token_embedding(hidden, reverse=True)
    return jax.nn.log_softmax(logits.astype(jnp.float32))


def devices_for(rows: int) -> tuple[NamedSharding, NamedSharding]:
    """Where variables and batches go: a batch's rows are dealt out to as many devices as they divide into evenly."""
    devices = jax.local_devices()
    count = max(n for n in range(1, len(devices) + 1) if rows % n == 0)
    mesh = Mesh(np.array(devices[:count]), ("rows",))
    return NamedSharding(mesh, PartitionSpec()), NamedSharding(mesh, PartitionSpec("rows"))
