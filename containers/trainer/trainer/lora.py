"""LoRA on all seven kernels of every decoder block; the rest of the model frozen.

KerasHub's own `enable_lora` does query and value only, where a small model gains half as much (measured).
"""

from typing import Any

import keras


def add_lora(lm: Any, rank: int, seed: int) -> list[Any]:
    """Puts LoRA matrices beside the kernels; the model computes as before, one of each pair being zero.

    The variables to train.
    """
    for index, layer in enumerate(kernel_layers(lm)):
        layer.enable_lora(rank, a_initializer=keras.initializers.HeUniform(seed=1000 * seed + index))
    return [variable for layer in kernel_layers(lm) for variable in (layer.lora_kernel_a, layer.lora_kernel_b)]


def kernel_layers(lm: Any) -> list[Any]:
    """The layers of a Gemma 1, 2 or 3 that multiply by a matrix, in the blocks' order."""
    layers = []
    for block in lm.backbone.transformer_layers:
        attention = block.attention
        layers += [attention.query_dense, attention.key_dense, attention.value_dense, attention.output_dense]
        layers += [block.gating_ffw, block.gating_ffw_2, block.ffw_linear]
    return layers


def default_learning_rate(parameters: int) -> float:
    """The larger a model, the smaller the steps it bears. Measured at 0.4 million parameters (three times as much
    learns the training replies by heart) and at 270 million, usual beyond."""
    if parameters < 20e6:
        return 1.5e-3
    return 1e-3 if parameters < 600e6 else 2e-4
