import errno
import http.client
import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request

import openai
import pytest

from tests.tiny import tiny_gemma
from trainer.hugging_face import export_hugging_face

MESSAGES = [{"role": "user", "content": "Apollo 11, Houston. How do you read?"}]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("models") / "gemma"
    model = tiny_gemma("gemma3_text")
    export_hugging_face(model.lm, model.tokenizer, path, positions=8000)
    return path


def start(*arguments, **environment):
    command = [sys.executable, "-m", "trainer.serve", *arguments]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True, env={**os.environ, **environment})


@pytest.fixture(scope="module")
def server(folder):
    """The URL of a server started as Vertex AI starts one; SIGTERM must end it cleanly."""
    process = start(AIP_STORAGE_URI=str(folder), AIP_HTTP_PORT="0", AIP_HEALTH_ROUTE="/ping", AIP_PREDICT_ROUTE="/ask")
    said, _, url = process.stdout.readline().strip().partition(" ")
    assert said == "listening", process.stderr.read()
    yield url
    process.send_signal(signal.SIGTERM)
    stdout, stderr = process.communicate(timeout=10)
    assert (stdout, stderr, process.returncode) == ("", "", 0)


def request(url, body=None, content_type="application/json"):
    """Status and JSON of an answer."""
    data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
    asked = urllib.request.Request(url, data, {"Content-Type": content_type})
    try:
        with urllib.request.urlopen(asked, timeout=30) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


def test_it_says_that_it_is_well_and_what_it_serves(server):
    assert request(f"{server}/health") == (200, {"status": "ok"})
    assert request(f"{server}/ping") == (200, {"status": "ok"})
    assert request(f"{server}/v1/models") == (
        200,
        {
            "object": "list",
            "data": [{"id": "twin", "object": "model", "created": 0, "owned_by": "pollux", "max_model_len": 8000}],
        },
    )


def test_openais_client_gets_a_reply(server):
    client = openai.OpenAI(base_url=f"{server}/v1", api_key="none")

    reply = client.chat.completions.create(model="twin", messages=MESSAGES, max_tokens=6, seed=1)
    again = client.chat.completions.create(model="twin", messages=MESSAGES, max_completion_tokens=6, seed=1)

    assert [model.id for model in client.models.list()] == ["twin"]
    assert reply.choices[0].message.role == "assistant"
    assert reply.choices[0].finish_reason == "length"
    assert reply.usage.completion_tokens == 6
    assert reply.usage.total_tokens == reply.usage.prompt_tokens + 6
    assert again.choices[0].message.content == reply.choices[0].message.content != ""


def test_openais_client_gets_a_stream_that_makes_the_same_reply(server):
    client = openai.OpenAI(base_url=f"{server}/v1", api_key="none")
    asked = {"model": "twin", "messages": MESSAGES, "max_tokens": 20, "temperature": 0.9, "top_p": 0.9, "seed": 2}

    whole = client.chat.completions.create(**asked)
    chunks = list(client.chat.completions.create(**asked, stream=True, stream_options={"include_usage": True}))

    deltas = [chunk.choices[0].delta for chunk in chunks if chunk.choices]
    assert deltas[0].role == "assistant"
    assert "".join(delta.content or "" for delta in deltas) == whole.choices[0].message.content
    assert len(deltas) > 5
    assert chunks[-2].choices[0].finish_reason == whole.choices[0].finish_reason
    assert chunks[-1].usage == whole.usage
    assert len({chunk.id for chunk in chunks}) == 1


def test_a_stop_string_ends_a_reply(server):
    client = openai.OpenAI(base_url=f"{server}/v1", api_key="none")
    asked = {"model": "twin", "messages": MESSAGES, "max_tokens": 20, "temperature": 0}
    whole = client.chat.completions.create(**asked).choices[0].message.content

    reply = client.chat.completions.create(**asked, stop=[whole[4:6]]).choices[0]

    assert (reply.message.content, reply.finish_reason) == (whole[: whole.index(whole[4:6])], "stop")


def test_a_stream_is_server_sent_events_that_end_in_done(server):
    body = json.dumps({"messages": MESSAGES, "max_tokens": 3, "stream": True}).encode()
    asked = urllib.request.Request(f"{server}/v1/chat/completions", body, {"Content-Type": "application/json"})

    with urllib.request.urlopen(asked, timeout=30) as answer:
        kind, text = answer.headers["Content-Type"], answer.read().decode()

    events = text.split("\n\n")
    assert kind == "text/event-stream; charset=utf-8"
    assert all(event.startswith("data: {") for event in events[:-2])
    assert events[-2:] == ["data: [DONE]", ""]


def test_vertex_predict_takes_chat_requests_as_instances(server):
    instance = {"@requestFormat": "chatCompletions", "messages": MESSAGES, "max_tokens": 4, "seed": 1}

    _, direct = request(f"{server}/v1/chat/completions", {"messages": MESSAGES, "max_tokens": 4, "seed": 1})
    status, one = request(f"{server}/ask", {"instances": [instance]})
    _, two = request(f"{server}/ask", {"instances": [instance, instance]})
    _, raw = request(f"{server}/ask", {"messages": MESSAGES, "max_tokens": 4, "seed": 1})

    text = direct["choices"][0]["message"]["content"]
    assert (status, one["predictions"]["object"]) == (200, "chat.completion")
    assert one["predictions"]["choices"][0]["message"] == {"role": "assistant", "content": text}
    assert [prediction["choices"][0]["message"]["content"] for prediction in two["predictions"]] == [text, text]
    assert raw["choices"][0]["message"]["content"] == text


