// Looks at what `--base` names before anything long starts, as far as that is cheap; `prepare-base` does the rest.
import { open, readFile, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { UserError } from "../../pipeline/ir/user-error.ts";

/** Gives the reference as the pipeline takes it: a path becomes absolute, since tasks run elsewhere. */
export async function checkBase(base: string): Promise<string> {
  if (base === "tiny" || /^[a-z]+:\/\//.test(base)) return base;
  const path = resolve(base);
  const stats = await stat(path).catch(() => undefined);
  if (stats === undefined) {
    throw wrong(base, "there is no such file or folder", "tiny, or the path of a Gemma model");
  }
  if (stats.isDirectory()) await checkFolder(base, path);
  else await checkGguf(base, path);
  return path;
}

async function checkFolder(base: string, path: string): Promise<void> {
  let config: { readonly model_type?: unknown };
  try {
    config = JSON.parse(await readFile(join(path, "config.json"), "utf8")) as typeof config; // its one field is checked below
  } catch {
    throw wrong(
      base,
      "this folder is no Hugging Face model (no config.json that can be read)",
      "the folder of a Gemma model",
    );
  }
  if (!String(config?.model_type).startsWith("gemma")) {
    throw wrong(
      base,
      `the model is of type "${String(config?.model_type)}", not a Gemma`,
      "a Gemma 1, 2 or 3 model",
    );
  }
}

async function checkGguf(base: string, path: string): Promise<void> {
  const file = await open(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(4), 0, 4, 0);
    if (buffer.toString("latin1") !== "GGUF") {
      throw wrong(base, "this file is no GGUF file", "a .gguf file or the folder of a Gemma model");
    }
  } finally {
    await file.close();
  }
}

function wrong(base: string, what: string, instead: string): UserError {
  return new UserError("BASE_UNUSABLE", `twin: --base ${base}: ${what}. Give ${instead}.`);
}
