"""Runs one compiled pipeline with kfp.local, and writes down what that took.

    python kfp-local.py JOB
"""

import json
import resource
import sys
import time

from kfp import components, local

job = json.loads(sys.argv[1])
local.init(local.SubprocessRunner(use_venv=False), pipeline_root=job["root"], raise_on_error=True)
pipeline = components.load_component_from_file(job["pipeline"])

before = resource.getrusage(resource.RUSAGE_SELF)
began = time.perf_counter()
pipeline()
seconds = time.perf_counter() - began
used = resource.getrusage(resource.RUSAGE_SELF)

unit = 1 if sys.platform == "darwin" else 1024
with open(job["figures"], "w") as file:
    json.dump(
        {
            "seconds": seconds,
            "runnerUser": used.ru_utime - before.ru_utime,
            "runnerMegabytes": used.ru_maxrss * unit / 1e6,
        },
        file,
    )
