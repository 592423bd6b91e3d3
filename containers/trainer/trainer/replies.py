"""Makes replies one at a time, in the order they were asked for, while the server does other things."""

import asyncio
import threading
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor

from trainer.generate import Generator, Piece
from trainer.openai_format import ApiError, ChatRequest

MOST_WAITING = 32


class Replies:
    """Makes replies on one thread, which is also their queue."""

    def __init__(self, generator: Generator):
        self.generator = generator
        self.thread = ThreadPoolExecutor(max_workers=1)
        self.closing = threading.Event()
        self.waiting = 0

    async def pieces(self, prompt: list[int], request: ChatRequest, left: threading.Event) -> AsyncIterator[Piece]:
        """The pieces of one reply; once `left` is set no more are made."""
        loop = asyncio.get_running_loop()
        made: asyncio.Queue[Piece | BaseException | None] = asyncio.Queue()

        def put(item: Piece | BaseException | None) -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(made.put_nowait, item)

        def cancelled() -> bool:
            return left.is_set() or self.closing.is_set()

        def make() -> None:
            try:
                if not cancelled():
                    for piece in self.generator.pieces(prompt, request.sampling, cancelled):
                        put(piece)
                put(None)
            except BaseException as error:  # it is the request's to report
                put(error)

        self.waiting += 1
        try:
            self.thread.submit(make)
            while (item := await made.get()) is not None:
                if isinstance(item, BaseException):
                    raise item
                yield item
        finally:
            left.set()
            self.waiting -= 1

    def check_room(self) -> None:
        if self.waiting >= MOST_WAITING:
            raise ApiError(429, f"{self.waiting} requests are waiting already. Try again later.", code="busy")

    def close(self) -> None:
        self.closing.set()
        self.thread.shutdown(wait=True, cancel_futures=True)
