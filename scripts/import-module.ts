// Loads a TypeScript module that a user wrote, and says in a sentence what keeps it from being loaded.
import { pathToFileURL } from "node:url";
import { importTypeScript } from "../pipeline/executor/import-typescript.ts";
import { UserError } from "../pipeline/ir/user-error.ts";

/** `file` is the path as the user wrote it. */
export async function importModule(file: string, path: string): Promise<object> {
  try {
    return await importTypeScript(pathToFileURL(path).href);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (error.name === "TransformError" || error instanceof SyntaxError) {
      const [, line, column, text] = /:(\d+):(\d+): ERROR: (.*)/.exec(error.message) ?? [];
      const what = line === undefined ? error.message : `line ${line}, column ${column}: ${text}`;
      throw new UserError("NOT_TYPESCRIPT", `${file}: cannot be read: ${what}. Correct the file.`);
    }
    if ("code" in error && /^(ERR_)?MODULE_NOT_FOUND$/.test(String(error.code))) {
      const [what] = error.message.split("\n"); // below it, the modules that import it
      throw new UserError(
        "NO_SUCH_MODULE",
        `${file}: ${what}. Correct the import, install it, or put the file into a folder where it is.`,
      );
    }
    if ("code" in error && error.code === "ERR_UNKNOWN_FILE_EXTENSION") {
      const what = error.message.split("\n")[0];
      throw new UserError(
        "NO_SUCH_MODULE",
        `${file}: imports what is no module: ${what}. Read other files with readFileSync().`,
      );
    }
    if ("code" in error && error.code === "ERR_REQUIRE_CYCLE_MODULE") {
      const message = 'is taken for CommonJS. Name it .mts, or put "type": "module" into its package.json.';
      throw new UserError("NOT_A_MODULE", `${file}: ${message}`);
    }
    if (error instanceof UserError) throw error;
    throw new UserError(
      "MODULE_THREW",
      `${file}${placeIn(path, error)}: throws ${error.name}: ${error.message}. ${advice}`,
    );
  }
}

const advice = "Correct it; `npx tsc --noEmit` says what is of a wrong type.";

/** The first line of the stack that is in the user's file, as `, line 3, column 7`. */
function placeIn(path: string, { stack = "" }: Error): string {
  const frame = stack
    .split("\n")
    .find((line) => line.includes(pathToFileURL(path).href) || line.includes(path));
  const [, line, column] = /:(\d+):(\d+)\)?$/.exec(frame ?? "") ?? [];
  return line === undefined ? "" : `, line ${line}, column ${column}`;
}
