// What is written of triggers is what Google's proto and the schema made of it take.
import { spawnSync } from "node:child_process";
import { existsSync, globSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { readTriggers } from "../../../cloudbuild/triggers/read-triggers.ts";
import { googlePython } from "../../tools/python-packages.ts";

const root = resolve(import.meta.dirname, "..", "..", "..");
const schemaFile = resolve(root, "..", "shared", "cloudbuild", "schema.trigger.json");

/** The golden files of this folder, and the one that is ours. */
const files = [
  ...globSync(join(import.meta.dirname, "golden", "*.yaml")),
  ...globSync(join(root, "cloudbuild", "triggers.yaml")),
].sort();
const written = files.flatMap((file) => readTriggers(readFileSync(file, "utf8"), file));

test("both versions of YAML read the same of what is written", () => {
  for (const file of files) {
    const text = readFileSync(file, "utf8");
    const read = (version: "1.1" | "1.2") =>
      [...parseAllDocuments(text, { version })].map((document) => document.toJS() as unknown);
    expect(read("1.1")).toEqual(read("1.2"));
  }
});

test("Google's proto takes every trigger that is written", async () => {
  const input = written.map((trigger) => `${JSON.stringify(trigger)}\n`).join("");
  const script = join(import.meta.dirname, "parse-triggers.py");
  const { stdout, stderr } = spawnSync(await googlePython(), [script], { input, encoding: "utf8" });
  expect(`${stdout}${stderr}`.trim()).toBe(String(written.length));
}, 180_000);

const skipped = existsSync(schemaFile) ? "" : " (skipped: the schema is not beside this repository)";
test.skipIf(skipped !== "")(`the schema of triggers takes every trigger that is written${skipped}`, () => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  const validate = ajv.compile(JSON.parse(readFileSync(schemaFile, "utf8")) as object);
  const errors = written.filter((trigger) => !validate(trigger)).map(({ name }) => name);
  expect([written.length > 5, errors]).toEqual([true, []]);
});
