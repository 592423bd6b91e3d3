"""Examples as token ids, cut to length and put into batches of few shapes: each shape costs a compilation."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from trainer.conversations import Example
from trainer.optimise import Batch
from trainer.prompt import prompt_ids, reply_ids
from trainer.tokenizer import Tokenizer

ROUND_TO = 32


@dataclass(frozen=True)
class Encoded:
    """A conversation and the reply to it: the prompt's ids, then the reply's with its two end marks."""

    prompt: list[int]
    reply: list[int]

    def __len__(self) -> int:
        return len(self.prompt) + len(self.reply)


@dataclass(frozen=True)
class Bucket:
    """A shape of batch: tokens in a row, tokens of its reply."""

    length: int
    reply: int


def encode(tokenizer: Tokenizer, example: Example, turns: int, max_length: int, longest_reply: int) -> Encoded:
    """An example with at most the last `turns` turns of its context, as many as `max_length` tokens have room for.

    What is too long even so: a reply loses its end, and the end marks with it, so that nobody learns to stop
    there; a prompt loses its beginning.
    """
    reply = reply_ids(tokenizer, example.reply)[:longest_reply]
    room = max_length - len(reply)
    prompt: list[int] = []
    for count in openings(example, turns):
        longer = prompt_ids(tokenizer, example.context[-count:])
        if prompt and len(longer) > room:
            break
        prompt = longer
    return Encoded(prompt if len(prompt) <= room else [prompt[0], *prompt[len(prompt) - room + 1 :]], reply)


def openings(example: Example, turns: int) -> list[int]:
    """How many turns of the context a prompt may have: it opens with the user's."""
    counts = range(1, len(example.context) + 1)
    allowed = [count for count in counts if example.context[-count]["role"] == "user"]
    return [count for count in allowed if count <= turns] or allowed[:1]


def choose_buckets(encoded: Sequence[Encoded]) -> list[Bucket]:
    """Two shapes, or one where the examples are much alike: most examples are short, a few long."""
    lengths = sorted(map(len, encoded))
    limits = sorted({rounded_up(lengths[int(0.6 * (len(lengths) - 1))]), rounded_up(lengths[-1])})
    return [
        Bucket(limit, rounded_up(max((len(e.reply) for e in encoded if len(e) <= limit), default=1), 16))
        for limit in limits
    ]


def batches(encoded: Sequence[Encoded], buckets: Sequence[Bucket], size: int) -> list[tuple[list[int], Batch]]:
    """Batches of `size` examples that share a bucket, each with its examples' places in `encoded`. The last batch
    of a bucket is filled up with rows that count for nothing."""
    return [
        (members[start : start + size], pad([encoded[index] for index in members[start : start + size]], bucket, size))
        for bucket, members in by_bucket(encoded, buckets)
        for start in range(0, len(members), size)
    ]


def by_bucket(encoded: Sequence[Encoded], buckets: Sequence[Bucket]) -> Iterator[tuple[Bucket, list[int]]]:
    """Each bucket with the places of the examples for which it is the shortest that holds them."""
    shortest = [next(bucket for bucket in buckets if fits(example, bucket)) for example in encoded]
    for bucket in buckets:
        yield bucket, [index for index, chosen in enumerate(shortest) if chosen == bucket]


def fits(example: Encoded, bucket: Bucket) -> bool:
    return len(example) <= bucket.length and len(example.reply) <= bucket.reply


def pad(examples: Sequence[Encoded], bucket: Bucket, size: int) -> Batch:
    """A batch for `optimise`: only the reply's tokens are targets."""
    ids = np.zeros((size, bucket.length), "int32")
    mask = np.zeros((size, bucket.length), "int32")
    positions = np.zeros((size, bucket.reply), "int32")
    targets = np.zeros((size, bucket.reply), "int32")
    weights = np.zeros((size, bucket.reply), "float32")
    for row, example in enumerate(examples):
        tokens, count = example.prompt + example.reply, len(example.reply)
        ids[row, : len(tokens)] = tokens
        mask[row, : len(tokens)] = 1
        positions[row, :count] = np.arange(len(example.prompt) - 1, len(tokens) - 1)
        targets[row, :count] = example.reply
        weights[row, :count] = 1
    return {"token_ids": ids, "padding_mask": mask, "positions": positions, "targets": targets, "weights": weights}


def rounded_up(number: int, to: int = ROUND_TO) -> int:
    return -(-number // to) * to