@pytest.mark.parametrize(
    ("changes", "status", "param", "message"),
    [
        ({"messages": None}, 400, "messages", "messages must be a list of at least one message."),
        (
            {"messages": [{"role": "bot", "content": ""}]},
            400,
            "messages[0].role",
            "messages[0].role must be system, developer, user or assistant.",
        ),
        (
            {"messages": [{"role": "assistant", "content": "Go."}]},
            400,
            "messages",
            "The last message must be the user's.",
        ),
        (
            {"messages": [{"role": "user", "content": [{"type": "image_url"}]}]},
            400,
            "messages[0].content",
            "messages[0].content must be text. Pictures and sound are not supported.",
        ),
        ({"max_tokens": 0}, 400, "max_tokens", "max_tokens must be a whole number of at least 1, not 0."),
        ({"max_tokens": True}, 400, "max_tokens", "max_tokens must be a whole number of at least 1, not True."),
        ({"temperature": 2.5}, 400, "temperature", "temperature must be a number from 0 to 2, not 2.5."),
        ({"temperature": "hot"}, 400, "temperature", "temperature must be a number from 0 to 2, not 'hot'."),
        ({"top_p": -1}, 400, "top_p", "top_p must be a number from 0 to 1, not -1."),
        ({"top_k": 1.5}, 400, "top_k", "top_k must be a whole number of at least -1, not 1.5."),
        ({"seed": -1}, 400, "seed", "seed must be a whole number of at least 0, not -1."),
        ({"stop": [1]}, 400, "stop", "stop must be a text or up to four texts."),
        ({"stop": ["a"] * 5}, 400, "stop", "stop must be a text or up to four texts."),
        ({"stop": "a" * 101}, 400, "stop", "A text of stop must be of whole characters, at most 100."),
        (
            {"messages": [{"role": "user", "content": "Roger \ud800"}]},
            400,
            "messages[0].content",
            "messages[0].content has half of a surrogate pair. Send whole characters.",
        ),
        ({"stream": 1}, 400, "stream", "stream must be true or false, not 1."),
        ({"n": 2}, 400, "n", "n 2 is not supported. Leave it out."),
        (
            {"tools": [{"type": "function"}]},
            400,
            "tools",
            "tools [{'type': 'function'}] is not supported. Leave it out.",
        ),
        ({"model": "gpt-4"}, 404, "model", "The model 'gpt-4' does not exist. Use 'twin'."),
        (
            {"messages": [{"role": "user", "content": "Over. " * 5000}]},
            400,
            "messages",
            "The messages have 10016 tokens, the model takes 8000. Shorten them.",
        ),
    ],
)
def test_a_request_that_cannot_be_met_is_told_why(changes, status, param, message, server):
    answer = request(f"{server}/v1/chat/completions", {"messages": MESSAGES, **changes})

    assert (answer[0], answer[1]["error"]["param"], answer[1]["error"]["message"]) == (status, param, message)
    assert answer[1]["error"]["type"] == "invalid_request_error"


def test_what_is_no_request_is_told_why(server):
    url = f"{server}/v1/chat/completions"

    answers = [
        request(url, b"{"),
        request(url, b"[]"),
        request(url, b"{}", "text/plain"),
        request(url, b" " * 1_100_000),
        request(url),
        request(f"{server}/v2"),
        request(f"{server}/ask", {"instances": []}),
        request(f"{server}/ask", {"instances": [{"prompt": "Once"}]}),
    ]

    assert [(status, body["error"]["message"]) for status, body in answers] == [
        (400, "The body is no JSON (Expecting property name enclosed in double quotes: line 1 column 2 (char 1))."),
        (400, "The body must be a JSON object with messages."),
        (415, "The content type must be application/json."),
        (413, "The request is larger than 1048576 bytes. Shorten it."),
        (405, "GET /v1/chat/completions: Method Not Allowed."),
        (404, "GET /v2: Not Found."),
        (400, "instances must be a list of 1 to 32 chat requests."),
        (400, 'An instance must have "@requestFormat": "chatCompletions" and messages.'),
    ]


@pytest.mark.parametrize("stream", [True, False], ids=["streamed", "whole"])
def test_a_client_that_leaves_stops_its_reply(stream, server):
    began = time.monotonic()
    body = json.dumps({"messages": MESSAGES, "max_tokens": 7900, "stop": "no such text", "stream": stream})
    connection = http.client.HTTPConnection(server.removeprefix("http://"), timeout=30)
    connection.request("POST", "/v1/chat/completions", body, {"Content-Type": "application/json"})
    if stream:
        connection.getresponse().read(300)
    else:
        time.sleep(0.3)
    connection.close()

    status, reply = request(f"{server}/v1/chat/completions", {"messages": MESSAGES, "max_tokens": 1})

    assert (status, reply["usage"]["completion_tokens"]) == (200, 1)
    assert time.monotonic() - began < 15  # 7900 tokens take half a minute at least


def test_it_ends_when_its_standard_input_closes(folder):
    process = start("--model", str(folder), "--port", "0", "--exit-with-stdin")
    assert process.stdout.readline().startswith("listening http://127.0.0.1:")

    stdout, stderr = process.communicate(timeout=10)  # closes it

    assert (stdout, stderr, process.returncode) == ("", "", 0)


def test_a_model_that_is_not_there_and_a_port_that_is_taken_are_told(folder, server):
    taken = server.rsplit(":", 1)[1]
    processes = [start("--model", "/no/such/folder", "--port", "0"), start("--model", str(folder), "--port", taken)]

    outcomes = [(*process.communicate(timeout=30), process.returncode) for process in processes]

    assert outcomes == [
        ("", "base /no/such/folder: there is no such file or folder. Check the path.\n", 1),
        (
            "",
            f"serve: cannot listen at 127.0.0.1:{taken} ([Errno {errno.EADDRINUSE}] Address already in use). "
            "Choose another --port; 0 takes any.\n",
            1,
        ),
    ]
