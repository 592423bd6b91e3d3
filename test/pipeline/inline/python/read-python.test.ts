import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { readPython } from "../../../../pipeline/inline/python/index.ts";
import { temporaryFolder } from "../../../scripts/temporary-folder.ts";

function readBytes(bytes: string | Uint8Array): ReturnType<typeof readPython> {
  const file = join(temporaryFolder(), "count words.py");
  writeFileSync(file, bytes);
  return readPython(pathToFileURL(file));
}

test("a file's text loses its byte order mark and any line ends but Python's", () => {
  expect(readBytes("\ufeff# é\r\nx = 1\ry = 2\n")).toEqual({
    file: "count words.py",
    source: "# é\nx = 1\ny = 2\n",
  });
});

test("a file in another encoding is refused", () => {
  expect(() => readBytes(Uint8Array.of(0x23, 0xe9))).toThrow(
    /^\/.*count words\.py: is not UTF-8 text\. Save it as UTF-8\.$/,
  );
});

test("a file that is not there is named", () => {
  expect(() => readPython(new URL("file:///nowhere/count.py"))).toThrow(
    expect.objectContaining({
      code: "NO_SUCH_FILE",
      message: "/nowhere/count.py: cannot be read as a file. Give the URL of a Python file.",
    }),
  );
});
