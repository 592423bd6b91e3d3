import numpy as np
from tests.tiny import tiny_tokenizer

from trainer.conversations import Example
from trainer.examples import Bucket, Encoded, batches, choose_buckets, encode, pad
from trainer.prompt import prompt_ids, reply_ids

TOKENIZER = tiny_tokenizer()
CONTEXT = (
    {"role": "user", "content": "Apollo 11, Houston."},
    {"role": "assistant", "content": "Go ahead."},
    {"role": "user", "content": "You are GO for landing."},
)


def test_only_the_replys_tokens_are_targets() -> None:
    batch = pad([Encoded([2, 10, 11], [20, 21, 1]), Encoded([2], [30])], Bucket(8, 4), size=3)
    assert batch["token_ids"].tolist() == [[2, 10, 11, 20, 21, 1, 0, 0], [2, 30, 0, 0, 0, 0, 0, 0], [0] * 8]
    assert batch["padding_mask"].tolist() == [[1] * 6 + [0] * 2, [1, 1] + [0] * 6, [0] * 8]
    assert batch["positions"].tolist() == [[2, 3, 4, 0], [0, 0, 0, 0], [0] * 4]  # the token before each target
    assert batch["targets"].tolist() == [[20, 21, 1, 0], [30, 0, 0, 0], [0] * 4]
    assert batch["weights"].tolist() == [[1, 1, 1, 0], [1, 0, 0, 0], [0] * 4]


def test_a_prompt_has_as_many_turns_as_are_asked_for_and_opens_with_the_users() -> None:
    example = Example(CONTEXT, "Roger.")
    reply = reply_ids(TOKENIZER, "Roger.")
    assert encode(TOKENIZER, example, 3, 500, 100) == Encoded(prompt_ids(TOKENIZER, CONTEXT), reply)
    assert encode(TOKENIZER, example, 2, 500, 100) == Encoded(prompt_ids(TOKENIZER, CONTEXT[2:]), reply)
    assert encode(TOKENIZER, example, 1, 500, 100) == Encoded(prompt_ids(TOKENIZER, CONTEXT[2:]), reply)


def test_older_turns_are_left_out_where_there_is_no_room() -> None:
    last = prompt_ids(TOKENIZER, CONTEXT[2:])
    reply = reply_ids(TOKENIZER, "Roger.")
    encoded = encode(TOKENIZER, Example(CONTEXT, "Roger."), 3, len(last) + len(reply), 100)
    assert encoded == Encoded(last, reply)


def test_a_prompt_that_is_too_long_loses_its_beginning_and_a_reply_its_end() -> None:
    example = Example(({"role": "user", "content": "landing " * 50},), "alarm " * 50)
    encoded = encode(TOKENIZER, example, 1, 40, 30)
    assert len(encoded) == 40 and len(encoded.reply) == 30
    assert encoded.prompt[0] == TOKENIZER.bos
    assert encoded.prompt[1:] == prompt_ids(TOKENIZER, example.context)[-9:]
    assert TOKENIZER.end_of_turn not in encoded.reply


def test_there_are_few_shapes_and_every_example_fits_one() -> None:
    random = np.random.default_rng(0)
    encoded = [Encoded([2] * int(random.integers(5, 90)), [9] * int(random.integers(1, 40))) for _ in range(50)]
    buckets = choose_buckets(encoded)
    assert len(buckets) <= 2
    assert all(bucket.length % 32 == 0 for bucket in buckets)
    assert all(any(len(e) <= b.length and len(e.reply) <= b.reply for b in buckets) for e in encoded)


def test_each_example_comes_once_with_its_place() -> None:
    encoded = [Encoded([2] * (5 + 12 * (n % 5)), [9, 1]) for n in range(11)]
    made = batches(encoded, choose_buckets(encoded), 4)
    assert sorted(place for places, _ in made for place in places) == list(range(11))
    assert all(len(batch["token_ids"]) == 4 for _, batch in made)
