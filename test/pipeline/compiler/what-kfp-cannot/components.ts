// Components that run in `sh`, and say what they were given.
import {
  artifactList,
  component,
  Dataset,
  double,
  int,
  list,
  string,
  struct,
  taskFinalStatus,
} from "../../../../pipeline/index.ts";
import type { CommandText } from "../../../../pipeline/dsl/graph.ts";
import { image } from "../../runner/small-pipelines.ts";

/** A command line whose arguments are `$1`, `$2`, ... */
export function sh(script: string, ...args: readonly CommandText[]) {
  return { image, command: ["sh", "-ec", script, "sh"], args };
}

export const say = component({
  name: "say",
  inputs: { text: string() },
  outputs: { text: string() },
  container: ({ inputs, outputs }) => sh('printf %s "$1" > "$2"', inputs.text, outputs.text.path),
});

/** Fails if it is to say "bad". */
export const sayGood = component({
  name: "say-good",
  inputs: { text: string() },
  outputs: { text: string() },
  container: ({ inputs, outputs }) =>
    sh('[ "$1" != bad ]; printf %s "$1" > "$2"', inputs.text, outputs.text.path),
});

/** Numbers as they reach a command line. */
export const sayNumber = component({
  name: "say-number",
  inputs: { number: double() },
  outputs: { text: string() },
  container: ({ inputs, outputs }) => sh('printf %s "$1" > "$2"', inputs.number, outputs.text.path),
});

export const addOne = component({
  name: "add-one",
  inputs: { number: int() },
  outputs: { number: int() },
  container: ({ inputs, outputs }) => sh('printf %s $(($1 + 1)) > "$2"', inputs.number, outputs.number.path),
});

export const sayList = component({
  name: "say-list",
  inputs: { list: list() },
  outputs: { text: string() },
  container: ({ inputs, outputs }) => sh('printf %s "$1" > "$2"', inputs.list, outputs.text.path),
});

export const sayStruct = component({
  name: "say-struct",
  inputs: { struct: struct() },
  outputs: { text: string() },
  container: ({ inputs, outputs }) => sh('printf %s "$1" > "$2"', inputs.struct, outputs.text.path),
});

/** Each of its words becomes an item. */
export const splitWords = component({
  name: "split-words",
  inputs: { words: string() },
  outputs: { words: list(string()) },
  container: ({ inputs, outputs }) =>
    sh(`printf '["%s"]' "$(printf %s "$1" | sed 's/ /", "/g')" > "$2"`, inputs.words, outputs.words.path),
});

/** How what ended, and what it is called. */
export const sayState = component({
  name: "say-state",
  inputs: { of: string(), status: taskFinalStatus() },
  outputs: { text: string() },
  container: ({ inputs, outputs }) =>
    sh(
      `of() { printf %s "$2" | sed "s/.*\\"$1\\":\\"\\([^\\"]*\\).*/\\1/"; }
printf '%s %s %s' "$1" "$(of state "$2")" "$(of pipelineTaskName "$2")" > "$3"`,
      inputs.of,
      inputs.status,
      outputs.text.path,
    ),
});

export const writeFile = component({
  name: "write-file",
  inputs: { text: string() },
  outputs: { file: Dataset },
  container: ({ inputs, outputs }) => sh('printf %s "$1" > "$2"', inputs.text, outputs.file.path),
});

export const readFile = component({
  name: "read-file",
  inputs: { file: Dataset },
  outputs: { text: string() },
  container: ({ inputs, outputs }) => sh('cat "$1" > "$2"', inputs.file.path, outputs.text.path),
});

/** The contents of the files, with a space between. */
export const readFiles = component({
  name: "read-files",
  inputs: { files: artifactList(Dataset) },
  outputs: { text: string() },
  container: ({ inputs, outputs }) =>
    sh(
      `for uri in $(printf %s "$1" | grep -o '"uri":"[^"]*"' | cut -d '"' -f 4); do cat "$uri"; printf ' '; done > "$2"`,
      inputs.files,
      outputs.text.path,
    ),
});

/** As many artifacts as it likes: it says which in its ExecutorOutput. */
export const writeFiles = component({
  name: "write-files",
  inputs: {},
  outputs: { files: artifactList(Dataset) },
  container: ({ outputs }) =>
    sh(
      'mkdir -p "$1"; printf one > "$1/a"; printf two > "$1/b"; ' +
        `printf '{"artifacts": {"files": {"artifacts": [{"name": "a", "uri": "%s/a"}, {"name": "b", "uri": "%s/b"}]}}}' "$1" "$1" > "$2"`,
      outputs.files.path,
      "{{$.outputs.output_file}}",
    ),
});
