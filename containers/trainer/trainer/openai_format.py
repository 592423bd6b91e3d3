"""OpenAI's chat completions format: requests checked into plain values, replies and errors into JSON.

What a request asks for and this server does not do is refused by name, never ignored.
"""

import math
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from trainer.generate import Sampling
from trainer.prompt import Message

# Settings with another value than these would change the reply, and are not implemented.
ONLY: dict[str, tuple[Any, ...]] = {
    "n": (1,),
    "best_of": (1,),
    "logprobs": (False,),
    "top_logprobs": (0,),
    "echo": (False,),
    "frequency_penalty": (0,),
    "presence_penalty": (0,),
    "repetition_penalty": (1,),
    "min_p": (0,),
    "logit_bias": ({},),
    "tools": ([],),
    "tool_choice": ("none", "auto"),
    "functions": ([],),
    "response_format": ({"type": "text"},),
}
LONGEST_STOP = 100  # characters


class ApiError(Exception):
    """An answer that is an error: HTTP status, what is wrong, and which parameter is."""

    def __init__(self, status: int, message: str, param: str | None = None, code: str | None = None):
        super().__init__(message)
        self.status = status
        kind = "invalid_request_error" if status < 500 else "server_error"
        self.body = {"error": {"message": message, "type": kind, "param": param, "code": code}}


@dataclass(frozen=True)
class ChatRequest:
    messages: list[Message]
    sampling: Sampling
    stream: bool
    include_usage: bool


def read_request(body: Any, defaults: Sampling, served: str) -> ChatRequest:
    """A request's body, checked. `served` is the name of the one model here."""
    if not isinstance(body, Mapping):
        raise ApiError(400, "The body must be a JSON object with messages.")
    given = {name: value for name, value in body.items() if value is not None}
    if given.get("model") not in (None, "", served):
        raise ApiError(404, f"The model {given['model']!r} does not exist. Use {served!r}.", "model", "model_not_found")
    for name, allowed in ONLY.items():
        if name in given and given[name] not in allowed:
            raise ApiError(400, f"{name} {given[name]!r} is not supported. Leave it out.", name, "unsupported_value")
    limit = "max_completion_tokens" if "max_completion_tokens" in given else "max_tokens"
    sampling = Sampling(
        max_tokens=whole(given, limit, defaults.max_tokens, least=1),
        temperature=number(given, "temperature", defaults.temperature, least=0, most=2),
        top_k=max(0, whole(given, "top_k", defaults.top_k, least=-1)),
        top_p=number(given, "top_p", defaults.top_p, least=0, most=1),
        seed=whole(given, "seed", None, least=0),
        stop=read_stop(given.get("stop", [])),
    )
    options = given.get("stream_options", {})
    usage = isinstance(options, Mapping) and options.get("include_usage") is True
    return ChatRequest(read_messages(given.get("messages")), sampling, truth(given, "stream"), usage)


def read_messages(messages: Any) -> list[Message]:
    if not isinstance(messages, list) or not messages:
        raise ApiError(400, "messages must be a list of at least one message.", "messages")
    read: list[Message] = []
    for index, message in enumerate(messages):
        where = f"messages[{index}]"
        role = message.get("role") if isinstance(message, Mapping) else None
        if role not in ("system", "developer", "user", "assistant"):
            raise ApiError(400, f"{where}.role must be system, developer, user or assistant.", f"{where}.role")
        if role in ("system", "developer") and index > 0:
            raise ApiError(400, f"{where}: a {role} message must come first.", f"{where}.role")
        role = "system" if role == "developer" else role
        read.append({"role": role, "content": read_content(message.get("content"), f"{where}.content")})
    if read[-1]["role"] != "user":
        raise ApiError(400, "The last message must be the user's.", "messages")
    return read


def read_content(content: Any, where: str) -> str:
    """A text, or OpenAI's list of parts if all are texts."""
    parts = content if isinstance(content, list) else [{"type": "text", "text": content}]
    for part in parts:
        if not isinstance(part, Mapping) or part.get("type") != "text" or not isinstance(part.get("text"), str):
            raise ApiError(400, f"{where} must be text. Pictures and sound are not supported.", where)
    text = "".join(part["text"] for part in parts)
    if not is_unicode(text):
        raise ApiError(400, f"{where} has half of a surrogate pair. Send whole characters.", where)
    return text


def read_stop(stop: Any) -> tuple[str, ...]:
    stops = [stop] if isinstance(stop, str) else stop
    if not isinstance(stops, list) or len(stops) > 4 or not all(isinstance(text, str) and text for text in stops):
        raise ApiError(400, "stop must be a text or up to four texts.", "stop")
    if not all(len(text) <= LONGEST_STOP and is_unicode(text) for text in stops):
        raise ApiError(400, f"A text of stop must be of whole characters, at most {LONGEST_STOP}.", "stop")
    return tuple(stops)


def is_unicode(text: str) -> bool:
    """JSON can spell half of a surrogate pair ("\\ud800"), which is no character."""
    return not any("\ud800" <= character <= "\udfff" for character in text)


def whole(given: Mapping[str, Any], name: str, default: Any, least: int) -> Any:
    value = given.get(name, default)
    if value is not default and (isinstance(value, bool) or not isinstance(value, int) or value < least):
        raise ApiError(400, f"{name} must be a whole number of at least {least}, not {value!r}.", name)
    return value


def number(given: Mapping[str, Any], name: str, default: float, least: float, most: float) -> float:
    value = given.get(name, default)
    fits = not isinstance(value, bool) and isinstance(value, int | float) and math.isfinite(value)
    if not fits or not least <= value <= most:
        raise ApiError(400, f"{name} must be a number from {least} to {most}, not {value!r}.", name)
    return float(value)


def truth(given: Mapping[str, Any], name: str) -> bool:
    value = given.get(name, False)
    if not isinstance(value, bool):
        raise ApiError(400, f"{name} must be true or false, not {value!r}.", name)
    return value


def completion(model: str, text: str, finish_reason: str, usage: dict[str, int]) -> dict[str, Any]:
    """A whole reply."""
    message = {"role": "assistant", "content": text}
    choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": finish_reason}
    return {**head("chat.completion", model), "choices": [choice], "usage": usage}


def chunk(start: dict[str, Any], delta: dict[str, str], finish_reason: str | None = None) -> dict[str, Any]:
    """One event of a streamed reply; `start` is the `head` that all its events share."""
    return {**start, "choices": [{"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish_reason}]}


def head(kind: str, model: str) -> dict[str, Any]:
    return {"id": f"chatcmpl-{uuid.uuid4().hex}", "object": kind, "created": int(time.time()), "model": model}


def usage(prompt_tokens: int, tokens: int) -> dict[str, int]:
    return {"prompt_tokens": prompt_tokens, "completion_tokens": tokens, "total_tokens": prompt_tokens + tokens}
