"""A Gemma's shape: from a Hugging Face config.json to a KerasHub model of random weights, and back.

KerasHub fixes some of what a config may say (which layers slide, rope wavelengths); a config that says
otherwise is refused, because the model would load and be wrong.
"""

from typing import Any

import keras
import keras_hub

from trainer.executor import TaskError
from trainer.tokenizer import Tokenizer

# What transformers takes a config to say that says nothing: published configs leave these out.
DEFAULTS: dict[str, dict[str, Any]] = {
    "gemma": {"num_key_value_heads": 16, "head_dim": 256},
    "gemma2": {
        "num_key_value_heads": 4,
        "head_dim": 256,
        "query_pre_attn_scalar": 256,
        "sliding_window": 4096,
        "attn_logit_softcapping": 50.0,
        "final_logit_softcapping": 30.0,
    },
    "gemma3_text": {
        "vocab_size": 262208,
        "num_attention_heads": 8,
        "num_key_value_heads": 4,
        "head_dim": 256,
        "query_pre_attn_scalar": 256,
        "sliding_window": 4096,
    },
}
GEMMA_TYPES = tuple(DEFAULTS)


def text_config(config: dict[str, Any], where: str) -> dict[str, Any]:
    """The part of a config.json that describes the text model; a Gemma 3 that also sees has it nested."""
    model_type = config.get("model_type")
    if model_type == "gemma3":
        config, model_type = config.get("text_config", {}), "gemma3_text"
    if model_type not in DEFAULTS:
        said = "has no model_type" if model_type is None else f'has model_type "{model_type}"'
        raise TaskError(f"{where}: its config.json {said}. Give a Gemma 1, 2 or 3 ({', '.join(GEMMA_TYPES)}).")
    for name in ("vocab_size", "num_hidden_layers", "num_attention_heads", "hidden_size", "intermediate_size"):
        if not isinstance((DEFAULTS[model_type] | config).get(name), int):
            raise TaskError(f"{where}: its config.json has no {name}. Copy or download it again.")
    return DEFAULTS[model_type] | config | {"model_type": model_type}


def build(config: dict[str, Any], dtype: str, where: str) -> Any:
    """A KerasHub CausalLM without preprocessor for a text config, its weights to be read yet."""
    check_supported(config, where)
    model_type = config["model_type"]
    sizes = {
        "vocabulary_size": config["vocab_size"],
        "num_layers": config["num_hidden_layers"],
        "num_query_heads": config["num_attention_heads"],
        "num_key_value_heads": config["num_key_value_heads"],
        "hidden_dim": config["hidden_size"],
        "intermediate_dim": config["intermediate_size"] * (1 if model_type == "gemma3_text" else 2),
        "head_dim": config["head_dim"],
        "layer_norm_epsilon": config.get("rms_norm_eps", 1e-6),
        "query_head_dim_normalize": config.get("query_pre_attn_scalar", config["head_dim"]) == config["head_dim"],
        "dtype": dtype,
    }
    if model_type != "gemma":
        sizes |= {
            "use_post_ffw_norm": True,
            "use_post_attention_norm": True,
            "attention_logit_soft_cap": config.get("attn_logit_softcapping"),
            "final_logit_soft_cap": config.get("final_logit_softcapping"),
            "use_sliding_window_attention": bool(config.get("sliding_window")),
            "sliding_window_size": config.get("sliding_window") or 4096,
        }
    # Kernels begin as zeros: compiling random numbers for each shape takes longer than the rest of a small model.
    with keras.utils.custom_object_scope({"glorot_uniform": keras.initializers.Zeros}):
        if model_type == "gemma3_text":
            sizes |= {"image_size": None, "vision_encoder": None, "global_rope_scaling_factor": rope(config)["factor"]}
            backbone = keras_hub.models.Gemma3Backbone(**sizes)
            lm = keras_hub.models.Gemma3CausalLM(preprocessor=None, backbone=backbone)
        else:
            backbone = keras_hub.models.GemmaBackbone(**sizes)
            lm = keras_hub.models.GemmaCausalLM(preprocessor=None, backbone=backbone)
    for layer in backbone.transformer_layers:  # KerasHub's blocks drop this setting, which the 27B models need
        layer.attention.query_head_dim_normalize = backbone.query_head_dim_normalize
    return lm


