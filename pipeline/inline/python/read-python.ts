// Reads a Python file as Python does: UTF-8 with or without a byte order mark, line ends of any kind.
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { UserError } from "../../ir/user-error.ts";

export interface PythonFile {
  readonly file: string;
  readonly source: string;
}

/** Throws `NO_SUCH_FILE` and `PYTHON_INVALID`, `UserError`s. */
export function readPython(url: URL): PythonFile {
  const path = fileURLToPath(url);
  const bytes = read(path);
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return { file: basename(path), source: text.replace(/\r\n?/g, "\n") };
  } catch {
    throw new UserError("PYTHON_INVALID", `${path}: is not UTF-8 text. Save it as UTF-8.`);
  }
}

function read(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch {
    throw new UserError("NO_SUCH_FILE", `${path}: cannot be read as a file. Give the URL of a Python file.`);
  }
}
