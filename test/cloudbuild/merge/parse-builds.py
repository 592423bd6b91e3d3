"""Reads builds as JSON, one to a line, into Google's own proto, and prints what the first one that does not fit has wrong."""

import json
import sys

from google.cloud.devtools.cloudbuild_v1.types import Build
from google.protobuf.json_format import MessageToDict, ParseDict

count = 0
for line in sys.stdin:
    written = json.loads(line)
    message = ParseDict(written, Build.pb(Build()))
    steps = MessageToDict(message)["steps"]
    assert [step["id"] for step in steps] == [step["id"] for step in written["steps"]], line
    assert [step["waitFor"] for step in steps] == [step["waitFor"] for step in written["steps"]], line
    count += 1
print(count)
