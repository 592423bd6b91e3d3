"""Calls one function of a Python file as a KFP task: hands it what the task was told, writes what it answers.

Runs on any image with Python 3.8 or later and needs nothing but the standard library:
python3 -c THIS --executor_input JSON --component JSON --source TEXT
"""
import atexit
import contextlib
import importlib.util
import inspect
import json
import linecache
import math
import os
import re
import reprlib
import shutil
import sys
import tempfile
import traceback
import types

MOUNTS = (("gs://", "/gcs/"), ("s3://", "/s3/"), ("minio://", "/minio/"))
TYPES = {
    "NUMBER_INTEGER": ((int, float), "a whole number"),
    "NUMBER_DOUBLE": ((int, float), "a number"),
    "STRING": (str, "text"),
    "BOOLEAN": (bool, "True or False"),
    "LIST": ((list, tuple), "a list of JSON values"),
}
OBJECT = (dict, "a dict of JSON values")  # STRUCT, and what only backends hand over


class TaskError(Exception):
    """Its message is all that a person needs to know."""


def main(arguments):
    # Not by the locale, which a plain image may lack.
    told = {name: os.fsencode(text).decode("utf-8") for name, text in zip(arguments[::2], arguments[1::2])}
    component = json.loads(restore(told["--component"]))
    executor_input = json.loads(told["--executor_input"])
    outputs = executor_input.get("outputs") or {}
    given = read_inputs(component, executor_input.get("inputs") or {})
    opened = open_artifacts(outputs)
    given.update({name: objects for name, (_, objects) in opened.items()})
    with user_code(component["file"]):
        module = load_module(restore(told["--source"]), component["file"])
    function = find_function(module, component, given)
    with user_code(component["file"]):
        returned = call(function, given)
    parameters = check_parameters(component, returned)
    write_outputs(outputs, parameters, describe_artifacts(component, opened))


def restore(text):
    """Takes out the backslashes that keep a backend from expanding what only looks like its placeholders."""
    return re.sub(r"(?<=\$)\\(?=\\*[($])|(?<=\{\{)\\(?=\\*[$= a-z])", "", text)


def read_inputs(component, inputs):
    """What is absent is left out: the function's own default holds."""
    parameters = inputs.get("parameterValues") or {}
    artifacts = inputs.get("artifacts") or {}
    read = {}
    for name, kind in component["inputs"].items():
        if kind in ("artifact", "artifactList"):
            found = [to_artifact(told) for told in (artifacts.get(name) or {}).get("artifacts") or []]
            if kind == "artifactList" and name in artifacts:
                read[name] = found
            elif found:
                read[name] = found[0]
        elif parameters.get(name) is not None:
            found = reprlib.repr(parameters[name])
            try:
                read[name] = fit(parse(parameters[name], kind), kind)
            except ValueError:
                raise TaskError(f'{component["function"]}: input "{name}" is {found}. Give {wanted(kind)}.')
    return read


def parse(value, kind):
    """Some backends hand over everything as text."""
    if isinstance(value, str) == (kind == "STRING"):
        return value
    if kind == "STRING":
        return json.dumps(value)
    return json.loads(value.lower() if kind == "BOOLEAN" else value)


def fit(value, kind):
    """The value as its type has it: some backends say 7.0 for a whole number, and 7 for any."""
    fits = isinstance(value, TYPES.get(kind, OBJECT)[0])
    if kind.startswith("NUMBER"):
        fits = fits and not isinstance(value, bool) and math.isfinite(value)
        if fits and kind == "NUMBER_DOUBLE":
            return float(value)
        if fits and value == int(value):
            return int(value)
        raise ValueError
    if not fits:
        raise ValueError
    return value


def wanted(kind):
    return TYPES.get(kind, OBJECT)[1]


def to_artifact(told):
    uri = told.get("uri") or ""
    mounted = [mount + uri[len(scheme) :] for scheme, mount in MOUNTS if uri.startswith(scheme)]
    return types.SimpleNamespace(
        name=told.get("name") or "",
        uri=uri,
        path=told.get("customPath") or (mounted[0] if mounted else uri),
        metadata=dict(told.get("metadata") or {}),
    )


def open_artifacts(outputs):
    """By name: what was told, and the objects (one, mostly) that the function writes through."""
    opened = {}
    for name, entry in (outputs.get("artifacts") or {}).items():
        told = entry.get("artifacts") or []
        objects = [to_artifact(artifact) for artifact in told]
        for artifact in objects:
            make_parent(artifact.path)
        opened[name] = (told, objects[0] if len(objects) == 1 else objects)
    return opened


def make_parent(path):
    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)


@contextlib.contextmanager
def user_code(file):
    """An error in here is shown from the user's own first line on."""
    try:
        yield
    except Exception as error:
        trace = error.__traceback__
        while trace is not None and trace.tb_frame.f_code.co_filename != file:
            trace = trace.tb_next
        sys.stdout.flush()
        traceback.print_exception(type(error), error, trace)
        sys.exit(1)


