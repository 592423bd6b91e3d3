"""Compares replies with a person's own by simple counts: how long, in which words, how they open; and how many
are replies that the person gave word for word before."""

import re
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


@dataclass(frozen=True)
class Style:
    """Shares are between 0 and 1."""

    mean_characters: float
    median_characters: float
    distinct_words: float  # of all words said
    known_words: float  # of all words said, those the person used in training
    known_openings: float  # how much the first words' frequencies overlap with those in training
    verbatim: float  # replies that are a training reply word for word


def measure(replies: Sequence[str], training: Sequence[str]) -> Style:
    """`replies` held against the person's training replies."""
    words = [word for reply in replies for word in words_of(reply)]
    known = {word for reply in training for word in words_of(reply)}
    lengths = [len(reply) for reply in replies] or [0]
    return Style(
        statistics.fmean(lengths),
        float(statistics.median(lengths)),
        len(set(words)) / max(1, len(words)),
        sum(word in known for word in words) / max(1, len(words)),
        overlap(openings(replies), openings(training)),
        verbatim_share(replies, training),
    )


def verbatim_share(replies: Sequence[str], training: Sequence[str]) -> float:
    """Of the replies, those that are a training reply word for word (case and punctuation aside)."""
    known = {tuple(words_of(reply)) for reply in training}
    return sum(tuple(words_of(reply)) in known for reply in replies) / max(1, len(replies))


def openings(replies: Sequence[str]) -> Counter[str]:
    """How often each first word opens a reply; "" where there is no word."""
    return Counter((words_of(reply) or [""])[0] for reply in replies)


def overlap(one: Counter[str], other: Counter[str]) -> float:
    """1 where both have the same shares of everything, 0 where they have nothing in common."""
    if not one or not other:
        return 0.0
    return sum(min(count / one.total(), other[word] / other.total()) for word, count in one.items())


def words_of(text: str) -> list[str]:
    return WORD.findall(text.lower())
