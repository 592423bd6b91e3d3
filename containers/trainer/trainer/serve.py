"""Serves a Gemma in a Hugging Face folder the way vLLM's image for Vertex AI does: OpenAI's chat completions, and
Vertex's predict and health routes.

    python -m trainer.serve --model FOLDER --port 8080

Prints `listening http://HOST:PORT` once it answers. On Vertex AI the AIP_* variables say port, routes and model.
"""

import argparse
import os
import signal
import socket
import sys
import tempfile
import threading
import time
from pathlib import Path

import uvicorn

from trainer.executor import TaskError
from trainer.generate import Generator
from trainer.references import resolve
from trainer.server import application

SECONDS_TO_FINISH = 3


def main(arguments: list[str]) -> None:
    options = read_options(arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    signal.signal(signal.SIGINT, lambda *_: sys.exit(0))
    if options.exit_with_stdin:
        threading.Thread(target=end_with_stdin, daemon=True).start()
    with bind(options.host, options.port) as listener, tempfile.TemporaryDirectory() as downloads:
        folder = Path(options.model)
        if not folder.is_dir():
            folder = resolve(options.model, Path(downloads) / "model")
        generator = Generator(folder, options.dtype)
        generator.warm_up()
        app = application(generator, options.served_model_name, options.health_route, options.predict_route)
        config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=SECONDS_TO_FINISH)
        server = uvicorn.Server(config)
        for ending in (signal.SIGTERM, signal.SIGINT):
            signal.signal(ending, server.handle_exit)  # an exception would leave its coroutines behind
        listener.listen(128)
        print(f"listening http://{options.host}:{listener.getsockname()[1]}", flush=True)
        server.run(sockets=[listener])


def read_options(arguments: list[str]) -> argparse.Namespace:
    environment = os.environ.get
    parser = argparse.ArgumentParser(prog="trainer.serve", description="Serves a Gemma over HTTP.")
    parser.add_argument("--model", default=environment("AIP_STORAGE_URI"), help="a Hugging Face folder or a reference")
    parser.add_argument("--served-model-name", default="twin", help="what clients call the model (twin)")
    parser.add_argument("--host", default="127.0.0.1", help="address to bind (127.0.0.1); 0.0.0.0 in a container")
    parser.add_argument(
        "--port", type=int, default=int(environment("AIP_HTTP_PORT", "8080")), help="0 takes a free one"
    )
    parser.add_argument("--dtype", default="float32", choices=("float32", "bfloat16"), help="of the computation")
    parser.add_argument("--health-route", default=environment("AIP_HEALTH_ROUTE", "/health"))
    parser.add_argument("--predict-route", default=environment("AIP_PREDICT_ROUTE", "/predict"))
    parser.add_argument("--exit-with-stdin", action="store_true", help="end when standard input closes")
    options = parser.parse_args(arguments)
    if not options.model:
        parser.error("give --model, or set AIP_STORAGE_URI")
    return options


def bind(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except (OSError, OverflowError) as error:
        listener.close()
        raise TaskError(
            f"serve: cannot listen at {host}:{port} ({error}). Choose another --port; 0 takes any."
        ) from error
    return listener


def end_with_stdin() -> None:
    """Whoever started this server holds the other end of its standard input, and closes it by ending, however."""
    while sys.stdin.buffer.read(4096):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(2 * SECONDS_TO_FINISH)
    os._exit(1)  # busy where signals do not reach, such as a long compilation


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except TaskError as error:
        sys.exit(str(error))
