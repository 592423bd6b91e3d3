"""Progress lines on stdout, `progress DONE/TOTAL text`, which the runner shows as time left."""

import time


class Progress:
    """Prints how far a task of `total` units is: the first and the last unit, between them once a second at most."""

    def __init__(self, total: float) -> None:
        self.total = total
        self.printed = float("-inf")

    def report(self, done: float, text: str = "") -> None:
        now = time.monotonic()
        if done < self.total and now - self.printed < 1:
            return
        self.printed = now
        print(f"progress {done:g}/{self.total:g} {text}".rstrip(), flush=True)
