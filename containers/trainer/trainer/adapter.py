"""LoRA in PEFT's layout: adapter_config.json and adapter_model.safetensors, from and to KerasHub.

Keras gives each head of q, k and v its own A and lets the heads share one B. As one matrix that is an A of
heads x rank rows and a block-diagonal B, so those modules have a larger rank here (`rank_pattern`); the product
is the same to the last bit, and PEFT loads it as it is.
"""

import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import safetensors
import safetensors.numpy

from trainer.architecture import model_type_of
from trainer.executor import TaskError
from trainer.folders import read_json, whole_folder, write_json
from trainer.weights import Tensor, checkpoint_tensors, to_keras

KEY = re.compile(
    r"base_model\.model\.(?:model\.|language_model\.)*layers\.(\d+)\.(.+)\.lora_(A|B)(?:\.default)?\.weight"
)


class Pair(NamedTuple):
    """One module's LoRA in the checkpoint's layout: it adds scale x b @ a to the weight."""

    a: np.ndarray
    b: np.ndarray
    scale: float


def save_adapter(lm: Any, folder: str | Path, base_name: str, rank: int, alpha: float) -> None:
    """Writes the LoRA of every layer that has one. `rank` and `alpha` are those given to the layers."""
    tensors: dict[str, np.ndarray] = {}
    ranks: dict[str, int] = {}
    for tensor in lora_tensors(lm):
        a, b = to_peft(tensor)
        module = tensor.name.removesuffix(".weight")
        tensors[f"base_model.model.{module}.lora_A.weight"] = np.ascontiguousarray(a, dtype=np.float32)
        tensors[f"base_model.model.{module}.lora_B.weight"] = np.ascontiguousarray(b, dtype=np.float32)
        ranks[module.rsplit(".", 1)[1]] = a.shape[0]
    config = {
        "peft_type": "LORA",
        "task_type": "CAUSAL_LM",
        "base_model_name_or_path": base_name,
        "r": rank,
        "lora_alpha": alpha,
        "rank_pattern": {name: value for name, value in ranks.items() if value != rank},
        "alpha_pattern": {name: alpha * value / rank for name, value in ranks.items() if value != rank},
        "target_modules": sorted(ranks),
        "lora_dropout": 0.0,
        "bias": "none",
        "fan_in_fan_out": False,
        "use_rslora": False,
        "use_dora": False,
        "init_lora_weights": True,
        "modules_to_save": None,
        "inference_mode": True,
    }
    with whole_folder(folder) as unfinished:
        write_json(unfinished / "adapter_config.json", config)
        safetensors.numpy.save_file(tensors, unfinished / "adapter_model.safetensors", metadata={"format": "pt"})


def merge_adapter(lm: Any, folder: str | Path) -> None:
    """Adds an adapter to the model's kernels for good."""
    for tensor, pair in matched(lm, Path(folder)):
        variable = tensor.variable()
        change = to_keras(tensor.layout, pair.scale * (pair.b @ pair.a), tuple(variable.shape))
        variable.assign(np.asarray(variable).astype(np.float32) + change)


def load_adapter(lm: Any, folder: str | Path) -> None:
    """Puts an adapter beside the kernels, as LoRA that can be trained on; the kernels stay as they are."""
    for tensor, pair in matched(lm, Path(folder)):
        a, b = from_peft(tensor, pair)
        rank = b.shape[0]
        if not tensor.layer.lora_enabled:
            tensor.layer.enable_lora(rank, lora_alpha=rank * pair.scale, a_initializer="zeros")
        if tensor.layer.lora_rank != rank:
            raise TaskError(
                f"{folder}: {tensor.name} has rank {rank}, the model has LoRA of rank {tensor.layer.lora_rank}. "
                "Load the adapter into a model without LoRA or of the same rank."
            )
        tensor.layer.lora_alpha = rank * pair.scale
        tensor.layer.lora_kernel_a.assign(a)
        tensor.layer.lora_kernel_b.assign(b)


def lora_tensors(lm: Any) -> list[Tensor]:
    tensors = checkpoint_tensors(lm.backbone, model_type_of(lm.backbone))
    return [tensor for tensor in tensors if tensor.attribute == "kernel" and tensor.layer.lora_enabled]


