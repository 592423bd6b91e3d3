"""A reply's tokens as text that can be sent on at once: whole characters, and nothing of a stop string."""

from collections.abc import Sequence

from trainer.tokenizer import Tokenizer

LONGEST_CHARACTER = 4  # bytes of UTF-8


class ReplyText:
    """Takes tokens one by one; gives back the text that is certain by then."""

    def __init__(self, tokenizer: Tokenizer, stop: Sequence[str] = ()):
        self.tokenizer = tokenizer
        self.stop = [text for text in stop if text]
        self.bytes: list[int] = []  # byte tokens that are no whole character yet
        self.held = ""  # text that may be the beginning of a stop string
        self.stopped = False

    def add(self, token: int) -> str:
        self.bytes.append(token)
        text = self.tokenizer.decode(self.bytes)
        if self.tokenizer.is_byte(token) and text.endswith("\ufffd") and len(self.bytes) < LONGEST_CHARACTER:
            return ""
        self.bytes = []
        return self.pass_on(text)

    def rest(self) -> str:
        """What was held back, once no more tokens come."""
        if self.stopped:
            return ""
        text = self.pass_on(self.tokenizer.decode(self.bytes)) if self.bytes else ""
        text, self.held, self.bytes = text + ("" if self.stopped else self.held), "", []
        return text

    def pass_on(self, text: str) -> str:
        text = self.held + text
        found = [place for place in (text.find(stop) for stop in self.stop) if place >= 0]
        if found:
            self.stopped, self.held = True, ""
            return text[: min(found)]
        keep = max((n for stop in self.stop for n in range(1, len(stop)) if text.endswith(stop[:n])), default=0)
        self.held = text[len(text) - keep :]
        return text[: len(text) - keep]
