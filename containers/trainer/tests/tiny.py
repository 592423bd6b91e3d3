"""Tiny Gemmas with random weights, a vocabulary trained on a few sentences, and their logits, for the tests."""

import io
from functools import cache
from typing import Any

import jax
import keras
import keras_hub
import numpy as np
import sentencepiece

from trainer.hugging_face import LoadedModel
from trainer.tokenizer import Tokenizer

SENTENCES = (
    "Apollo 11, Houston. You are GO for landing.",
    "Roger. Understand, GO for landing. 3000 feet.",
    "Program alarm. It's a 1202.",
    "We're GO on that alarm, Eagle.",
    "How do you read? Loud and clear, Columbia. Over.",
)
UNICODE_TEXTS = (
    "Roger, Houston.",
    "  two  spaces   and three ",
    "a\nnew line\n\n\ttab",
    "Ünïcödé naïve café",
    "日本語 und 한국어",
    "🚀👩‍🚀 emoji",
    "1202 alarm: 3.14159",
    "",
)


@cache
def tiny_tokenizer() -> Tokenizer:
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(SENTENCES * 20),
        model_writer=model,
        model_type="bpe",
        vocab_size=400,
        byte_fallback=True,
        split_digits=True,
        normalization_rule_name="identity",
        add_dummy_prefix=False,
        remove_extra_whitespaces=False,
        pad_id=0,
        eos_id=1,
        bos_id=2,
        unk_id=3,
        pad_piece="<pad>",
        eos_piece="<eos>",
        bos_piece="<bos>",
        unk_piece="<unk>",
        user_defined_symbols=["<mask>", "<unused0>", "<start_of_turn>", "<end_of_turn>", "\n", "▁▁"],
        minloglevel=2,
    )
    return Tokenizer(model.getvalue())


def tiny_gemma(model_type: str, layers: int = 2, width: int = 48, seed: int = 0) -> LoadedModel:
    """A Gemma of the given type: several heads, heads x head_dim other than the width, a window of 8."""
    keras.utils.set_random_seed(seed)
    tokenizer = tiny_tokenizer()
    sizes: dict[str, Any] = {
        "vocabulary_size": tokenizer.vocabulary_size,
        "num_layers": layers,
        "num_query_heads": 4,
        "num_key_value_heads": 2,
        "hidden_dim": width,
        "intermediate_dim": 64,
        "head_dim": 16,
        "dtype": "float32",
    }
    if model_type != "gemma":
        sizes |= {"use_post_ffw_norm": True, "use_post_attention_norm": True}
        sizes |= {"use_sliding_window_attention": True, "sliding_window_size": 8}
    if model_type == "gemma2":
        sizes |= {"attention_logit_soft_cap": 50, "final_logit_soft_cap": 30}
    with keras.utils.custom_object_scope({"glorot_uniform": keras.initializers.Zeros}):  # quicker to compile
        if model_type == "gemma3_text":
            backbone = keras_hub.models.Gemma3Backbone(**sizes, image_size=None, vision_encoder=None)
            lm = keras_hub.models.Gemma3CausalLM(preprocessor=None, backbone=backbone)
        else:
            lm = keras_hub.models.GemmaCausalLM(backbone=keras_hub.models.GemmaBackbone(**sizes))
    random = np.random.default_rng(seed)
    for variable in lm.weights:  # norms too: they start at zero, where a forgotten one would go unnoticed
        variable.assign(random.normal(0, 0.3 if variable.name == "scale" else 0.15, variable.shape))
    return LoadedModel(lm, tokenizer, {"model_type": model_type})


def add_lora(
    lm: Any, names: tuple[str, ...] = ("query_dense", "value_dense", "output_dense", "gating_ffw"), rank: int = 3
):
    """LoRA as training leaves it: every B away from zero."""
    random = np.random.default_rng(1)
    for block in lm.backbone.transformer_layers:
        for layer in (getattr(block, name, None) or getattr(block.attention, name) for name in names):
            layer.enable_lora(rank, a_initializer="zeros")
            layer.lora_kernel_a.assign(random.normal(0, 0.2, layer.lora_kernel_a.shape))
            layer.lora_kernel_b.assign(random.normal(0, 0.2, layer.lora_kernel_b.shape))


def logits(lm: Any) -> np.ndarray:
    """Logits of two rows of tokens, longer than the sliding window. Compiled as a whole, which is quicker."""
    tokens = np.random.default_rng(0).integers(8, lm.backbone.vocabulary_size, (2, 24), dtype="int32")

    def forward(values):
        with keras.StatelessScope(state_mapping=list(zip(lm.variables, values, strict=True))):
            return lm({"token_ids": tokens, "padding_mask": np.ones_like(tokens)})

    return np.asarray(jax.jit(forward)([variable.value for variable in lm.variables]))
