import { mkdirSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { expect, test } from "vitest";
import { checkBase } from "../../../scripts/twin/check-base.ts";
import { temporaryFolder } from "../temporary-folder.ts";

function folderWith(config: string | undefined): string {
  const folder = join(temporaryFolder(), "base");
  mkdirSync(folder);
  if (config !== undefined) writeFileSync(join(folder, "config.json"), config);
  return folder;
}

test("tiny and addresses are left as they are", async () => {
  for (const base of [
    "tiny",
    "hf://google/gemma-3-270m",
    "gs://bucket/gemma",
    "kaggle://keras/gemma3/keras/270m",
  ]) {
    expect(await checkBase(base)).toBe(base);
  }
});

test("a folder of a Gemma model and a GGUF file become absolute paths", async () => {
  const folder = folderWith('{"model_type": "gemma3_text"}');
  const file = join(folder, "model.gguf");
  writeFileSync(file, "GGUF\u0003");
  expect(await checkBase(relative(process.cwd(), folder))).toBe(folder);
  expect(await checkBase(relative(process.cwd(), file))).toBe(file);
});

test.each([
  ["a folder of another model", '{"model_type": "llama"}', 'the model is of type "llama", not a Gemma'],
  ["a folder without a model", undefined, "this folder is no Hugging Face model"],
  ["a folder whose config is broken", "{", "this folder is no Hugging Face model"],
  ["a folder whose config is null", "null", 'the model is of type "undefined", not a Gemma'],
])("%s is refused", async (_, config, said) => {
  const folder = folderWith(config);
  await expect(checkBase(folder)).rejects.toThrow(`twin: --base ${folder}: ${said}`);
});

test("a path with nothing there, and a file that is no GGUF, are refused", async () => {
  const folder = folderWith(undefined);
  writeFileSync(join(folder, "notes.txt"), "hi");
  await expect(checkBase(join(folder, "no-such"))).rejects.toThrow("there is no such file or folder");
  await expect(checkBase(join(folder, "notes.txt"))).rejects.toThrow("this file is no GGUF file");
});