def check_supported(config: dict[str, Any], where: str) -> None:
    """Refuses what KerasHub would silently compute in another way."""
    layers, width = config["num_hidden_layers"], config["hidden_size"] // config["num_attention_heads"]
    every = {"gemma": 1, "gemma2": 2, "gemma3_text": 6}[config["model_type"]]
    pattern = ["full_attention" if (i + 1) % every == 0 else "sliding_attention" for i in range(layers)]
    wanted: dict[str, tuple[Any, tuple[Any, ...]]] = {
        "rope wavelengths": (rope(config)["wavelengths"], ((1_000_000.0, 10_000.0), (10_000.0, None))),
        "rope type": (rope(config)["type"], ("default", "linear")),
        "query_pre_attn_scalar": (config.get("query_pre_attn_scalar", config["head_dim"]), (config["head_dim"], width)),
        "use_bidirectional_attention": (bool(config.get("use_bidirectional_attention")), (False,)),
        "attention_bias": (bool(config.get("attention_bias")), (False,)),
        "rms_norm_eps": (config.get("rms_norm_eps", 1e-6), (1e-6,)),
    }
    if config["model_type"] != "gemma" and config.get("sliding_window"):
        wanted["layer_types"] = (config.get("layer_types") or pattern, (pattern,))
    for name, (value, allowed) in wanted.items():
        if value not in allowed:
            raise TaskError(f"{where}: {name} {value} is not supported. Supported: {' or '.join(map(str, allowed))}.")


def rope(config: dict[str, Any]) -> dict[str, Any]:
    """Wavelengths (global, local), type and scaling of the rotary embedding, from transformers 4 or 5 spelling."""
    new = config.get("rope_parameters") or {}
    if config["model_type"] == "gemma3_text":
        full, local = new.get("full_attention", {}), new.get("sliding_attention", {})
        wavelengths = (
            float(full.get("rope_theta", config.get("rope_theta", 1_000_000))),
            float(local.get("rope_theta", config.get("rope_local_base_freq", 10_000))),
        )
    else:
        full, wavelengths = new, (float(new.get("rope_theta", config.get("rope_theta", 10_000))), None)
    scaling = config.get("rope_scaling") or full
    kind = scaling.get("rope_type", scaling.get("type", "default"))
    return {"wavelengths": wavelengths, "type": kind, "factor": float(scaling.get("factor", 1.0))}


def model_type_of(backbone: Any) -> str:
    if isinstance(backbone, keras_hub.models.Gemma3Backbone):
        return "gemma3_text"
    return "gemma2" if backbone.use_post_ffw_norm else "gemma"


def describe(backbone: Any, tokenizer: Tokenizer, dtype: str, positions: int | None = None) -> dict[str, Any]:
    """The config.json of a KerasHub Gemma. Transformers 5 reads it strictly: caps and rope are floats."""
    model_type = model_type_of(backbone)
    name = {"gemma": "Gemma", "gemma2": "Gemma2", "gemma3_text": "Gemma3"}[model_type]
    config: dict[str, Any] = {
        "architectures": [f"{name}ForCausalLM"],
        "model_type": model_type,
        "torch_dtype": dtype,
        "vocab_size": backbone.vocabulary_size,
        "num_hidden_layers": backbone.num_layers,
        "num_attention_heads": backbone.num_query_heads,
        "num_key_value_heads": backbone.num_key_value_heads,
        "hidden_size": backbone.hidden_dim,
        "intermediate_size": backbone.intermediate_dim // (1 if model_type == "gemma3_text" else 2),
        "head_dim": backbone.head_dim,
        "hidden_act": "gelu_pytorch_tanh",
        "hidden_activation": "gelu_pytorch_tanh",
        "max_position_embeddings": positions or (32768 if model_type == "gemma3_text" else 8192),
        "rms_norm_eps": backbone.layer_norm_epsilon,
        "rope_theta": 10000.0,
        "attention_bias": False,
        "attention_dropout": 0.0,
        "tie_word_embeddings": True,
        "use_cache": True,
        "pad_token_id": tokenizer.pad,
        "bos_token_id": tokenizer.bos,
        "eos_token_id": tokenizer.eos,
    }
    if model_type == "gemma":
        return config
    normalized = backbone.query_head_dim_normalize
    every = 2 if model_type == "gemma2" else 6
    slides = backbone.use_sliding_window_attention
    config |= {
        "query_pre_attn_scalar": backbone.head_dim if normalized else backbone.hidden_dim // backbone.num_query_heads,
        "sliding_window": backbone.sliding_window_size,
        "layer_types": [
            "sliding_attention" if slides and (index + 1) % every else "full_attention"
            for index in range(backbone.num_layers)
        ],
        "attn_logit_softcapping": as_float(backbone.attention_logit_soft_cap),
        "final_logit_softcapping": as_float(backbone.final_logit_soft_cap),
    }
    if model_type == "gemma3_text":
        factor = float(backbone.global_rope_scaling_factor)
        config |= {
            "rope_theta": 1000000.0,
            "rope_local_base_freq": 10000.0,
            "rope_scaling": None if factor == 1.0 else {"rope_type": "linear", "factor": factor},
            "sliding_window_pattern": 6,
            "use_bidirectional_attention": False,
        }
    return config


def as_float(value: float | None) -> float | None:
    return None if value is None else float(value)
