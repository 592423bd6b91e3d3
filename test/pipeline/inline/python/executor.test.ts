import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../../scripts/temporary-folder.ts";
import { artifact, parameter, python, runInline, runtimeArtifact } from "./run-inline.ts";

/** Shows the arguments that a function gets, as Python spells them. */
const show = "def work(**given):\n    print(sorted(given.items()))\n";

test("parameters, artifacts and their lists come in, and what comes out is where the backend looks for it", () => {
  const corpus = join(temporaryFolder(), "corpus.txt");
  writeFileSync(corpus, "one two one");
  const ran = runInline(
    python(
      `from collections import Counter

def work(text, corpus, top, counts):
    words = Counter(open(corpus.path).read().split() + text.split())
    with open(counts.path, "w") as file:
        print(words.most_common(top), file=file)
    counts.metadata["rows"] = top
    return {"words": sum(words.values()), "summary": f"{corpus.metadata['language']}: {len(words)}"}
`,
      {
        inputs: { text: parameter("STRING"), corpus: artifact, top: parameter("NUMBER_INTEGER") },
        outputs: { counts: artifact, words: parameter("NUMBER_INTEGER"), summary: parameter("STRING") },
      },
    ),
    {
      parameters: { text: "two three", top: 2 },
      artifacts: { corpus: [runtimeArtifact(corpus, { language: "en" })] },
    },
  );
  const counts = join(ran.folder, "artifacts/counts");
  expect(ran).toMatchObject({ status: 0, stderr: "", files: { words: "5", summary: "en: 3" } });
  expect(ran.output).toEqual({
    parameterValues: { words: 5, summary: "en: 3" },
    artifacts: { counts: { artifacts: [runtimeArtifact(counts, { rows: 2 })] } },
  });
  expect(readFileSync(counts, "utf8")).toBe("[('one', 2), ('two', 2)]\n");
});

test("parameters are Python values of the declared types, whatever the backend makes of them", () => {
  const inputs = {
    anInteger: parameter("NUMBER_INTEGER"),
    another: parameter("NUMBER_INTEGER"),
    double: parameter("NUMBER_DOUBLE"),
    flag: parameter("BOOLEAN"),
    list: parameter("LIST"),
    number: parameter("STRING"),
    struct: parameter("STRUCT"),
    text: parameter("STRING"),
    typed: parameter("BOOLEAN"),
  };
  const ran = runInline(python(show, { inputs }), {
    parameters: {
      anInteger: 7.0,
      another: "7",
      double: 2,
      flag: "True",
      list: '[1, "a"]',
      number: 5,
      struct: '{"a": null}',
      text: '{"a": $$(HOME)}',
      typed: false,
    },
  });
  expect(ran).toMatchObject({
    status: 0,
    stdout:
      "[('anInteger', 7), ('another', 7), ('double', 2.0), ('flag', True), ('list', [1, 'a']), ('number', '5'), " +
      `('struct', {'a': None}), ('text', '{"a": $$(HOME)}'), ('typed', False)]\n`,
  });
});

test("an artifact says its name, address, file and metadata; a mounted bucket's file is in its folder", () => {
  const artifacts = { one: [runtimeArtifact("gs://bucket/a", { x: 1 })], none: [] };
  const ran = runInline(
    python(
      "def work(one, many, none):\n    print(vars(one))\n    print([each.path for each in many], none)\n",
      {
        inputs: { one: artifact, many: { kind: "artifactList" }, none: { kind: "artifactList" } },
      },
    ),
    { artifacts: { ...artifacts, many: [runtimeArtifact("s3://b/x"), runtimeArtifact("/y")] } },
  );
  expect(ran.stdout).toBe(
    "{'name': 'projects/1/artifact', 'uri': 'gs://bucket/a', 'path': '/gcs/bucket/a', 'metadata': {'x': 1}}\n" +
      "['/s3/b/x', '/y'] []\n",
  );
});

test("inputs that are absent or null are not passed, so Python's defaults hold", () => {
  const ran = runInline(
    python("def work(a=1, b=2, c=None):\n    print(a, b, c)\n", {
      inputs: { a: parameter("NUMBER_INTEGER"), b: parameter("NUMBER_INTEGER"), c: artifact },
    }),
    { parameters: { a: null } },
  );
  expect(ran.stdout).toBe("1 2 None\n");
});

test("an async function, decorators, annotations and dataclasses of the file are fine", () => {
  const ran = runInline(
    python(
      `from __future__ import annotations
import asyncio, functools, inspect
from dataclasses import dataclass

def loudly(function):
    @functools.wraps(function)
    async def wrapper(*args, **kwargs):
        print("loudly", inspect.getsource(Row).split()[-1])
        return await function(*args, extra=1, **kwargs)
    return wrapper

@dataclass
class Row:
    size: NotDefined = 1

@loudly
async def work(a: Absent, *, extra: int) -> dict[str, int]:
    await asyncio.sleep(0)
    return {"sum": a + extra + Row().size}
`,
      { inputs: { a: parameter("NUMBER_INTEGER") }, outputs: { sum: parameter("NUMBER_INTEGER") } },
    ),
    { parameters: { a: 3 } },
  );
  expect(ran).toMatchObject({ status: 0, stderr: "", stdout: "loudly 1\n", files: { sum: "5" } });
});

test("processes that the function starts find the file's functions", () => {
  const ran = runInline(
    python(
      `from multiprocessing import get_context

def double(x):
    return 2 * x

def work():
    with get_context("spawn").Pool(1) as pool:
        return pool.map(double, [1, 2])
`,
      { file: "json.py", outputs: { list: parameter("LIST") } },
    ),
  );
  expect(ran).toMatchObject({ status: 0, stderr: "", files: { list: "[2, 4]" } });
});

