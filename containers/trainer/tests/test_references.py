import json
import os
import subprocess
import sys
import threading
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import gguf
import numpy as np
import pytest

from tests.test_gguf_import import write_gguf
from tests.tiny import logits, tiny_gemma
from trainer.executor import TaskError
from trainer.hugging_face import export_hugging_face, load_model
from trainer.references import resolve


@pytest.fixture(scope="module")
def model():
    return tiny_gemma("gemma3_text")


@pytest.fixture(scope="module")
def folder(model, tmp_path_factory):
    path = tmp_path_factory.mktemp("bases") / "gemma"
    export_hugging_face(model.lm, model.tokenizer, path)
    (path / "pytorch_model.bin").write_text("another format of the weights")
    return path


@pytest.fixture
def serve():
    """Serves a handler class on loopback for as long as the test runs; gives the server's URL."""
    servers = []

    def start(handler):
        servers.append(ThreadingHTTPServer(("127.0.0.1", 0), handler))
        threading.Thread(target=servers[-1].serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{servers[-1].server_port}"

    yield start
    for server in servers:
        server.shutdown()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def send(self, status, body=b"", **headers):
        self.send_response(status)
        for name, value in {"content_length": len(body), **headers}.items():
            self.send_header(name.replace("_", "-"), str(value))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)


def files_of(folder):
    return sorted(file.name for file in folder.iterdir())


MODEL_FILES = [
    "chat_template.jinja",
    "config.json",
    "generation_config.json",
    "model.safetensors",
    "special_tokens_map.json",
    "tokenizer.model",
    "tokenizer_config.json",
]


def test_a_folder_is_linked_without_what_is_not_the_model(folder, tmp_path):
    resolve(str(folder), tmp_path / "base")

    assert files_of(tmp_path / "base") == MODEL_FILES
    assert os.path.samefile(folder / "model.safetensors", tmp_path / "base" / "model.safetensors")
    assert files_of(tmp_path) == ["base"]


def test_a_gguf_file_becomes_a_folder(model, tmp_path):
    write_gguf(tmp_path / "model.gguf", model, gguf.GGMLQuantizationType.F32)

    resolve(str(tmp_path / "model.gguf"), tmp_path / "base")

    assert files_of(tmp_path / "base") == MODEL_FILES


@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # Keras's, when it saves
def test_a_kerashub_preset_becomes_a_folder(model, tmp_path):
    model.lm.backbone.save_to_preset(str(tmp_path / "preset"))
    (tmp_path / "preset" / "assets" / "tokenizer").mkdir(parents=True)
    (tmp_path / "preset" / "assets" / "tokenizer" / "vocabulary.spm").write_bytes(model.tokenizer.model)

    resolve(str(tmp_path / "preset"), tmp_path / "base")

    assert np.abs(logits(load_model(tmp_path / "base").lm) - logits(model.lm)).max() < 1e-4


def broken(folder, tmp_path, **changes):
    """A copy of the folder whose config has other values, or that lacks a file (None)."""
    copy = resolve(str(folder), tmp_path / "broken")
    config = json.loads((copy / "config.json").read_text())
    for name, value in changes.items():
        if value is None:
            (copy / name.replace("__", ".")).unlink()
        else:
            config[name] = value
    (copy / "config.json").unlink()  # it is a link
    (copy / "config.json").write_text(json.dumps(config))
    return copy


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"model_type": "llama"},
            'its config.json has model_type "llama". Give a Gemma 1, 2 or 3 (gemma, gemma2, gemma3_text).',
        ),
        ({"tokenizer__model": None}, "has no tokenizer.model and no tokenizer.json. Copy the model's tokenizer there."),
        ({"model__safetensors": None}, "has no model.safetensors. Export the model with safetensors weights."),
    ],
)
def test_a_folder_that_is_no_whole_gemma_is_refused(changes, message, folder, tmp_path):
    copy = broken(folder, tmp_path, **changes)

    with pytest.raises(TaskError) as refused:
        resolve(str(copy), tmp_path / "base")

    assert str(refused.value) in (f"{copy}: {message}", f"base {copy}: {message}")
    assert files_of(tmp_path) == ["broken"]


def test_a_config_that_kerashub_would_compute_otherwise_is_refused(folder, tmp_path):
    copy = broken(folder, tmp_path, rope_theta=500000.0)

    with pytest.raises(TaskError, match=r"rope wavelengths \(500000.0, 10000.0\) is not supported"):
        load_model(copy)


@pytest.mark.parametrize(
    ("reference", "message"),
    [
        ("/no/such/folder", "there is no such file or folder. Check the path."),
        (
            "google/gemma-3-270m",
            "there is no such file or folder. Check the path, or give hf://google/gemma-3-270m if that is a model of "
            "the Hugging Face Hub.",
        ),
        ("ftp://host/gemma", "ftp:// is not known. Give a path, gs://, hf:// or kaggle://."),
        ("hf://gemma", "is not hf://owner/name. Give hf://owner/name[@revision][/file.gguf]."),
        ("kaggle://google/gemma", "is not kaggle://owner/model/framework/variation[/version]. Spell it so."),
        (__file__, "a file must be a .gguf. Give a GGUF file or a model folder."),
    ],
)
def test_a_reference_that_cannot_be_is_refused(reference, message, tmp_path):
    with pytest.raises(TaskError) as refused:
        resolve(reference, tmp_path / "base")

    assert str(refused.value) == f"base {reference}: {message}"
    assert files_of(tmp_path) == []


