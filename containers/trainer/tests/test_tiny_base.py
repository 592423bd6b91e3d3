from itertools import islice

import numpy as np

from trainer.tiny_base import build_tiny, encode_dialogues, rows, train_tokenizer

DIALOGUES = [[("user", "How do you read?"), ("model", "Loud and clear.")], [("model", "Go ahead, Houston.")]]
TEXTS = [text for dialogue in DIALOGUES for _, text in dialogue]


def test_the_vocabulary_has_gemmas_tokens_and_spells_anything() -> None:
    tokenizer = train_tokenizer(TEXTS * 20, 400)
    assert (tokenizer.pad, tokenizer.eos, tokenizer.bos, tokenizer.unk) == (0, 1, 2, 3)
    for text in ("  two  spaces", "naïve 日本語 🚀", "a\n\nb"):
        assert tokenizer.decode(tokenizer.encode(text)) == text


def test_a_script_of_many_characters_fits_a_small_vocabulary() -> None:
    text = "".join(map(chr, range(0x4E00, 0x4E00 + 2000)))
    tokenizer = train_tokenizer([text] * 3, 1024)
    assert tokenizer.decode(tokenizer.encode(text)) == text


def test_a_row_opens_with_a_whole_turn_and_a_text_ends_in_eos() -> None:
    tokenizer = train_tokenizer(TEXTS * 20, 400)
    encoded = encode_dialogues(tokenizer, DIALOGUES)
    assert [turns[-1][-1] for turns in encoded] == [tokenizer.eos, tokenizer.eos]
    made = list(islice(rows(encoded, tokenizer.bos, 40, seed=0), 30))
    assert {len(row) for row in made} == {40}
    assert all(row[0] == tokenizer.bos and row[1] == tokenizer.start_of_turn for row in made)
    again = list(islice(rows(encoded, tokenizer.bos, 40, seed=0), 30))
    assert np.array_equal(made, again)


def test_the_model_is_the_same_for_the_same_seed() -> None:
    one, same, other = (np.asarray(build_tiny(300, seed).variables[0]) for seed in (1, 1, 2))
    assert np.array_equal(one, same) and not np.array_equal(one, other)
