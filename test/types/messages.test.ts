// What `tsc` says of mistakes is what their author reads first: it must stand at the mistake and name it.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");
const lines = readFileSync(join(import.meta.dirname, "messages.ts"), "utf8").split("\n");
const marker = "// @ts-expect-error ";

test("tsc names each mistake in messages.ts where it stands", () => {
  const expected = lines.flatMap((line, index) => {
    const [before, message] = line.split(marker);
    return message !== undefined && before?.trim() === "" ? [{ line: index + 2, message }] : [];
  });
  expect(expected.length).toBeGreaterThan(40);
  expect(messages(lines.map((line) => line.replace(marker, "// ")).join("\n"))).toEqual(expected);
});

/** The first line of each message, with the line of the code that it is about. */
function messages(code: string): readonly { readonly line: number; readonly message: string }[] {
  // Inside the package, so that "pollux" is found; the leading dot keeps it out of everything else.
  const folder = mkdtempSync(join(root, "test/.printed-"));
  try {
    writeFileSync(join(folder, "code.ts"), code);
    writeFileSync(
      join(folder, "tsconfig.json"),
      JSON.stringify({ extends: "../../tsconfig.json", include: ["*.ts"] }),
    );
    const { stdout } = spawnSync(join(root, "node_modules/.bin/tsc"), ["-p", "."], {
      cwd: folder,
      encoding: "utf8",
    });
    return [...stdout.matchAll(/^code\.ts\((\d+),\d+\): error TS\d+: (.*)$/gm)].map(
      ([, line, message = ""]) => ({
        line: Number(line),
        message,
      }),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}
