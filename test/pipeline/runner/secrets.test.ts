import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { TaskFinished } from "../../../pipeline/runner/events.ts";
import { maskParameters, secretsIn, textMasker } from "../../../pipeline/runner/executors/secrets.ts";
import { temporaryFolder } from "../../scripts/temporary-folder.ts";
import { constant, sandbox, small, task } from "./small-pipelines.ts";

const { run } = sandbox(temporaryFolder());

test("parameters that are called like secrets are masked in lines, logs, errors and the failure's inputs", async () => {
  const spec = small({
    root: {
      dag: {
        tasks: {
          t: task("t", {
            apiKey: constant("sesame-opens"),
            db: constant("postgres://me:open-sesame@db/x"),
            user: constant("me"),
          }),
        },
      },
    },
    sh: {
      t: {
        script: 'echo "$1 for $3 at $2"; echo "no: $1" >&2; exit 3',
        args: ["apiKey", "db", "user"].map((name) => `{{$.inputs.parameters['${name}']}}`),
        inputs: {
          parameters: {
            apiKey: { parameterType: "STRING" },
            db: { parameterType: "STRING" },
            user: { parameterType: "STRING" },
          },
        },
      },
    },
  });
  const { events, tasks } = await run(spec);
  const failed = events.find(
    (event): event is TaskFinished => event.kind === "task-finished" && event.state === "FAILED",
  );
  expect(
    readFileSync(failed?.log ?? "", "utf8")
      .trimEnd()
      .split("\n")
      .sort(),
  ).toEqual(["*** for me at postgres://me:***@db/x", "no: ***"]);
  expect(failed?.inputs?.parameters).toEqual({
    apiKey: "***",
    db: "postgres://me:***@db/x",
    user: "me",
  });
  expect(tasks[0]?.error).toBe("exit code 3: no: ***");
});

test("values that do not fit are not shown where their names are secrets'", async () => {
  const number = { parameterType: "NUMBER_INTEGER" } as const;
  const text = { parameterType: "STRING" } as const;
  const spec = small({
    root: {
      dag: {
        tasks: {
          a: task("number", { password: constant("hunter2-secret") }),
          b: task("literal", { password: constant("hunter2-secret") }),
          c: task("text", { token: { ...constant("hunter2"), parameterExpressionSelector: take } }),
          d: task("give"),
        },
      },
    },
    sh: {
      number: { script: "", inputs: { parameters: { password: number } } },
      literal: { script: "", inputs: { parameters: { password: { ...text, literals: ["x"] } } } },
      text: { script: "", inputs: { parameters: { token: text } } },
      give: {
        script: 'echo supersecretvalue > "$1"',
        args: ["{{$.outputs.parameters['token'].output_file}}"],
        outputs: { parameters: { token: number } },
      },
    },
  });
  const { tasks } = await run(spec);
  expect(tasks.map(({ error }) => error)).toEqual([
    'input "password" is ***, not a whole number.',
    'input "password" is ***, not one of ["x"].',
    'input "token": its value does not have what is taken from it.',
    'its output parameter "token" is ***. Write a whole number.',
  ]);
});
const take = 'parseJson(string_value)["k"]';

test("secrets in lists and structs are found by the name that holds them", () => {
  const parameters = {
    login: { user: "anna", password: "sesame-opens" },
    tokens: ["first-one", "second-one"],
    n: 7,
  };
  expect(secretsIn(parameters)).toEqual(["sesame-opens", "first-one", "second-one"]);
  expect(maskParameters(parameters)).toEqual({
    login: { user: "anna", password: "***" },
    tokens: "***",
    n: 7,
  });
});

test("the longer of two secrets is masked first, and a long text is looked through once", () => {
  expect(textMasker(["sesame", "sesame-opens"])("say sesame-opens")).toBe("say ***");
  expect(secretsIn({ text: "a".repeat(2_000_000) })).toEqual([]);
});

test.each([
  ["JSON", (text: string) => JSON.stringify({ text })],
  ["Python's JSON", (text: string) => ascii(JSON.stringify({ text }))],
  ["JSON in JSON", (text: string) => JSON.stringify(JSON.stringify({ text }))],
  ["Python's JSON in its JSON", (text: string) => ascii(JSON.stringify(ascii(JSON.stringify({ text }))))],
  ["a URL", (text: string) => `https://host/?key=${encodeURIComponent(text)}&x`],
  ["Python's literals", (text: string) => `{'text': '${text.replaceAll("\\", "\\\\")}'}`],
])("a secret is masked in %s", (_, print) => {
  const mask = textMasker(['ab"cd\\ef1234\u00e9 /\u{1f511}']);
  expect(mask(print('ab"cd\\ef1234\u00e9 /\u{1f511}'))).toBe(print("***").replaceAll("%2A", "*"));
});

const ascii = (text: string): string =>
  text.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);

test("half a character in a secret is no fault", () => {
  expect(textMasker(["half\ud83d!"])("half\ud83d!")).toBe("***");
});
