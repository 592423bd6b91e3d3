"""Runs Python tasks, each in a copy of one interpreter that has loaded what they need: python3 -u fork-server.py SOCKET

Standard input takes requests, one JSON object on each line: {"id", "folder", "variables", "arguments"}, where the
arguments are those of `python3 -m MODULE ...` or `python3 -u -c CODE ...`. Standard output answers for each request
{"id", "pid"} or {"id", "error"}, then {"id", "code"} or {"id", "signal"}. A task leads a process group of its own; its
output goes through two connections to the socket, which begin with a line: the id and 1 or 2. When the input ends, all
ends.
"""
import gc
import json
import os
import runpy
import selectors
import signal
import socket
import sys
import threading
import time
import types

KFP = "kfp.dsl.executor_main"
MARK = b"POLLUX_TASK=" + os.environb.get(b"POLLUX_TASK", b"")


def load():
    """No module that starts a thread: a copy would have its locks without it."""
    if os.environ.get("_KFP_RUNTIME") == "true":
        try:
            __import__(KFP)
        except ImportError:
            return  # each task says so itself
        del sys.modules[KFP]  # each task runs it as its program
    else:
        # What our own Python components begin with.
        for name in ("atexit", "contextlib", "importlib.util", "inspect", "linecache", "math"):
            __import__(name)
        for name in ("re", "reprlib", "shutil", "tempfile", "traceback"):
            __import__(name)


def serve(path):
    """Gives the request to whoever is its copy. The server itself never returns."""
    woken, wake = os.pipe()
    for descriptor in (woken, wake):
        os.set_blocking(descriptor, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
    selector = selectors.DefaultSelector()
    selector.register(0, selectors.EVENT_READ)
    selector.register(woken, selectors.EVENT_READ)
    running = {}
    unread = b""
    while True:
        ready = {key.fd for key, _ in selector.select()}
        if woken in ready:
            os.read(woken, 4096)
            reap(running)
        if 0 not in ready:
            continue
        received = os.read(0, 1 << 20)
        if not received:
            end(path, running)
        *lines, unread = (unread + received).split(b"\n")
        for line in lines:
            request = json.loads(line)
            if start(request, running) == 0:
                selector.close()
                os.close(woken)
                os.close(wake)
                return request


def start(request, running):
    """Gives 0 in the copy."""
    try:
        pid = os.fork()
    except OSError as error:
        answer(id=request["id"], error=str(error))
        return -1
    if pid == 0:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    lead_group(pid)
    if pid > 0:
        running[pid] = request["id"]
        answer(id=request["id"], pid=pid)
    return pid


def lead_group(pid):
    """Both do it: whoever comes first."""
    try:
        os.setpgid(pid, pid)
    except OSError:
        pass


def reap(running):
    """What a task leaves running ends with it, before its number is free for another."""
    for pid in list(running):
        if os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
            continue
        kill_group(pid)
        _, status = os.waitpid(pid, 0)
        ended = {"signal": os.WTERMSIG(status)} if os.WIFSIGNALED(status) else {"code": os.WEXITSTATUS(status)}
        answer(id=running.pop(pid), **ended)


def end(path, running):
    for pid in running:
        kill_group(pid)
    kill_marked()
    for remove, name in ((os.unlink, path), (os.rmdir, os.path.dirname(path))):
        try:
            remove(name)
        except OSError:
            pass  # whoever made it was faster
    os._exit(0)


def kill_group(pid):
    try:
        os.killpg(pid, signal.SIGKILL)
    except OSError:
        pass  # nothing of it is left


def kill_marked():
    """Copies of copies that lead sessions of their own: on Linux, the variables that this began with show them."""
    try:
        numbers = [int(name) for name in os.listdir("/proc") if name.isdigit()]
    except OSError:
        return
    for pid in numbers:
        try:
            with open(f"/proc/{pid}/environ", "rb") as variables:
                if pid != os.getpid() and MARK in variables.read().split(b"\0"):
                    os.kill(pid, signal.SIGKILL)
        except OSError:
            pass  # it has ended, or is somebody else's


def answer(**message):
    rest = json.dumps(message).encode() + b"\n"
    try:
        while rest:
            rest = rest[os.write(1, rest) :]
    except OSError:
        pass  # nobody reads it any more: the input ends as well


def become(request, path):
    """The copy takes the task's output, folder and variables."""
    for descriptor in (1, 2):
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(path)
            connection.sendall(f'{request["id"]} {descriptor}\n'.encode())
            os.dup2(connection.fileno(), descriptor)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.chdir(request["folder"])
    os.environ.clear()
    os.environ.update(request["variables"])
    time.tzset()


def run(folder, arguments):
    if arguments[0] == "-m":
        _, module, *sys.argv[1:] = arguments
        look_first_in(folder)
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    else:
        _, _, code, *rest = arguments
        sys.argv = ["-c", *rest]
        look_first_in("")
        main = sys.modules["__main__"] = types.ModuleType("__main__")
        exec(compile(code, "<string>", "exec"), main.__dict__)


def show_task_only(kind, error, trace):
    """A traceback as it would be without this file."""
    while trace is not None and trace.tb_frame.f_code.co_filename == __file__:
        trace = trace.tb_next
    sys.__excepthook__(kind, error.with_traceback(trace), trace)


def look_first_in(folder):
    if not is_safe_path:
        sys.path.insert(0, folder)


if __name__ == "__main__":
    is_safe_path = getattr(sys.flags, "safe_path", False)
    if not is_safe_path:
        sys.path.pop(0)  # this file's folder
    load()
    if threading.active_count() > 1:
        sys.exit("what Python loads at its start has threads")
    gc.collect()
    gc.freeze()
    place = sys.argv[1]
    task = serve(place)
    become(task, place)
    sys.excepthook = show_task_only
    run(task["folder"], task["arguments"])
