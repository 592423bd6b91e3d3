"""The `tiny` base: a vocabulary, a Gemma 3 of random weights, and the rows of tokens it is trained on.

Small on purpose: what two cores can do in three minutes is a matter of how many tokens they get through. Of
models given the same time on Apollo 11, this one (0.4 million parameters) took in 18,800 tokens a second and
predicted the commander at 1.82 bits per character; one of 1.0 million, 9,000 and 1.88; of 0.9 million, 1.91.
"""

import io
import random
from collections import Counter
from collections.abc import Iterable, Iterator

import keras
import keras_hub
import numpy as np
import sentencepiece

from trainer.base_text import Dialogue
from trainer.prompt import turn_ids
from trainer.tokenizer import Tokenizer

VOCABULARY = 1024
ROW = 128  # tokens the model predicts in a row
POSITIONS = 8192  # its attention reaches 64 tokens back in each layer, so that longer conversations do no harm


def train_tokenizer(texts: Iterable[str], size: int = VOCABULARY) -> Tokenizer:
    """A vocabulary like Gemma's (BPE, byte fallback, turn tokens) of the texts' most frequent pieces."""
    lines = [line for text in texts for line in text.split("\n") if line]
    # In a script of thousands of characters the rare ones are spelt in bytes, or nothing else would find room.
    common = dict(Counter(char for line in lines for char in line).most_common(size // 3))
    lines = ["".join(char for char in line if char in common) for line in lines]
    written = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(lines),
        model_writer=written,
        model_type="bpe",
        vocab_size=size,
        hard_vocab_limit=False,
        character_coverage=0.9995,
        byte_fallback=True,
        split_digits=True,
        normalization_rule_name="identity",
        add_dummy_prefix=False,
        remove_extra_whitespaces=False,
        max_sentence_length=65536,
        pad_id=0,
        eos_id=1,
        bos_id=2,
        unk_id=3,
        pad_piece="<pad>",
        eos_piece="<eos>",
        bos_piece="<bos>",
        unk_piece="<unk>",
        user_defined_symbols=["<mask>", "<start_of_turn>", "<end_of_turn>", "\n"],
        num_threads=1,
        minloglevel=2,
    )
    return Tokenizer(written.getvalue())


def build_tiny(vocabulary_size: int, seed: int) -> keras_hub.models.Gemma3CausalLM:
    keras.utils.set_random_seed(seed)
    backbone = keras_hub.models.Gemma3Backbone(
        vocabulary_size=vocabulary_size,
        num_layers=3,
        num_query_heads=3,
        num_key_value_heads=1,
        hidden_dim=96,
        intermediate_dim=288,
        head_dim=32,
        use_sliding_window_attention=True,
        sliding_window_size=64,
        use_post_attention_norm=True,
        use_post_ffw_norm=True,
        image_size=None,
        vision_encoder=None,
        dtype="float32",
    )
    return keras_hub.models.Gemma3CausalLM(preprocessor=None, backbone=backbone)


def encode_dialogues(tokenizer: Tokenizer, dialogues: Iterable[Dialogue]) -> list[list[np.ndarray]]:
    """The ids of each dialogue's turns. <eos> follows the last, in place of a line break: it ends a text."""
    encoded = [[turn_ids(tokenizer, *turn) for turn in dialogue] for dialogue in dialogues]
    for turns in encoded:
        turns[-1][-1] = tokenizer.eos
    return [[np.array(ids, "int32") for ids in turns] for turns in encoded]


def rows(dialogues: list[list[np.ndarray]], bos: int, length: int, seed: int) -> Iterator[np.ndarray]:
    """Rows of `length` tokens for ever, the dialogues in a new order each time round.

    A row opens like a conversation, with <bos> and a whole turn. A turn cut at a row's end opens the next row,
    unless it alone is longer than a row.
    """
    shuffled = random.Random(seed)
    order = list(dialogues)
    row: list[np.ndarray] = []
    room = length - 1
    while True:
        shuffled.shuffle(order)
        for turn in (turn for dialogue in order for turn in dialogue):
            if len(turn) > room:
                yield np.concatenate([[bos], *row, turn[:room]]).astype("int32")
                row, room = [], length - 1
                turn = turn[: length - 1]
            row.append(turn)
            room -= len(turn)
