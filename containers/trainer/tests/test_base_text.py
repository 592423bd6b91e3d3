import random
from pathlib import Path

import pytest

from trainer import base_text
from trainer.base_text import base_dialogues, dialogues_of, normalised, transcript_sessions
from trainer.conversations import Turn

OWN = "We copy you down, Eagle, and the surgeon is back in his chair."


def texts(background: list[list[Turn]], replies: list[str]) -> str:
    return "\n".join(text for dialogue in base_dialogues(background, replies, 0) for _, text in dialogue)


@pytest.fixture
def missions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two short transcripts in place of the shipped ones."""
    monkeypatch.setattr(base_text, "TRANSCRIPTS", tmp_path)
    for name in base_text.MISSIONS:
        (tmp_path / f"{name}.txt").write_text(f"[00:00:00:01]\nCDR: Lift off of {name}.\nCC: Roger. Clock.\n")
    return tmp_path


def test_a_transcript_is_cut_where_the_radio_is_silent(tmp_path: Path) -> None:
    path = tmp_path / "t.txt"
    path.write_text(
        "[-00:00:00:09]\nCC: Ready.\n\n[00:00:00:01]\nCDR: Lift off. The\n     clock is running.\nCDR: Roll: yes.\n"
        "[00:00:06:00]\nCC: One.\n"
    )
    assert transcript_sessions(path) == [
        [Turn("CC", "Ready."), Turn("CDR", "Lift off. The clock is running.\nRoll: yes.")],
        [Turn("CC", "One.")],
    ]


def test_the_shipped_missions_are_read_and_apollo_11_is_not(missions: Path) -> None:
    (missions / "apollo-11.txt").write_text("[00:00:00:01]\nCDR: The Eagle has landed.\n")
    read = texts([], [])
    assert "Lift off of apollo-8." in read and "Lift off of apollo-13." in read
    assert "Eagle" not in read


def test_a_longer_reply_of_the_persons_is_never_read_whoever_says_it(missions: Path) -> None:
    background = [[Turn("CC", f"{OWN.upper()}"), Turn("LMP", "Okay.")]]
    assert normalised(OWN) in normalised(texts(background, []))
    assert normalised(OWN) not in normalised(texts(background, [OWN]))
    assert "Okay." in texts(background, [OWN])


def test_a_mission_in_which_the_person_speaks_is_left_out_whole(missions: Path) -> None:
    said = [f"This is a longer thing that I said, number {number}." for number in range(6)]
    lines = "".join(f"CDR: {text}\nCC: Copied that one.\n" for text in said)
    (missions / "apollo-8.txt").write_text(f"[00:00:00:01]\n{lines}")
    assert "Copied" in texts([], said[:5])
    assert "Copied" not in texts([], said) and "apollo-13" in texts([], said)


def test_a_dialogue_ends_where_the_persons_own_words_were_taken_out() -> None:
    session = [Turn("Ana", "One."), Turn("Ana", "Two."), Turn("Ben", "Three.")]
    dialogues = dialogues_of(session, random.Random(0))
    assert [[text for _, text in dialogue] for dialogue in dialogues] == [["One."], ["Two.", "Three."]]
    assert {role for role, _ in dialogues[1]} == {"user", "model"}


def test_the_chats_text_is_repeated_at_most_four_times(missions: Path) -> None:
    lines = "".join(f"CC: Some words of Houston's, number {n}.\nCDR: And an answer.\n" for n in range(500))
    (missions / "apollo-8.txt").write_text(f"[00:00:00:01]\n{lines}")
    assert texts([[Turn("Ana", "Hola.")]], []).count("Hola.") == 4
