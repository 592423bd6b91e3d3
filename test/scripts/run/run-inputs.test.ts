import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readRunInputs } from "../../../scripts/run/run-inputs.ts";
import { small } from "../../pipeline/runner/small-pipelines.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const spec = small({
  root: {
    inputDefinitions: {
      parameters: {
        n: { parameterType: "NUMBER_INTEGER" },
        d: { parameterType: "NUMBER_DOUBLE" },
        l: { parameterType: "LIST" },
        o: { parameterType: "STRUCT" },
        s: { parameterType: "STRING" },
      },
    },
    dag: { tasks: {} },
  },
});

test("a value in which a number would become another stays text, which the runner refuses", async () => {
  const given = [
    "n=9007199254740993",
    "d=1e400",
    "l=[1e400]",
    'o={"a": 12345678901234567890}',
    "s=9007199254740993",
  ];
  const { parameters } = await readRunInputs(spec, given, undefined);
  expect(Object.entries(parameters).map(([name, value]) => `${name}=${value}`)).toEqual(given);
});

test("other numbers are numbers", async () => {
  const given = ["n=9007199254740991", "d=12345678901234567890", "l=[0.1234567890123456789, 1e300]"];
  const { parameters } = await readRunInputs(spec, given, undefined);
  expect(parameters).toEqual({
    n: Number.MAX_SAFE_INTEGER,
    d: 12345678901234567000,
    l: [0.12345678901234568, 1e300],
  });
});

test("a file in which a number would become another is refused", async () => {
  const file = join(temporaryFolder(), "parameters.json");
  writeFileSync(file, '{"l": [12345678901234567890]}');
  await expect(readRunInputs(spec, [], file)).rejects.toMatchObject({
    code: "PARAMETERS_INVALID",
    message: `--parameters ${file}: numbers cannot hold 1234..., they have about 16 digits. Give a shorter one.`,
  });
});
