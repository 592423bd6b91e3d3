"""Standard input: JSON, a list of {value, settings}; standard output: for each its text of YAML as PyYAML dumps it, or null
where PyYAML itself does not read back what it dumped.

Settings are yaml.dump's, and `c` for the dumper in C, `share`: equal lists and mappings become anchors and aliases, and
`style`: of text.
"""

import json
import sys

import yaml


def shared(value, known):
    if isinstance(value, dict):
        value = {key: shared(item, known) for key, item in value.items()}
    elif isinstance(value, list):
        value = [shared(item, known) for item in value]
    else:
        return value
    return known.setdefault(json.dumps(value), value)


def dump(value, c, share, style, **settings):
    class dumper(yaml.CSafeDumper if c else yaml.SafeDumper):
        pass

    dumper.add_representer(str, lambda self, text: self.represent_scalar("tag:yaml.org,2002:str", text, style=style))
    text = yaml.dump(shared(value, {}) if share else value, Dumper=dumper, **settings)
    try:
        return text if yaml.load(text, yaml.CSafeLoader) == value else None
    except yaml.YAMLError:
        return None


print(json.dumps([dump(case["value"], **case["settings"]) for case in json.load(sys.stdin)]))