def test_a_model_in_a_bucket_is_downloaded(folder, tmp_path, serve, monkeypatch):
    objects = {f"models/gemma/{name}": (folder / name).read_bytes() for name in files_of(folder)}
    objects["models/gemma-2/config.json"] = b"of another model"

    class Bucket(Handler):
        def do_GET(self):
            url = urllib.parse.urlsplit(self.path)
            name = urllib.parse.unquote(url.path.rsplit("/o/", 1)[-1])
            if url.path == "/storage/v1/b/twins/o":
                prefix = urllib.parse.parse_qs(url.query)["prefix"][0]
                items = [{"name": name, "bucket": "twins"} for name in objects if name.startswith(prefix)]
                self.send(200, json.dumps({"items": items}).encode(), content_type="application/json")
            elif url.path.startswith("/download/storage/v1/b/twins/o/") and name in objects:
                self.send(200, objects[name])
            else:
                self.send(404, b"{}", content_type="application/json")

    monkeypatch.setenv("STORAGE_EMULATOR_HOST", serve(Bucket))

    resolve("gs://twins/models/gemma", tmp_path / "base")

    assert files_of(tmp_path / "base") == MODEL_FILES
    for reference, message in {
        "gs://twins/models/none": "there is nothing there. Check the bucket and the path.",
        "gs://others/models": "404 GET .* Check the bucket, its permissions and the network.",
    }.items():
        with pytest.raises(TaskError, match=f"base {reference}: {message}"):
            resolve(reference, tmp_path / "other")


RESOLVE = """
import sys
from trainer.executor import TaskError
from trainer.references import resolve

for number, reference in enumerate(sys.argv[2:]):
    try:
        resolve(reference, f"{sys.argv[1]}/{number}")
    except TaskError as error:
        print(error)
"""


def test_a_model_of_the_hugging_face_hub_is_downloaded(folder, tmp_path, serve):
    class Hub(Handler):
        def answer(self):
            url = urllib.parse.urlsplit(self.path)
            parts = url.path.strip("/").split("/")
            repository = "/".join(parts[2:4] if parts[0] == "api" else parts[:2])
            error = {"google/gated": (403, "GatedRepo"), "google/none": (401, "RepoNotFound")}.get(repository)
            if error:
                self.send(error[0], b"{}", x_error_code=error[1])
            elif "resolve" in parts:
                body = (folder / parts[-1]).read_bytes()
                self.send(200, body, ETag=f'"{parts[-1]}"', X_Repo_Commit="c" * 40)
            elif "tree" in parts:
                tree = [{"type": "file", "path": name, "size": 1, "oid": name} for name in files_of(folder)]
                self.send(200, json.dumps(tree).encode(), content_type="application/json")
            else:
                siblings = [{"rfilename": name} for name in files_of(folder)]
                info = {"id": repository, "sha": "c" * 40, "siblings": siblings}
                self.send(200, json.dumps(info).encode(), content_type="application/json")

        do_GET = do_HEAD = answer

    references = ["hf://google/tiny", "hf://google/gated", "hf://google/none"]
    environment = {
        **os.environ,
        "HF_ENDPOINT": serve(Hub),
        "HF_HOME": str(tmp_path / "cache"),
        "HF_HUB_DISABLE_XET": "1",
    }

    ended = subprocess.run(
        [sys.executable, "-c", RESOLVE, str(tmp_path / "bases"), *references],
        env=environment,
        capture_output=True,
        text=True,
    )

    assert [line for line in ended.stdout.splitlines() if not line.startswith("downloading")] == [
        "base hf://google/gated: the model is gated. Accept its licence at https://huggingface.co/google/gated and set "
        "HF_TOKEN to a token of that account.",
        "base hf://google/none: the Hugging Face Hub has no such model. Check the name, and set HF_TOKEN if the model "
        "is private.",
    ]
    assert files_of(tmp_path / "bases") == ["0"]
    assert files_of(tmp_path / "bases" / "0") == MODEL_FILES


def test_without_a_network_the_message_says_so(tmp_path):
    environment = {**os.environ, "HF_ENDPOINT": "http://127.0.0.1:9", "HF_HOME": str(tmp_path / "cache")}

    ended = subprocess.run(
        [sys.executable, "-c", RESOLVE, str(tmp_path / "bases"), "hf://google/gemma-3-270m"],
        env=environment,
        capture_output=True,
        text=True,
    )

    assert ended.stdout == (
        "downloading hf://google/gemma-3-270m\n"
        "base hf://google/gemma-3-270m: the Hugging Face Hub cannot be reached. Check the network, or give a folder "
        "that is on this machine.\n"
    )
