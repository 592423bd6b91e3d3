import math

import numpy as np
import pytest
from tests.tiny import tiny_gemma

from trainer import scoring
from trainer.conversations import Example
from trainer.prompt import prompt_ids, reply_ids
from trainer.scoring import LONGEST_REPLY, PROMPT, Score, bits_per_character, paired_gain, perplexity, score_replies


def test_bits_are_of_all_characters_together() -> None:
    scores = [Score(bits=30.0, characters=10, tokens=5), Score(bits=6.0, characters=2, tokens=1)]
    assert bits_per_character(scores) == 3.0
    assert perplexity(scores) == 2**6


def test_the_gain_is_paired() -> None:
    base = [Score(bits=10.0 * n, characters=10, tokens=1) for n in range(1, 50)]
    twin = [Score(score.bits - 2.0, score.characters, score.tokens) for score in base]
    gain, error = paired_gain(base, twin, seed=0)
    assert gain == pytest.approx(0.2)
    assert error == pytest.approx(0.0, abs=1e-12)  # every reply gains the same, however much they differ


def test_the_standard_error_is_that_of_a_mean() -> None:
    saved = np.random.default_rng(0).normal(1.0, 3.0, 400)
    base = [Score(bits=100 + s, characters=1, tokens=1) for s in saved]
    twin = [Score(bits=100.0, characters=1, tokens=1) for _ in saved]
    gain, error = paired_gain(base, twin, seed=1)
    assert gain == pytest.approx(saved.mean())
    assert error == pytest.approx(saved.std() / math.sqrt(400), rel=0.1)


def test_a_reply_costs_its_tokens_and_the_chance_of_either_end() -> None:
    model = tiny_gemma("gemma3_text")
    examples = [
        Example(({"role": "user", "content": "How do you read?"},), "Loud and clear."),
        Example(({"role": "user", "content": "You are GO."},), "Roger."),
    ]
    done: list[int] = []
    scores = score_replies(model, examples, done.append)
    assert done == [2]
    for example, score in zip(examples, scores):
        prompt, reply = prompt_ids(model.tokenizer, example.context), reply_ids(model.tokenizer, example.reply)
        ids = np.array([prompt + reply], "int32")
        logits = np.asarray(model.lm({"token_ids": ids, "padding_mask": np.ones_like(ids)}), "float64")[0]
        chances = np.exp(logits) / np.exp(logits).sum(-1, keepdims=True)
        at = len(prompt) - 1
        cost = -sum(math.log2(chances[at + i, token]) for i, token in enumerate(reply[:-2]))
        last = chances[at + len(reply) - 2]
        cost -= math.log2(last[model.tokenizer.end_of_turn] + last[model.tokenizer.eos])
        assert score.bits == pytest.approx(cost, rel=1e-4)
        assert (score.characters, score.tokens) == (len(example.reply) + 1, len(reply) - 1)


def test_a_reply_of_14000_characters_is_cut_and_widens_no_other_row(monkeypatch: pytest.MonkeyPatch) -> None:
    shapes: list[tuple[int, ...]] = []
    padded = scoring.batches

    def noted(*given):
        made = padded(*given)
        shapes.extend(batch["token_ids"].shape for _, batch in made)
        return made

    monkeypatch.setattr(scoring, "batches", noted)
    asked = ({"role": "user", "content": "How do you read?"},)
    replies = ["Roger."] * 9 + ["Loud and 日本語 " * 1000]
    scores = score_replies(tiny_gemma("gemma3_text"), [Example(asked, reply.strip()) for reply in replies], [].append)
    assert max(width for _, width in shapes) <= PROMPT + LONGEST_REPLY
    assert len(set(shapes)) == 2 and shapes.count(min(shapes)) == 2  # nine short rows in two batches
    assert [score.cut for score in scores] == [False] * 9 + [True]
    assert scores[9].tokens <= LONGEST_REPLY and 100 < scores[9].characters < 1000


def test_a_reply_of_just_over_the_limit_has_no_half_of_an_end_and_no_half_of_a_character() -> None:
    tokenizer = tiny_gemma("gemma3_text").tokenizer
    for letters in range(LONGEST_REPLY - 6, LONGEST_REPLY + 3):
        example = Example(({"role": "user", "content": "GO."},), "".join("1202"[i % 4] for i in range(letters)))
        (encoded,) = scoring.encode_all(tokenizer, [example])
        whole = len(reply_ids(tokenizer, example.reply)) <= LONGEST_REPLY
        assert scoring.is_cut(tokenizer, encoded.reply) != whole
        assert tokenizer.end_of_turn not in encoded.reply[:-2] and (encoded.reply[-1] == tokenizer.eos) == whole
        assert example.reply.startswith(tokenizer.decode(encoded.reply[:-2] if whole else encoded.reply))
    for before in range(4):
        (encoded,) = scoring.encode_all(tokenizer, [Example(example.context, "1" * before + "🚀" * 100)])
        assert ("1" * before + "🚀" * 100).startswith(tokenizer.decode(encoded.reply))
