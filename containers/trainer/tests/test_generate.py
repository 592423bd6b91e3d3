import numpy as np
import pytest

from tests.tiny import UNICODE_TEXTS, tiny_gemma, tiny_tokenizer
from trainer.executor import TaskError
from trainer.generate import CHUNK, Generator, Sampling, choose
from trainer.hugging_face import export_hugging_face
from trainer.prompt import prompt_ids
from trainer.reply_text import ReplyText

MESSAGES = [{"role": "user", "content": "Apollo 11, Houston. How do you read?"}]


@pytest.fixture(scope="module")
def generator(tmp_path_factory):
    folder = tmp_path_factory.mktemp("models") / "model"
    model = tiny_gemma("gemma3_text")
    export_hugging_face(model.lm, model.tokenizer, folder, positions=600)
    return Generator(folder)


@pytest.mark.parametrize("model_type", ["gemma2", "gemma3_text"])
def test_the_cache_gives_the_tokens_that_the_whole_model_gives(model_type, tmp_path):
    model = tiny_gemma(model_type)
    export_hugging_face(model.lm, model.tokenizer, tmp_path / "model")
    generator = Generator(tmp_path / "model")
    ids = list(range(9, 9 + CHUNK + 5))  # two chunks, and more than the sliding window
    prompt = len(ids)

    cached = list(generator.tokens(ids, 6, Sampling(temperature=0), None))
    for _ in range(6):
        row = np.array([ids + [0] * (prompt + 6 - len(ids))], "int32")  # one shape: what follows has no influence
        logits = np.array(model.lm({"token_ids": row, "padding_mask": np.ones_like(row)}))[0, len(ids) - 1]
        ids.append(int(generator.mask(logits).argmax()))

    assert cached == ids[prompt:]


def test_a_seed_gives_the_same_reply_again_and_another_seed_another(generator):
    replies = [generator.reply(MESSAGES, Sampling(max_tokens=12, seed=seed)).text for seed in (1, 1, 2)]

    assert replies[0] == replies[1] != replies[2]


def test_a_reply_ends_at_an_end_token_which_is_not_in_it(generator):
    prompt = prompt_ids(generator.tokenizer, MESSAGES)
    first = next(generator.tokens(prompt, 1, Sampling(temperature=0), None))
    stops, generator.stop_tokens = generator.stop_tokens, {first}

    reply = generator.reply(MESSAGES, Sampling(temperature=0))
    generator.stop_tokens = stops

    assert (reply.text, reply.finish_reason, reply.tokens, reply.prompt_tokens) == ("", "stop", 1, len(prompt))
    assert {generator.tokenizer.eos, generator.tokenizer.end_of_turn} <= stops


def test_a_reply_ends_before_a_stop_string(generator):
    whole = generator.reply(MESSAGES, Sampling(max_tokens=20, temperature=0)).text
    stop = whole[3:5]

    reply = generator.reply(MESSAGES, Sampling(max_tokens=20, temperature=0, stop=(stop,)))

    assert (reply.text, reply.finish_reason) == (whole[: whole.index(stop)], "stop")


def test_pieces_without_text_are_never_chosen(generator):
    names = ("<pad>", "<bos>", "<unk>", "<mask>", "<unused0>")
    textless = {generator.tokenizer.id(piece) for piece in names}

    allowed = generator.mask(np.zeros(generator.tokenizer.vocabulary_size + 3, "float32"))

    beyond = set(range(generator.tokenizer.vocabulary_size, len(allowed)))
    assert set(np.flatnonzero(np.isneginf(allowed))) == textless | beyond


def test_a_cancelled_reply_makes_no_more_tokens(generator):
    pieces = list(generator.pieces([generator.tokenizer.bos], Sampling(), cancelled=lambda: True))

    assert pieces == []


def test_a_reply_ends_where_the_model_ends(generator):
    prompt = [9] * 595

    pieces = list(generator.pieces(prompt, Sampling(max_tokens=100, seed=3)))

    assert (pieces[-1].finish_reason, pieces[-1].tokens) == ("length", 5)
    with pytest.raises(TaskError, match="the prompt has 600 tokens, the model takes 600"):
        next(generator.pieces([9] * 600, Sampling()))


def test_choices_keep_to_top_k_top_p_and_temperature():
    logits = np.log(np.array([0.05, 0.5, 0.15, 0.3], "float32"))

    def chosen(**settings):
        random = np.random.default_rng(0)
        return {choose(logits, Sampling(**settings), random) for _ in range(300)}

    assert chosen(temperature=0) == {1}
    assert chosen(temperature=1, top_k=0) == {0, 1, 2, 3}
    assert chosen(temperature=1, top_k=2) == {1, 3}
    assert chosen(temperature=1, top_k=0, top_p=0.6) == {1, 3}
    assert chosen(temperature=1, top_k=0, top_p=0) == {1}
    assert chosen(temperature=0.01, top_k=0) == {1}


@pytest.mark.parametrize("text", UNICODE_TEXTS)
def test_streamed_pieces_are_whole_characters_and_make_the_text(text):
    tokenizer = tiny_tokenizer()
    reply = ReplyText(tokenizer)

    pieces = [reply.add(token) for token in tokenizer.encode(text)] + [reply.rest()]

    assert "".join(pieces) == text
    assert not any("\ufffd" in piece for piece in pieces)


def test_text_that_may_become_a_stop_string_is_held_back_until_it_is_certain():
    tokenizer = tiny_tokenizer()
    reply = ReplyText(tokenizer, stop=["abX", "Z"])

    pieces = [[reply.add(token) for token in tokenizer.encode(letter)] for letter in "1abab"]

    assert ["".join(piece) for piece in pieces] == ["1", "", "", "ab", ""]
    assert "".join(reply.add(token) for token in tokenizer.encode("X2")[:1]) == ""
    assert (reply.stopped, reply.rest()) == (True, "")
