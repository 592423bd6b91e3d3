"""How well a model predicts replies: bits per character, perplexity, and a twin's gain over its base."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from trainer.conversations import Example
from trainer.examples import Encoded, batches, choose_buckets, encode
from trainer.hugging_face import LoadedModel
from trainer.optimise import Batch, devices_for, log_probabilities
from trainer.prompt import reply_ids
from trainer.tokenizer import Tokenizer

ROWS = 8
PROMPT = 160  # tokens of a prompt at least, however long the reply
LONGEST_REPLY = 256  # tokens of a reply that are scored: its row's memory grows with the square of its length
RESAMPLES = 2000


@dataclass(frozen=True)
class Score:
    """What a reply cost. Its end counts as one more character and one more token; one that was cut has no end."""

    bits: float
    characters: int
    tokens: int
    cut: bool = False


def score_replies(model: LoadedModel, examples: Sequence[Example], scored: Callable[[int], None]) -> list[Score]:
    """A score for each example's reply after its context. Calls `scored` with how many are done."""
    tokenizer = model.tokenizer
    encoded = encode_all(tokenizer, examples)
    variables = model.lm.variables

    @jax.jit
    def look_up(values: Any, batch: Batch) -> tuple[Any, Any]:
        chances = log_probabilities(model.lm, list(zip(variables, values)), batch)
        tokens = jnp.take_along_axis(chances, batch["targets"][..., None], axis=-1)[..., 0]
        # Serving stops at either mark, so the chance of ending is that of both together. (A pretrained Gemma has
        # never been trained on <end_of_turn>; counted alone it would cost the base more than it should.)
        return tokens, jnp.logaddexp(chances[..., tokenizer.end_of_turn], chances[..., tokenizer.eos])

    everywhere, dealt_out = devices_for(ROWS)
    values = jax.device_put([variable.value for variable in variables], everywhere)
    scores: dict[int, Score] = {}
    for members, batch in batches(encoded, choose_buckets(encoded), ROWS):
        tokens, ends = map(np.asarray, look_up(values, jax.device_put(batch, dealt_out)))
        for row, index in enumerate(members):
            reply = encoded[index].reply
            cut = is_cut(tokenizer, reply)
            count = len(reply) if cut else len(reply) - 2  # less the two end marks
            nats = -(tokens[row, :count].sum(dtype=np.float64) + (0.0 if cut else float(ends[row, count])))
            characters = len(tokenizer.decode(reply)) if cut else len(examples[index].reply) + 1
            scores[index] = Score(nats / math.log(2), characters, count if cut else count + 1, cut)
        scored(len(scores))
    return [scores[index] for index in range(len(examples))]


def encode_all(tokenizer: Tokenizer, examples: Sequence[Example]) -> list[Encoded]:
    """Each example with as much of its context as fits beside the longest reply; of that LONGEST_REPLY tokens."""
    lengths = [len(reply_ids(tokenizer, example.reply)) for example in examples]
    longest = min(LONGEST_REPLY, max(lengths))
    encoded = [encode(tokenizer, e, len(e.context), PROMPT + longest, longest) for e in examples]
    return [replace(e, reply=whole_characters(tokenizer, e.reply)) for e in encoded]


def whole_characters(tokenizer: Tokenizer, reply: list[int]) -> list[int]:
    """A cut reply less what is no text of its own at its end: one mark of two, some bytes of a character."""
    if not is_cut(tokenizer, reply):
        return reply
    if reply[-1] == tokenizer.end_of_turn:
        return reply[:-1]
    for _ in range(3):  # of a character's four bytes at most three are there
        if tokenizer.decode(reply).endswith("\ufffd"):
            reply = reply[:-1]
    return reply


def is_cut(tokenizer: Tokenizer, reply: Sequence[int]) -> bool:
    return reply[-1] != tokenizer.eos


def bits_per_character(scores: Sequence[Score]) -> float:
    return sum(score.bits for score in scores) / sum(score.characters for score in scores)


def perplexity(scores: Sequence[Score]) -> float:
    """Of a token. Comparable between base and twin only: they share a vocabulary."""
    return 2 ** (sum(score.bits for score in scores) / sum(score.tokens for score in scores))


def paired_gain(base: Sequence[Score], twin: Sequence[Score], seed: int) -> tuple[float, float]:
    """Base less twin in bits per character, and its standard error: both models score the same replies, which are
    drawn again and again with replacement (bootstrap)."""
    saved = np.array([b.bits - t.bits for b, t in zip(base, twin, strict=True)])
    characters = np.array([score.characters for score in base], dtype=float)
    drawn = np.random.default_rng(seed).integers(0, len(saved), (RESAMPLES, len(saved)))
    gains = saved[drawn].sum(axis=1) / characters[drawn].sum(axis=1)
    return float(saved.sum() / characters.sum()), float(gains.std(ddof=1))
