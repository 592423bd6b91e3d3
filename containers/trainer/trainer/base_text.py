"""The text that the tiny base model reads: two Apollo missions, and the chat's other speakers.

Never a reply of the person to be imitated: a base that has read those leaves LoRA nothing to learn, and the
comparison of twin and base nothing to show.
"""

import random
import re
from collections.abc import Iterable
from pathlib import Path

from trainer.conversations import Turn
from trainer.executor import TaskError

Dialogue = list[tuple[str, str]]  # (Gemma's role, text), roles alternating

TRANSCRIPTS = Path(__file__).parent.parent / "transcripts"
MISSIONS = ("apollo-8", "apollo-13")  # apollo-11 is what the default twin is made from
SESSION_GAP = 300  # seconds of silence on the radio
LONG_REPLY = 30  # characters; shorter ones ("Roger.") everybody says
ENTRY_TIME = re.compile(r"\[(-?)(\d+):(\d+):(\d+):(\d+)\]")
ENTRY_SPEECH = re.compile(r"(\S[^:]*): (.*)")
MOST_REPEATS = 4


def base_dialogues(background: list[list[Turn]], replies: Iterable[str], seed: int) -> list[Dialogue]:
    """What to train on, in an order that `seed` decides.

    The chat's own part is repeated until it is about two fifths of the whole, four times at most: its language and
    its subjects matter most, but a small model soon knows a small text by heart.
    """
    known = {normalised(reply) for reply in replies if len(reply) > LONG_REPLY}
    missions = [session for name in MISSIONS for session in read_mission(name, known)]
    chat = [without(session, known) for session in background]
    repeats = max(1, min(MOST_REPEATS, round(size(missions) / (1.5 * max(1, size(chat))))))
    shuffled = random.Random(seed)
    dialogues = [dialogue for session in missions for dialogue in dialogues_of(session, shuffled)]
    dialogues += [dialogue for _ in range(repeats) for session in chat for dialogue in dialogues_of(session, shuffled)]
    shuffled.shuffle(dialogues)
    return dialogues


def read_mission(name: str, known: set[str]) -> list[list[Turn]]:
    """A shipped transcript's sessions; none of them if the person's own replies are in it."""
    sessions = transcript_sessions(TRANSCRIPTS / f"{name}.txt")
    kept = [without(session, known) for session in sessions]
    shared = sum(map(len, sessions)) - sum(map(len, kept))
    return [] if shared > 5 else kept


def transcript_sessions(path: Path) -> list[list[Turn]]:
    """A transcript's turns, cut where the radio is silent for long; what one speaker says in a row is one turn."""
    if not path.is_file():
        raise TaskError(f"{path}: no such file. Install the trainer with its transcripts.")
    sessions: list[list[Turn]] = []
    now, last = 0, None
    for line in path.read_text(encoding="utf-8").splitlines():
        if time := ENTRY_TIME.fullmatch(line):
            days, hours, minutes, seconds = map(int, time.groups()[1:])
            now = (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * (-1 if time[1] else 1)
        elif line.startswith(" "):
            turn = sessions[-1][-1]
            sessions[-1][-1] = Turn(turn.author, f"{turn.text} {line.strip()}")
        elif speech := ENTRY_SPEECH.fullmatch(line):
            if last is None or now - last > SESSION_GAP:
                sessions.append([])
            last = now
            author, text = speech.groups()
            if sessions[-1] and sessions[-1][-1].author == author:
                text = f"{sessions[-1].pop().text}\n{text}"
            sessions[-1].append(Turn(author, text))
    return sessions


def dialogues_of(session: list[Turn], shuffled: random.Random) -> list[Dialogue]:
    """Turns of other people, user and model by turns, either first. Where one author speaks twice in a row the
    person's own words were taken out between, so a new dialogue begins."""
    dialogues: list[list[Turn]] = []
    for turn in session:
        if not dialogues or dialogues[-1][-1].author == turn.author:
            dialogues.append([])
        dialogues[-1].append(turn)
    roles = ("user", "model")
    return [
        [(roles[(index + first) % 2], turn.text) for index, turn in enumerate(dialogue)]
        for dialogue in dialogues
        for first in [shuffled.randrange(2)]
    ]


def without(session: list[Turn], known: set[str]) -> list[Turn]:
    """A session less the turns that say a longer reply of the person's word for word."""
    return [turn for turn in session if normalised(turn.text) not in known]


def normalised(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().lower()


def size(sessions: list[list[Turn]]) -> int:
    return sum(len(turn.text) for session in sessions for turn in session)
