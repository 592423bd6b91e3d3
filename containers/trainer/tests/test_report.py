import re
from dataclasses import replace

import numpy as np

from trainer.conversations import Example
from trainer.html import table
from trainer.loss_curve import loss_curve
from trainer.report import Findings, Sample, expectation, report, verdict
from trainer.style_measures import Style

STYLE = Style(20.0, 12.0, 0.5, 0.9, 0.6, 0.25)
FINDINGS = Findings(
    parameters=422_304,
    held_out=98,
    cut=0,
    base_bits=1.8,
    twin_bits=1.7,
    gain=0.1,
    gain_error=0.02,
    base_perplexity=21.0,
    twin_perplexity=18.0,
    real=STYLE,
    sampled=STYLE,
)
SAMPLES = [Sample(Example(({"role": "user", "content": "<script>alert(1)</script>"},), "<b>Roger & out</b>"), "<i>Go")]


def test_what_people_wrote_is_escaped() -> None:
    html = report(FINDINGS, SAMPLES, ["<u>Roger</u>"], 0.7, 20)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html and "&lt;b&gt;Roger &amp; out&lt;/b&gt;" in html
    assert not re.search(r"<(script|b|i|u)>", html)


def test_of_a_long_prompt_the_end_is_shown() -> None:
    sample = Sample(Example(({"role": "user", "content": "a" * 400 + "b" * 300},), "Okay."), "Roger.")
    assert f"<td>… {'b' * 300}</td>" in report(FINDINGS, [sample], [], 0.7, 20)


def test_pages_hold_everything_themselves() -> None:
    for html in (report(FINDINGS, SAMPLES, [], 0.7, 20), loss_curve([3.0, 2.5, 2.0, 1.5], 2)):
        assert html.startswith("<!doctype html>") and html.endswith("</html>\n")
        assert not re.search(r"(src|href)=|url\(|@import|https?:", html)


def test_the_verdict_says_what_chance_could_explain() -> None:
    assert verdict(FINDINGS) == (
        "The twin predicts the person's replies better than its base, by 0.100 ± 0.020 bits per character."
    )
    assert "which chance could explain" in verdict(replace(FINDINGS, gain=0.03))
    assert "worse by 0.100 ± 0.020" in verdict(replace(FINDINGS, gain=-0.1))


def test_the_report_says_when_replies_were_cut() -> None:
    assert "only the beginning counts" not in report(FINDINGS, SAMPLES, [], 0.7, 20)
    assert "Of 1 reply, longer than 256 tokens" in report(replace(FINDINGS, cut=1), SAMPLES, [], 0.7, 20)


def test_the_report_says_what_a_model_of_its_size_cannot_do() -> None:
    assert "cannot understand a question" in expectation(422_304)
    assert "It knows little" in expectation(268_000_000)
    assert "knows a good deal" in expectation(4_000_000_000)


def test_numbers_stand_to_the_right_and_texts_to_the_left() -> None:
    assert table(["", "twin"], [["bits", "1.7"], ["said", "Roger 1"]]) == (
        "<table>\n<thead><tr><th></th><th>twin</th></tr></thead>\n<tbody>\n"
        '<tr><td>bits</td><td class="number">1.7</td></tr>\n'
        "<tr><td>said</td><td>Roger 1</td></tr>\n</tbody>\n</table>"
    )


def test_a_loss_curve_draws_every_step() -> None:
    html = loss_curve(list(np.linspace(4, 2, 30)), 10)
    lines = re.findall(r'<polyline class="\w+" points="([^"]*)"', html)
    assert [len(points.split()) for points in lines] == [30, 30]
    assert "step 10" in html and "in 30 steps" in html


def test_a_loss_that_never_changes_is_drawn_too() -> None:
    assert "nan" not in loss_curve([1.0], 1)
