"""Reads triggers, one JSON text a line, with Google's proto of them; prints how many, or what it does not take."""

import sys

from google.cloud.devtools.cloudbuild_v1.types import BuildTrigger
from google.protobuf import json_format

lines = [line for line in sys.stdin if line.strip()]
for line in lines:
    json_format.Parse(line, BuildTrigger.pb(BuildTrigger()))
print(len(lines))
