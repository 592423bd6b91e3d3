"""Replies of a Gemma in a Hugging Face folder, token by token with a key-value cache, compiled by JAX.

    generator = Generator("path/to/folder")
    print(generator.reply([{"role": "user", "content": "How do you read?"}], Sampling(seed=1)).text)

The prompt goes through in chunks of one size and the cache has one of few lengths, so that little is compiled.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jax
import jax.numpy as jnp
import keras
import keras_hub
import numpy as np

from trainer.executor import TaskError
from trainer.folders import read_json
from trainer.hugging_face import load_model
from trainer.prompt import Message, prompt_ids
from trainer.reply_text import ReplyText

CHUNK = 64
SHORTEST_CACHE = 512
# Pieces that mean nothing in a text. A pretrained Gemma has not learnt to tell <end_of_turn> from <unused29>.
TEXTLESS = re.compile(r"<unused\d+>|<mask>|<img>|<(start|end)_of_image>|<image_soft_token>|\[multimodal\]")


@dataclass(frozen=True)
class Sampling:
    """How to choose tokens. Temperature 0 takes the likeliest; top_k 0 and top_p 1 leave all in."""

    max_tokens: int = 256
    temperature: float = 0.7
    top_k: int = 20
    top_p: float = 1.0
    seed: int | None = None
    stop: tuple[str, ...] = ()


@dataclass(frozen=True)
class Piece:
    """Some text of a reply. The last piece says why the reply ended and how many tokens it took."""

    text: str
    finish_reason: str | None = None  # "stop" or "length"
    tokens: int = 0


@dataclass(frozen=True)
class Reply:
    text: str
    finish_reason: str
    prompt_tokens: int
    tokens: int


class Generator:
    """A loaded model that replies. One reply at a time: callers on several threads take turns themselves."""

    def __init__(self, folder: str | Path, dtype: str = "float32"):
        loaded = load_model(folder, dtype)
        self.lm, self.tokenizer = loaded.lm, loaded.tokenizer
        self.positions = loaded.config.get("max_position_embeddings", 8192)
        self.stop_tokens = {self.tokenizer.eos, self.tokenizer.end_of_turn, self.tokenizer.start_of_turn}
        settings = generation_config(Path(folder))
        stops = settings.get("eos_token_id") or []
        self.stop_tokens |= set(stops if isinstance(stops, list) else [stops])
        self.defaults = Sampling(
            temperature=settings.get("temperature", 0.7),
            top_k=settings.get("top_k", 20),
            top_p=settings.get("top_p", 1.0),
        )
        self.textless = [self.tokenizer.pad, self.tokenizer.bos, self.tokenizer.unk]
        self.textless += [token for token, piece in self.tokenizer.user_defined().items() if TEXTLESS.fullmatch(piece)]
        self.weights = [variable.value for variable in self.lm.variables]
        self.advance = jax.jit(self.advance_in_python, donate_argnums=2)

    def reply(self, messages: Sequence[Message], sampling: Sampling | None = None) -> Reply:
        """The whole reply to a conversation that ends in the user's turn; sampled as the folder says by default."""
        prompt = prompt_ids(self.tokenizer, messages)
        pieces = list(self.pieces(prompt, sampling or self.defaults))
        return Reply(
            "".join(p.text for p in pieces), pieces[-1].finish_reason or "stop", len(prompt), pieces[-1].tokens
        )

    def pieces(
        self, prompt: Sequence[int], sampling: Sampling, cancelled: Callable[[], bool] = lambda: False
    ) -> Iterator[Piece]:
        """The reply to prompt ids in pieces of valid text, each as soon as it is known. A cancelled one just ends."""
        if len(prompt) >= self.positions:
            raise TaskError(
                f"generate: the prompt has {len(prompt)} tokens, the model takes {self.positions}. Shorten it."
            )
        max_tokens = min(sampling.max_tokens, self.positions - len(prompt))
        random = np.random.default_rng(sampling.seed)
        text = ReplyText(self.tokenizer, sampling.stop)
        tokens = 0
        for token in self.tokens(prompt, max_tokens, sampling, random, cancelled):
            tokens += 1
            ended = token in self.stop_tokens
            piece = "" if ended else text.add(token)
            if ended or text.stopped:
                yield Piece(piece + text.rest(), "stop", tokens)
                return
            if piece:
                yield Piece(piece)
        if not cancelled():
            yield Piece(text.rest(), "length", tokens)

    def tokens(
        self,
        prompt: Sequence[int],
        max_tokens: int,
        sampling: Sampling,
        random: np.random.Generator,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Iterator[int]:
        """Up to `max_tokens` ids after a prompt, end tokens among them; it is for the caller to end there."""
        length = len(prompt) + max_tokens
        cache = self.empty_cache(cache_length(length))
        for start in range(0, len(prompt), CHUNK):
            if cancelled():
                return
            chunk = prompt[start : start + CHUNK]
            row = np.zeros((1, CHUNK), "int32")
            row[0, : len(chunk)] = chunk
            logits, cache = self.advance(self.weights, row, cache, start, len(chunk) - 1)
        for index in range(len(prompt), length):
            if cancelled():
                return
            token = choose(self.mask(np.array(logits, "float32")), sampling, random)
            yield token
            if index + 1 < length:
                logits, cache = self.advance(self.weights, np.array([[token]], "int32"), cache, index, 0)

    def warm_up(self) -> None:
        """Compiles what a short reply needs."""
        list(self.pieces([self.tokenizer.bos], Sampling(max_tokens=2)))

    def mask(self, logits: np.ndarray) -> np.ndarray:
        """Leaves out what has no text, and rows of the embedding that are beyond the vocabulary."""
        logits[self.tokenizer.vocabulary_size :] = -np.inf
        logits[self.textless] = -np.inf
        return logits

    def advance_in_python(self, weights: Any, tokens: Any, cache: Any, start: Any, last: Any) -> tuple[Any, Any]:
        """Feeds tokens at `start`; the logits after token `last` of them, and the cache with all of them."""
        with keras.StatelessScope(state_mapping=list(zip(self.lm.variables, weights, strict=True))):
            _, hidden, cache = self.lm.call_with_cache(tokens, cache, start)
            hidden = jax.lax.dynamic_slice_in_dim(hidden, last, 1, axis=1)
            return self.lm.backbone.token_embedding(hidden, reverse=True)[0, 0], cache

    def empty_cache(self, length: int) -> Any:
        backbone = self.lm.backbone
        heads = (backbone.num_key_value_heads, backbone.head_dim)
        if isinstance(self.lm, keras_hub.models.Gemma3CausalLM):
            zeros = lambda: jnp.zeros((1, length, *heads), self.lm.compute_dtype)  # noqa: E731
            return tuple((zeros(), zeros()) for _ in range(backbone.num_layers))
        return jnp.zeros((1, backbone.num_layers, 2, length, *heads), self.lm.compute_dtype)


def cache_length(tokens: int) -> int:
    """512, 2048, 8192 ...: four times as long for each further compilation. The last chunk is written whole."""
    length = SHORTEST_CACHE
    while length < tokens + CHUNK:
        length *= 4
    return length


def choose(logits: np.ndarray, sampling: Sampling, random: np.random.Generator) -> int:
    """One token: of the `top_k` likeliest, of those the likeliest that make up `top_p`."""
    if sampling.temperature == 0:
        return int(logits.argmax())
    count = min(sampling.top_k or len(logits), len(logits))
    likeliest = np.argpartition(-logits, count - 1)[:count]
    likeliest = likeliest[np.argsort(-logits[likeliest], kind="stable")]
    scaled = (logits[likeliest] - logits[likeliest[0]]).astype("float64") / sampling.temperature
    chances = np.exp(scaled)
    chances /= chances.sum()
    kept = chances[np.cumsum(chances) - chances < sampling.top_p]
    return int(likeliest[np.searchsorted(np.cumsum(kept), random.random() * kept.sum(), side="right")])


def generation_config(folder: Path) -> dict[str, Any]:
    """What the folder itself says about how to generate, as vLLM goes by it too."""
    file = folder / "generation_config.json"
    return read_json(file) if file.is_file() else {}
