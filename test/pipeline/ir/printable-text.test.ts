import { expect, test } from "vitest";
import { printable } from "../../../pipeline/ir/printable-text.ts";

test("control sequences are shown, not obeyed; text, tabs and line feeds stay", () => {
  expect(printable("\u001b[2Jhi\r\u202e")).toBe("\\x1b[2Jhi\\x0d\\u202e");
  expect(printable("né\t👋🏽\nשלום")).toBe("né\t👋🏽\nשלום");
});