def to_peft(tensor: Tensor) -> tuple[np.ndarray, np.ndarray]:
    a, b = np.asarray(tensor.layer.lora_kernel_a), np.asarray(tensor.layer.lora_kernel_b)
    if tensor.layout != "heads-out":
        return a.reshape(-1, a.shape[-1]).T, b.T
    heads, width, rank = a.shape
    return a.transpose(0, 2, 1).reshape(heads * rank, width), np.kron(np.eye(heads, dtype=b.dtype), b.T)


def from_peft(tensor: Tensor, pair: Pair) -> tuple[np.ndarray, np.ndarray]:
    """Keras's A and B. Heads that do not share one B (another trainer's LoRA) get A = the product and B = 1."""
    shape = tuple(tensor.variable().shape)
    if tensor.layout != "heads-out":
        return pair.a.T.reshape(*shape[:-1], -1), pair.b.T
    heads, width, head = shape
    if pair.a.shape[0] % heads == 0:
        rank = pair.a.shape[0] // heads
        b = pair.b[:head, :rank].T
        if np.array_equal(pair.b, np.kron(np.eye(heads, dtype=b.dtype), b.T)):
            return pair.a.reshape(heads, rank, width).transpose(0, 2, 1), b
    return to_keras(tensor.layout, pair.b @ pair.a, shape), np.eye(head, dtype=np.float32)


def matched(lm: Any, folder: Path) -> Iterator[tuple[Tensor, Pair]]:
    """The adapter's pairs with the tensors they belong to; refuses an adapter made for another model."""
    pairs = read_pairs(folder)
    tensors = {
        t.name: t for t in checkpoint_tensors(lm.backbone, model_type_of(lm.backbone)) if t.attribute == "kernel"
    }
    for name, pair in pairs.items():
        if name not in tensors:
            raise TaskError(f"{folder}: it changes {name}, which this base has not. Give the base it was trained on.")
        shape = tuple(tensors[name].variable().shape)
        keras_size, adapter_size = math.prod(shape), pair.b.shape[0] * pair.a.shape[1]
        if keras_size != adapter_size:
            raise TaskError(
                f"{folder}: its {name} is {pair.b.shape[0]} x {pair.a.shape[1]}, the base's has {keras_size} numbers. "
                "Give the base it was trained on."
            )
    for name, pair in pairs.items():
        yield tensors[name], pair


def read_pairs(folder: Path) -> dict[str, Pair]:
    """An adapter's pairs by the name of the weight they change."""
    config = read_json(folder / "adapter_config.json")
    for setting in ("use_dora", "fan_in_fan_out", "modules_to_save", "trainable_token_indices"):
        if config.get(setting):
            raise TaskError(f"{folder}: {setting} is {config[setting]}. Only plain LoRA can be merged.")
    halves: dict[str, dict[str, np.ndarray]] = {}
    try:
        tensors = safetensors.numpy.load_file(folder / "adapter_model.safetensors")
    except (OSError, safetensors.SafetensorError) as error:
        raise TaskError(f"{folder}: adapter_model.safetensors cannot be read ({error}). Train it again.") from error
    for key, value in tensors.items():
        found = KEY.fullmatch(key)
        if found is None:
            raise TaskError(f"{folder}: {key} is no LoRA of a text layer. Only plain LoRA can be merged.")
        layer, module, half = found.groups()
        halves.setdefault(f"model.layers.{layer}.{module}.weight", {})[half] = value.astype(np.float32)
    return {name: Pair(pair["A"], pair["B"], scale_of(config, name)) for name, pair in halves.items()}


def scale_of(config: dict[str, Any], name: str) -> float:
    module = name.removesuffix(".weight")

    def setting(patterns: str, default: str) -> float:
        for pattern, value in config.get(patterns, {}).items():
            if re.fullmatch(rf"(.*\.)?({pattern})", module):
                return value
        return config[default]

    rank, alpha = setting("rank_pattern", "r"), setting("alpha_pattern", "lora_alpha")
    return alpha / (math.sqrt(rank) if config.get("use_rslora") else rank)
