"""Prints the fields of an entry module's `Settings` as JSON: name, type as written, default if it has one.

Run as `python settings-of.py MODULE.py`. Reads the source; imports nothing of it.
"""

import ast
import json
import sys

tree = ast.parse(open(sys.argv[1], encoding="utf-8").read())
settings = next(node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == "Settings")
fields = [node for node in settings.body if isinstance(node, ast.AnnAssign)]
print(
    json.dumps(
        [
            {
                "name": field.target.id,
                "type": ast.unparse(field.annotation),
                **({} if field.value is None else {"default": ast.literal_eval(field.value)}),
            }
            for field in fields
        ]
    )
)
