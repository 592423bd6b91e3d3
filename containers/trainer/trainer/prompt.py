"""Gemma's turns as token ids: `<bos><start_of_turn>user\\n...<end_of_turn>\\n<start_of_turn>model\\n...`.

Training, evaluation and serving all render through here, so that the model always sees the same thing.
"""

import re
from collections.abc import Mapping, Sequence

from trainer.tokenizer import Tokenizer

Message = Mapping[str, str]  # {"role": "user" | "assistant" | "system", "content": text}

# What a Gemma vocabulary gives a meaning to. Written out by a person it is only text.
CONTROL = re.compile(r"<(?=/?[a-z_]+[0-9]*>)|\[(?=[a-z_@]+[^\]\s]*\])")


def text_ids(tokenizer: Tokenizer, text: str) -> list[int]:
    """The ids of what a person wrote. `<end_of_turn>` in it is text: encoded in two parts, it cannot end a turn."""
    ids: list[int] = []
    start = 0
    for match in CONTROL.finditer(text):
        ids += tokenizer.encode(text[start : match.end()])
        start = match.end()
    return ids + tokenizer.encode(text[start:])


def turn_ids(tokenizer: Tokenizer, role: str, text: str) -> list[int]:
    """A whole turn and the line break after it."""
    opening = [tokenizer.start_of_turn, *tokenizer.encode(f"{role}\n")]
    return [*opening, *text_ids(tokenizer, text.strip()), tokenizer.end_of_turn, *tokenizer.encode("\n")]


def prompt_ids(tokenizer: Tokenizer, messages: Sequence[Message]) -> list[int]:
    """A conversation up to where the model speaks. Messages in a row from one side become one turn.

    A system message has no turn in Gemma: it opens the first user turn.
    """
    ids = [tokenizer.bos]
    for role, text in turns(messages):
        ids += turn_ids(tokenizer, role, text)
    return [*ids, tokenizer.start_of_turn, *tokenizer.encode("model\n")]


def reply_ids(tokenizer: Tokenizer, text: str) -> list[int]:
    """A reply and its end: both marks, because in a pretrained Gemma only <eos> has been trained to end a text."""
    return [*text_ids(tokenizer, text.strip()), tokenizer.end_of_turn, tokenizer.eos]


def turns(messages: Sequence[Message]) -> list[tuple[str, str]]:
    """(Gemma's role, text) of each turn."""
    joined: list[tuple[str, str]] = []
    for message in messages:
        role = "model" if message["role"] == "assistant" else "user"
        text = message["content"].strip()
        if joined and joined[-1][0] == role:
            between = "\n\n" if len(joined) == 1 and messages[0]["role"] == "system" else "\n"
            joined[-1] = (role, f"{joined[-1][1]}{between}{text}")
        else:
            joined.append((role, text))
    return joined
