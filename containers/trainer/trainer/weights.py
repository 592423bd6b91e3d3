"""Where each tensor of a Gemma checkpoint lives in the KerasHub model, and how its axes are laid out there.

Loading, exporting, importing GGUF and LoRA adapters all walk this one table.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np


class Tensor(NamedTuple):
    """A checkpoint's tensor: its Hugging Face name, and where and how Keras holds it."""

    name: str
    layer: Any
    attribute: str  # kernel, scale or embeddings
    layout: str  # plain, linear, heads-out (q, k, v) or heads-in (o)

    def variable(self) -> Any:
        """What Keras stores, without any LoRA."""
        return self.layer.weights[0]

    def value(self) -> np.ndarray:
        """The tensor in the checkpoint's layout, LoRA merged (a layer's `kernel` has it added)."""
        return to_checkpoint(self.layout, np.asarray(getattr(self.layer, self.attribute)))


def checkpoint_tensors(backbone: Any, model_type: str) -> Iterator[Tensor]:
    """Every tensor of a Gemma 1, 2 or 3 text model, in the order of the layers."""
    yield Tensor("model.embed_tokens.weight", backbone.get_layer("token_embedding"), "embeddings", "plain")
    for index in range(backbone.num_layers):
        block = backbone.get_layer(f"decoder_block_{index}")
        attention = block.attention
        norms = {"input_layernorm": block.pre_attention_norm}
        if model_type == "gemma":
            norms["post_attention_layernorm"] = block.pre_ffw_norm  # Gemma 1's name for the norm before the MLP
        else:
            norms["post_attention_layernorm"] = block.post_attention_norm
            norms["pre_feedforward_layernorm"] = block.pre_ffw_norm
            norms["post_feedforward_layernorm"] = block.post_ffw_norm
        if model_type == "gemma3_text":
            norms["self_attn.q_norm"] = attention.query_norm
            norms["self_attn.k_norm"] = attention.key_norm
        for name, layer in norms.items():
            yield Tensor(f"model.layers.{index}.{name}.weight", layer, "scale", "plain")
        kernels = {
            "self_attn.q_proj": (attention.query_dense, "heads-out"),
            "self_attn.k_proj": (attention.key_dense, "heads-out"),
            "self_attn.v_proj": (attention.value_dense, "heads-out"),
            "self_attn.o_proj": (attention.output_dense, "heads-in"),
            "mlp.gate_proj": (block.gating_ffw, "linear"),
            "mlp.up_proj": (block.gating_ffw_2, "linear"),
            "mlp.down_proj": (block.ffw_linear, "linear"),
        }
        for name, (layer, layout) in kernels.items():
            yield Tensor(f"model.layers.{index}.{name}.weight", layer, "kernel", layout)
    yield Tensor("model.norm.weight", backbone.get_layer("final_normalization"), "scale", "plain")


def to_checkpoint(layout: str, array: np.ndarray) -> np.ndarray:
    """From Keras's axes to the checkpoint's: (heads, in, head) -> (heads x head, in) and so on."""
    if layout == "heads-out":
        heads, width, head = array.shape
        return array.transpose(0, 2, 1).reshape(heads * head, width)
    if layout == "heads-in":
        return array.reshape(-1, array.shape[2]).T
    return array.T if layout == "linear" else array


def to_keras(layout: str, array: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """From the checkpoint's axes to Keras's, whose shape is given."""
    if layout == "heads-out":
        heads, width, head = shape
        return array.reshape(heads, head, width).transpose(0, 2, 1)
    if layout == "heads-in":
        return array.T.reshape(shape)
    return array.T if layout == "linear" else array
