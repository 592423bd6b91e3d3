from collections import Counter

import pytest

from trainer.style_measures import Style, measure, openings, overlap, verbatim_share

TRAINING = ("Roger.", "Roger, Houston.", "Go ahead, Houston.", "That's affirmative.")


def test_replies_said_word_for_word_are_counted_case_and_punctuation_aside() -> None:
    assert verbatim_share(("roger", "Go ahead, Houston!", "Roger that.", "Houston."), TRAINING) == 0.5
    assert verbatim_share((), TRAINING) == 0.0


def test_openings_overlap_as_much_as_their_shares() -> None:
    assert openings(TRAINING) == Counter({"roger": 2, "go": 1, "that's": 1})
    assert overlap(Counter(roger=1), Counter(roger=2, go=1, yes=1)) == 0.5
    assert overlap(Counter(roger=3), Counter(roger=1)) == 1.0
    assert overlap(Counter(), Counter(roger=1)) == 0.0


def test_a_style_is_counted_from_the_replies() -> None:
    assert measure(("Roger.", "Go, go, Eagle."), TRAINING) == Style(
        mean_characters=10.0,
        median_characters=10.0,
        distinct_words=0.75,
        known_words=0.75,
        known_openings=pytest.approx(0.75),
        verbatim=0.5,
    )


def test_no_replies_have_a_style_of_nothing() -> None:
    assert measure((), TRAINING) == Style(0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
