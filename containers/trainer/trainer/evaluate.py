"""Holds the twin against its base and against the person: held-out replies, style, memorisation; a report.

Run as `python -m trainer.evaluate --executor_input JSON`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from trainer.conversations import Example, read_examples
from trainer.executor import Task, TaskError, run_task
from trainer.generate import Generator, Sampling
from trainer.hugging_face import load_model
from trainer.progress import Progress
from trainer.report import Findings, Sample, report
from trainer.scoring import Score, bits_per_character, paired_gain, perplexity, score_replies
from trainer.style_measures import measure

MOST_SCORED = 400  # held-out replies; more would not change the result, only cost time
LONGEST_REPLY = 96  # tokens of a sampled reply

Item = TypeVar("Item")


@dataclass(frozen=True)
class Settings:
    model: Path  # the twin: a Hugging Face folder with LoRA merged
    base: Path
    conversations: Path
    samples: int = 50  # held-out prompts to sample a reply for
    temperature: float = 0.7
    top_k: int = 20
    seed: int = 0


def main(task: Task[Settings]) -> None:
    settings = task.settings
    if settings.samples < 0:
        raise TaskError(f"evaluate: samples is {settings.samples}. Give 0 or more.")
    held_out = read_examples(settings.conversations, "validation")
    if not held_out:
        raise TaskError(f"evaluate: {settings.conversations} has no held-out replies. Give more chats.")
    training = [example.reply for example in read_examples(settings.conversations, "train")]
    scored, asked = spread(held_out, MOST_SCORED), spread(held_out, settings.samples)
    progress = Progress(2 * len(scored) + len(asked))

    base_scores, parameters = score(settings.base, scored, progress, 0)
    twin_scores, _ = score(settings.model, scored, progress, len(scored))
    samples = sample(settings, asked, progress, 2 * len(scored))

    gain, gain_error = paired_gain(base_scores, twin_scores, settings.seed)
    findings = Findings(
        parameters=parameters,
        held_out=len(scored),
        cut=sum(score.cut for score in base_scores),
        base_bits=bits_per_character(base_scores),
        twin_bits=bits_per_character(twin_scores),
        gain=gain,
        gain_error=gain_error,
        base_perplexity=perplexity(base_scores),
        twin_perplexity=perplexity(twin_scores),
        real=measure([example.reply for example in held_out], training),
        sampled=measure([sample.reply for sample in samples], training),
    )
    task.write_text("report", report(findings, samples, training, settings.temperature, settings.top_k))
    task.write_metrics("metrics", metrics(findings, len(samples)))
    for name in ("base_bits", "twin_bits", "gain", "gain_error"):
        task.write_parameter(name, getattr(findings, name))


def score(folder: Path, examples: Sequence[Example], progress: Progress, before: int) -> tuple[list[Score], int]:
    """The scores of the model in a folder, and how many parameters it has."""
    model = load_model(folder)
    scores = score_replies(model, examples, lambda done: progress.report(before + done, f"scoring {folder.name}"))
    return scores, model.lm.count_params()


def sample(settings: Settings, examples: Sequence[Example], progress: Progress, before: int) -> list[Sample]:
    """A reply of the twin to each example's context."""
    if not examples:
        return []
    generator = Generator(settings.model)
    samples = []
    for index, example in enumerate(examples):
        seed = 1000 * settings.seed + index
        sampling = Sampling(LONGEST_REPLY, settings.temperature, settings.top_k, seed=seed)
        samples.append(Sample(example, generator.reply(example.context, sampling).text.strip()))
        progress.report(before + index + 1, "sampling replies")
    return samples


def metrics(findings: Findings, samples: int) -> dict[str, float]:
    return {
        "base_bits_per_character": findings.base_bits,
        "twin_bits_per_character": findings.twin_bits,
        "gain": findings.gain,
        "gain_error": findings.gain_error,
        "base_perplexity": findings.base_perplexity,
        "twin_perplexity": findings.twin_perplexity,
        "held_out_replies": findings.held_out,
        "samples": samples,
        "sampled_mean_characters": findings.sampled.mean_characters,
        "real_mean_characters": findings.real.mean_characters,
        "sampled_verbatim": findings.sampled.verbatim,
        "real_verbatim": findings.real.verbatim,
        "opening_overlap": findings.sampled.known_openings,
        "known_words": findings.sampled.known_words,
    }


def spread(items: Sequence[Item], count: int) -> list[Item]:
    """At most `count` items at even distances, first to last."""
    if count >= len(items):
        return list(items)
    return [items[index * len(items) // count] for index in range(count)]


if __name__ == "__main__":
    run_task(Settings, main)
