"""The HTTP application around a Generator: OpenAI's routes and those that Vertex AI names."""

import asyncio
import json
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from trainer.generate import Generator
from trainer.openai_format import ApiError, ChatRequest, chunk, completion, head, read_request, usage
from trainer.prompt import prompt_ids
from trainer.replies import Replies

LARGEST_BODY = 1 << 20
MOST_INSTANCES = 32
CUT_SHORT = ApiError(503, "The reply was cut short because the server is closing. Ask again.")


def application(generator: Generator, name: str, health_route: str, predict_route: str) -> Starlette:
    """Starlette's application: /v1/chat/completions, /v1/models, /health, and Vertex's two routes."""
    replies = Replies(generator)

    def read(body: Any) -> tuple[ChatRequest, list[int]]:
        replies.check_room()
        request = read_request(body, generator.defaults, name)
        prompt = prompt_ids(generator.tokenizer, request.messages)
        if len(prompt) >= generator.positions:
            message = f"The messages have {len(prompt)} tokens, the model takes {generator.positions}. Shorten them."
            raise ApiError(400, message, "messages", "context_length_exceeded")
        return request, prompt

    async def whole(http: Request, request: ChatRequest, prompt: list[int]) -> dict[str, Any]:
        left = threading.Event()
        watcher = asyncio.create_task(notice_leaving(http, left))
        try:
            pieces = [piece async for piece in replies.pieces(prompt, request, left)]
        finally:
            watcher.cancel()
        if not pieces or pieces[-1].finish_reason is None:
            raise CUT_SHORT
        text, last = "".join(piece.text for piece in pieces), pieces[-1]
        return completion(name, text, last.finish_reason or "stop", usage(len(prompt), last.tokens))

    async def events(http: Request, request: ChatRequest, prompt: list[int]) -> AsyncIterator[str]:
        left = threading.Event()
        watcher = asyncio.create_task(notice_leaving(http, left))
        start = head("chat.completion.chunk", name)
        ended = False
        try:
            yield event(chunk(start, {"role": "assistant", "content": ""}))
            async for piece in replies.pieces(prompt, request, left):
                if piece.text:
                    yield event(chunk(start, {"content": piece.text}))
                if piece.finish_reason:
                    ended = True
                    yield event(chunk(start, {}, piece.finish_reason))
                    if request.include_usage:
                        yield event({**start, "choices": [], "usage": usage(len(prompt), piece.tokens)})
            if not ended:
                yield event(CUT_SHORT.body)
        except Exception:
            yield event(ApiError(500, "The reply failed. The server's log says why.").body)
            raise
        finally:
            left.set()
            watcher.cancel()
        yield "data: [DONE]\n\n"

    async def answer(http: Request, body: Any) -> Response:
        request, prompt = read(body)
        if request.stream:
            return StreamingResponse(events(http, request, prompt), media_type="text/event-stream")
        return JSONResponse(await whole(http, request, prompt))

    async def chat(http: Request) -> Response:
        return await answer(http, await read_body(http))

    async def predict(http: Request) -> Response:
        """Vertex's predict wraps chat requests in `instances`; its rawPredict sends them as they are."""
        body = await read_body(http)
        if not isinstance(body, dict) or "instances" not in body:
            return await answer(http, body)
        asked = [read(chat_instance(instance)) for instance in instances_of(body)]
        made = [await whole(http, request, prompt) for request, prompt in asked]
        return JSONResponse({"predictions": made[0] if len(made) == 1 else made})

    async def models(http: Request) -> Response:
        card = {"id": name, "object": "model", "created": 0, "owned_by": "pollux", "max_model_len": generator.positions}
        return JSONResponse({"object": "list", "data": [card]})

    async def health(http: Request) -> Response:
        return JSONResponse({"status": "ok"})

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        yield
        replies.close()

    routes = [
        Route("/v1/chat/completions", chat, methods=["POST"]),
        Route("/v1/models", models),
        *(Route(path, health) for path in dict.fromkeys(["/health", health_route])),
        Route(predict_route, predict, methods=["POST"]),
    ]
    return Starlette(
        routes=routes,
        exception_handlers={ApiError: refuse, HTTPException: refuse, Exception: refuse},
        lifespan=lifespan,
    )


async def read_body(http: Request) -> Any:
    if http.headers.get("content-type", "").split(";")[0].strip().lower() != "application/json":
        raise ApiError(415, "The content type must be application/json.")
    body = bytearray()
    async for part in http.stream():
        body += part
        if len(body) > LARGEST_BODY:
            raise ApiError(413, f"The request is larger than {LARGEST_BODY} bytes. Shorten it.")
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise ApiError(400, f"The body is no JSON ({error}).") from error


def instances_of(body: dict[str, Any]) -> list[Any]:
    instances = body["instances"]
    if not isinstance(instances, list) or not 0 < len(instances) <= MOST_INSTANCES:
        raise ApiError(400, f"instances must be a list of 1 to {MOST_INSTANCES} chat requests.", "instances")
    return instances


def chat_instance(instance: Any) -> dict[str, Any]:
    """One instance of a predict request, which says that it is a chat request."""
    if not isinstance(instance, dict) or instance.get("@requestFormat") != "chatCompletions":
        raise ApiError(400, 'An instance must have "@requestFormat": "chatCompletions" and messages.', "instances")
    if instance.get("stream"):
        raise ApiError(400, "An instance cannot be streamed. Use streamRawPredict.", "stream")
    return {name: value for name, value in instance.items() if name != "@requestFormat"}


async def notice_leaving(http: Request, left: threading.Event) -> None:
    """Sets `left` when the client has hung up, so that no reply is made for nobody."""
    while (await http.receive())["type"] != "http.disconnect":
        pass
    left.set()


async def refuse(http: Request, error: Exception) -> Response:
    """Every error in OpenAI's form."""
    if isinstance(error, HTTPException):
        error = ApiError(error.status_code, f"{http.method} {http.url.path}: {error.detail}.")
    if not isinstance(error, ApiError):
        error = ApiError(500, "The request failed. The server's log says why.")
    return JSONResponse(error.body, error.status)


def event(value: dict[str, Any]) -> str:
    return f"data: {json.dumps(value, ensure_ascii=False)}\n\n"