test("text is UTF-8 whatever the locale", () => {
  const ran = runInline(
    python('def work(text):\n    return text + "ß😀"\n', {
      inputs: { text: parameter("STRING") },
      outputs: { text: parameter("STRING") },
    }),
    { parameters: { text: "é" }, env: { LC_ALL: "POSIX" } },
  );
  expect(ran.files).toEqual({ text: "éß😀" });
});

const single = (returned: string, type: Parameters<typeof parameter>[0]): unknown => {
  const { output, stderr } = runInline(
    python(
      `class Scalar:\n    def tolist(self):\n        return 3\n\ndef work():\n    return ${returned}\n`,
      {
        outputs: { words: parameter(type) },
      },
    ),
  );
  return output?.parameterValues?.["words"] ?? stderr;
};

test("a single output is returned by itself or by its name", () => {
  expect(single("3", "NUMBER_INTEGER")).toBe(3);
  expect(single('{"words": 3}', "NUMBER_INTEGER")).toBe(3);
  expect(single('{"words": 3}', "STRUCT")).toEqual({ words: 3 });
  expect(single('{"words": {"a": 3}}', "STRUCT")).toEqual({ a: 3 });
  expect(single("[Scalar(), (1,)]", "LIST")).toEqual([3, [1]]);
  expect(single("Scalar()", "NUMBER_INTEGER")).toBe(3);
});

test("what does not fit the output is said with its value and a remedy", () => {
  expect(single("None", "NUMBER_INTEGER")).toBe('work: returned no "words". Return {"words": ...}.\n');
  expect(single("True", "NUMBER_INTEGER")).toBe('work: returned True as "words". Return a whole number.\n');
  expect(single("float('nan')", "NUMBER_DOUBLE")).toBe('work: returned nan as "words". Return a number.\n');
  expect(single("[{1}]", "LIST")).toBe('work: returned [{1}] as "words". Return a list of JSON values.\n');
  expect(single('{"word": 3}', "STRING")).toBe(
    'work: returned no "words". Return {"words": ...}.\n' +
      'work: returned "word", which is not declared. Declare or drop it.\n',
  );
});

test("a value by itself is refused where there are several outputs, or none", () => {
  const outputs = { a: parameter("STRING"), b: parameter("STRING") };
  const source = "def work():\n    return 5\n";
  expect(runInline(python(source, { outputs }))).toMatchObject({
    status: 1,
    stderr: 'work: returned 5. Return {"a": ..., "b": ...}.\n',
  });
  expect(runInline(python(source))).toMatchObject({
    status: 1,
    stderr: "work: returned 5. Declare an output for it, or return nothing.\n",
  });
});

test("a wrong input, a missing one and metadata that is not JSON are said in one line", () => {
  const inputs = { top: parameter("NUMBER_INTEGER") };
  const source = "def work(top):\n    pass\n";
  expect(runInline(python(source, { inputs }), { parameters: { top: "many" } }).stderr).toBe(
    "work: input \"top\" is 'many'. Give a whole number.\n",
  );
  expect(runInline(python(source, { inputs })).stderr).toBe(
    "work: missing a required argument: 'top'. Give it one parameter for each input and output artifact.\n",
  );
  const bad = "def work(rows):\n    rows.metadata = {'of': work}\n";
  expect(runInline(python(bad, { outputs: { rows: artifact } })).stderr).toBe(
    'work: the metadata of "rows" is not JSON. Put plain values there.\n',
  );
});

test("an exception shows the user's own lines and no others, and no output is written", () => {
  const ran = runInline(
    python(
      `def parse(text):
    return int(text)

def work():
    try:
        parse("x")
    except ValueError as error:
        raise RuntimeError("no number") from error
`,
      { outputs: { words: parameter("STRING") } },
    ),
  );
  const shown = ran.stderr.replace(/^ +[~^]+\n/gm, ""); // newer Pythons point at the place in the line
  expect({ ...ran, stderr: shown }).toEqual({
    status: 1,
    stdout: "",
    folder: ran.folder,
    files: {},
    stderr: `Traceback (most recent call last):
  File "work.py", line 6, in work
    parse("x")
  File "work.py", line 2, in parse
    return int(text)
ValueError: invalid literal for int() with base 10: 'x'

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "work.py", line 8, in work
    raise RuntimeError("no number") from error
RuntimeError: no number
`,
  });
});

test("a mistake in the file itself shows its line", () => {
  const syntax = runInline(python("def work():\n    return 1 +\n"));
  expect(syntax.status).toBe(1);
  expect(syntax.stderr).toMatch(
    /^ {2}File "work.py", line 2\n {4}return 1 \+\n +\^\nSyntaxError: invalid syntax\n$/,
  );
  const missing = runInline(python("import no_such_module\n\ndef work():\n    pass\n"));
  expect(missing.stderr).toBe(`Traceback (most recent call last):
  File "work.py", line 1, in <module>
    import no_such_module
ModuleNotFoundError: No module named 'no_such_module'
`);
});

test("sys.exit ends the task with its code, and without one asks for the outputs all the same", () => {
  const exit = (code: string) =>
    runInline(
      python(`import sys\n\ndef work():\n    sys.exit(${code})\n`, { outputs: { a: parameter("STRING") } }),
    );
  expect(exit("3")).toMatchObject({ status: 3, stderr: "" });
  expect(exit("")).toMatchObject({ status: 1, stderr: 'work: returned no "a". Return {"a": ...}.\n' });
});
