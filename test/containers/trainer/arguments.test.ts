// A Python component's definition and the settings its module reads are two texts: they must say the same.
import { execFileSync } from "node:child_process";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { convert } from "../../../components/convert/component.ts";
import { evaluate } from "../../../components/evaluate/component.ts";
import { prepareBase } from "../../../components/prepare-base/component.ts";
import { train } from "../../../components/train/component.ts";
import { componentDefinition } from "../../../pipeline/index.ts";

const root = resolve(import.meta.dirname, "../../..");
const python = join(root, ".venv/bin/python");

interface Field {
  readonly name: string;
  readonly type: string;
  readonly default?: unknown;
}

const pythonTypes: { readonly [type: string]: string } = {
  NUMBER_INTEGER: "int",
  NUMBER_DOUBLE: "float",
  STRING: "str",
  BOOLEAN: "bool",
};

function settingsOf(module: string): readonly Field[] {
  const file = join(root, "containers/trainer/trainer", `${module}.py`);
  const script = join(import.meta.dirname, "settings-of.py");
  return JSON.parse(execFileSync(python, [script, file], { encoding: "utf8" })) as Field[]; // as the script prints it
}

const snakeCase = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const byName = (a: Field, b: Field): number => (a.name < b.name ? -1 : 1);

test.each([
  ["prepare_base", prepareBase],
  ["train", train],
  ["convert", convert],
  ["evaluate", evaluate],
] as const)("the settings of %s are the inputs of its component", (module, component) => {
  const { inputs } = componentDefinition(component);
  const declared = Object.entries(inputs).map(([name, input]): Field => {
    const type = input.type.kind === "parameter" ? (pythonTypes[input.type.type] ?? input.type.type) : "Path";
    if (input.default !== undefined) return { name: snakeCase(name), type, default: input.default };
    return input.optional
      ? { name: snakeCase(name), type: `${type} | None`, default: null }
      : { name: snakeCase(name), type };
  });
  expect([...settingsOf(module)].sort(byName)).toEqual(declared.sort(byName));
});
