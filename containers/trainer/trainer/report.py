"""The evaluation report: what was found, in numbers and in words, and replies of the twin beside the real ones."""

from collections.abc import Sequence
from dataclasses import dataclass

from trainer.conversations import Example
from trainer.html import page, paragraph, table
from trainer.scoring import LONGEST_REPLY
from trainer.style_measures import Style, openings

LONGEST_PROMPT = 300  # characters shown of what was said to the twin: the latest


@dataclass(frozen=True)
class Sample:
    """A held-out prompt, with the person's reply, and what the twin said."""

    example: Example
    reply: str


@dataclass(frozen=True)
class Findings:
    """Bits are bits per character of the held-out replies; `real` and `sampled` compare with training replies."""

    parameters: int
    held_out: int
    cut: int  # of those, how many were too long to be scored to their end
    base_bits: float
    twin_bits: float
    gain: float
    gain_error: float
    base_perplexity: float
    twin_perplexity: float
    real: Style
    sampled: Style


def report(
    findings: Findings, samples: Sequence[Sample], training: Sequence[str], temperature: float, top_k: int
) -> str:
    """The page, complete."""
    body = [
        paragraph(verdict(findings), "note"),
        "<h2>How well it predicts the person</h2>",
        table(
            ["", "base", "twin"],
            [
                ["bits per character", f"{findings.base_bits:.3f}", f"{findings.twin_bits:.3f}"],
                ["perplexity of a token", f"{findings.base_perplexity:.1f}", f"{findings.twin_perplexity:.1f}"],
            ],
        ),
        paragraph(
            f"Measured on {findings.held_out} replies from the latest sessions, which neither model was trained on; "
            "lower is better. The gain is paired: both models predict the same replies. Its standard error comes "
            f"from drawing the replies again with replacement.{cut_replies(findings.cut)}"
        ),
        "<h2>How it sounds</h2>",
        table(["", "the person, held out", "the twin, sampled"], style_rows(findings)),
        paragraph(
            f"The twin answered {len(samples)} held-out prompts at temperature {temperature:g}, top-k {top_k}. "
            "A twin that says much more word for word than the person repeats what it was shown."
        ),
        "<h2>How replies open</h2>",
        table(
            ["first word", "in training", "the person, held out", "the twin, sampled"],
            opening_rows(samples, training),
        ),
        "<h2>What to expect of it</h2>",
        paragraph(expectation(findings.parameters)),
        "<h2>Replies</h2>",
        table(["said to it", "the person replied", "the twin replied"], map(sample_row, samples)),
    ]
    return page("How much of the person is in the twin", "\n".join(body))


def verdict(findings: Findings) -> str:
    gain, error = findings.gain, findings.gain_error
    numbers = f"{abs(gain):.3f} ± {error:.3f} bits per character"
    if gain > 2 * error:
        return f"The twin predicts the person's replies better than its base, by {numbers}."
    if gain > 0:
        return f"The twin may predict the person's replies better than its base: {numbers}, which chance could explain."
    return f"The twin does not predict the person's replies better than its base: it is worse by {numbers}."


def cut_replies(cut: int) -> str:
    if cut == 0:
        return ""
    replies = "1 reply" if cut == 1 else f"{cut} replies"
    return f" Of {replies}, longer than {LONGEST_REPLY} tokens, only the beginning counts."


def style_rows(findings: Findings) -> list[list[str]]:
    real, sampled = findings.real, findings.sampled
    return [
        ["characters, mean", f"{real.mean_characters:.0f}", f"{sampled.mean_characters:.0f}"],
        ["characters, median", f"{real.median_characters:.0f}", f"{sampled.median_characters:.0f}"],
        ["different words, of all said", percent(real.distinct_words), percent(sampled.distinct_words)],
        ["words the person used in training", percent(real.known_words), percent(sampled.known_words)],
        ["openings as in training", percent(real.known_openings), percent(sampled.known_openings)],
        ["training replies word for word", percent(real.verbatim), percent(sampled.verbatim)],
    ]


def opening_rows(samples: Sequence[Sample], training: Sequence[str]) -> list[list[str]]:
    """The eight commonest first words of training replies."""
    counted = [openings(training), openings([s.example.reply for s in samples]), openings([s.reply for s in samples])]
    return [
        [word or "(no word)", *(percent(counts[word] / max(1, counts.total())) for counts in counted)]
        for word, _ in counted[0].most_common(8)
    ]


def expectation(parameters: int) -> str:
    millions = f"{parameters / 1e6:,.1f} million parameters"
    if parameters < 20e6:
        return (
            f"This model has {millions}, several hundred times fewer than the smallest Gemma, and read text for a few "
            "minutes. It can take up the person's phrases, their length and their openings, and give a usual call "
            "its usual answer. It cannot understand a question, know a fact, remember what was said, or reason; what "
            "it says is often beside the point, and sometimes no word at all. For a twin to talk with, give a "
            "pretrained Gemma as the base."
        )
    if parameters < 2e9:
        return (
            f"This model has {millions}. It writes fluently and takes up the person's manner. It knows little, mixes "
            "things up, and states what is not so: take nothing it says for the person's opinion or for a fact."
        )
    return (
        f"This model has {millions}. It writes fluently, takes up the person's manner and knows a good deal, and may "
        "still state what is not so: take nothing it says for the person's opinion or for a fact."
    )


def sample_row(sample: Sample) -> list[str]:
    said = sample.example.context[-1]["content"]
    shown = said if len(said) <= LONGEST_PROMPT else f"… {said[-LONGEST_PROMPT:]}"
    return [shown, sample.example.reply, sample.reply]


def percent(share: float) -> str:
    return f"{100 * share:.0f}%"
