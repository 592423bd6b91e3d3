"""What of the packages that tasks ask for this environment holds: requirements as a JSON list in the first argument.

The answer goes to stdout as JSON. Nothing is installed or fetched, and nothing is written.
"""
import importlib.metadata
import importlib.util
import json
import re
import sys

try:
    from packaging.requirements import InvalidRequirement, Requirement
except ImportError:
    try:
        from pip._vendor.packaging.requirements import InvalidRequirement, Requirement
    except ImportError:
        Requirement = None


def older(marker):
    """`python_version<"3.9"`, the one marker that KFP writes, where nothing here can read others."""
    match = re.fullmatch(r"""\s*python_version\s*<\s*["'](\d+)\.(\d+)["']\s*""", marker)
    return match is None or sys.version_info[:2] < (int(match[1]), int(match[2]))


def look_up(text):
    name = re.match(r"[A-Za-z0-9._-]*", text)[0]
    wanted, applies = None, True
    try:
        if Requirement is None:
            applies = ";" not in text or older(text.split(";", 1)[1])
        else:
            wanted = Requirement(text)
            applies = wanted.marker is None or wanted.marker.evaluate({"extra": ""})
    except InvalidRequirement:
        pass
    if not applies:
        return None
    try:
        version = importlib.metadata.version(name)
    except (importlib.metadata.PackageNotFoundError, ValueError):
        return {"requirement": text, "name": name, "version": None, "fits": False}
    fits = wanted is None or wanted.specifier.contains(version, prereleases=True)
    return {"requirement": text, "name": name, "version": version, "fits": fits}


answer = {
    "executable": sys.executable,
    "isVirtual": sys.prefix != sys.base_prefix,
    "hasPip": importlib.util.find_spec("pip") is not None,
    "packages": [found for found in map(look_up, json.loads(sys.argv[1])) if found is not None],
}
print(json.dumps(answer))