def load_module(source, file):
    name = module_name(file)
    module = types.ModuleType(name)
    module.__file__ = offer_to_children(source, name) or file
    sys.modules[name] = module
    linecache.cache[file] = (len(source), None, source.splitlines(True), file)  # shown in tracebacks
    exec(compile(source, file, "exec", dont_inherit=True), module.__dict__)
    return module


def module_name(file):
    """The file's name, but never that of a module the image has: the user's code may import it."""
    name = re.sub(r"\W", "_", os.path.splitext(file)[0])
    try:
        taken = importlib.util.find_spec(name) is not None
    except ValueError:  # __main__
        taken = True
    return f"{name}_component" if taken else name


def offer_to_children(source, name):
    """Processes that multiprocessing starts import the module again: from a file, if one can be written."""
    try:
        folder = tempfile.mkdtemp(prefix="component-")
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        path = os.path.join(folder, f"{name}.py")
        write_whole(path, source)
    except OSError:
        return None
    sys.path.append(folder)
    return path


def find_function(module, component, given):
    name = component["function"]
    function = getattr(module, name, None)
    if not callable(function):
        raise TaskError(f'{component["file"]}: has no function "{name}". Define it there.')
    try:
        # Of a decorated function it is the decorator's that is called.
        inspect.signature(function, follow_wrapped=False).bind(**given)
    except TypeError as error:
        raise TaskError(f"{name}: {error}. Give it one parameter for each input and output artifact.")
    return function


def call(function, given):
    try:
        returned = function(**given)
        return wait_for(returned) if inspect.isawaitable(returned) else returned
    except SystemExit as end:
        if end.code not in (None, 0):
            raise
        return None  # a way to end well; what should have been returned is asked for


def wait_for(awaitable):
    import asyncio  # takes longer to load than the rest

    async def wait():
        return await awaitable

    return asyncio.run(wait())


def check_parameters(component, returned):
    function = component["function"]
    declared = {name: kind for name, kind in component["outputs"].items() if not kind.startswith("artifact")}
    example = "Return {" + ", ".join(f'"{name}": ...' for name in declared) + "}."
    named = as_named(returned, declared)
    if named is None:
        remedy = example if declared else "Declare an output for it, or return nothing."
        raise TaskError(f"{function}: returned {reprlib.repr(returned)}. {remedy}")
    checked, problems = {}, []
    for name, kind in declared.items():
        if name not in named:
            problems.append(f'{function}: returned no "{name}". {example}')
            continue
        try:
            checked[name] = fit(to_json(named[name]), kind)
        except (TypeError, ValueError, OverflowError):
            found = reprlib.repr(named[name])
            problems.append(f'{function}: returned {found} as "{name}". Return {wanted(kind)}.')
    for name in [name for name in named if name not in declared]:
        problems.append(f'{function}: returned "{name}", which is not declared. Declare or drop it.')
    if problems:
        raise TaskError("\n".join(problems))
    return checked


def as_named(returned, declared):
    """What was returned, by output; a single output may be returned by itself. None: it cannot be told."""
    if returned is None:
        return {}
    if len(declared) != 1:
        return returned if isinstance(returned, dict) else None
    ((name, kind),) = declared.items()
    by_name = isinstance(returned, dict)
    if by_name and kind not in TYPES:  # it may be the output itself
        by_name = list(returned) == [name] and isinstance(returned[name], dict)
    return returned if by_name else {name: returned}


def to_json(value):
    return json.loads(json.dumps(value, default=to_plain, allow_nan=False))


def to_plain(value):
    """Scalars and arrays of numpy, torch and the like as Python's own."""
    if not hasattr(value, "tolist"):
        raise TypeError(f"{type(value).__name__} is not JSON")
    return value.tolist()


def describe_artifacts(component, opened):
    described = {}
    for name, (told, objects) in opened.items():
        try:
            pairs = zip(told, objects if isinstance(objects, list) else [objects])
            artifacts = [{**artifact, "metadata": to_json(given.metadata)} for artifact, given in pairs]
        except (TypeError, ValueError):
            where = f'{component["function"]}: the metadata of "{name}"'
            raise TaskError(f"{where} is not JSON. Put plain values there.")
        described[name] = {"artifacts": artifacts}
    return described


def write_outputs(outputs, parameters, artifacts):
    """Last, and only after success: nobody takes the outputs of a task before."""
    for name, value in parameters.items():
        place = (outputs.get("parameters") or {}).get(name)
        if place:
            write_whole(place["outputFile"], value if isinstance(value, str) else json.dumps(value))
    if outputs.get("outputFile"):
        answer = {"parameterValues": parameters, "artifacts": artifacts}
        write_whole(outputs["outputFile"], json.dumps(answer))


def write_whole(path, text):
    """A reader sees the whole file or none."""
    make_parent(path)
    with open(f"{path}.partial", "w", encoding="utf-8", errors="replace", newline="") as file:
        file.write(text)
    os.replace(f"{path}.partial", path)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except TaskError as error:
        sys.stdout.flush()
        sys.exit(str(error))
