import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { checkRoot } from "../../../scripts/twin/check-root.ts";
import { temporaryFolder } from "../temporary-folder.ts";

test("a root that does not exist is made, and nothing is left in it", async () => {
  const root = join(temporaryFolder(), "a", "b");
  await checkRoot(root);
  expect(readdirSync(root)).toEqual([]);
});

test("a file in its place, and a place under a file, are refused", async () => {
  const file = join(temporaryFolder(), "file");
  writeFileSync(file, "");
  await expect(checkRoot(file)).rejects.toThrow(`${file}: it is a file. Choose another place with --root.`);
  await expect(checkRoot(join(file, "root"))).rejects.toMatchObject({ code: "ROOT_UNUSABLE" });
});

// The superuser may write everywhere.
test.runIf(process.getuid?.() !== 0)(
  "a folder that may not be written to is refused (not as root)",
  async () => {
    const root = join(temporaryFolder(), "root");
    mkdirSync(root, { mode: 0o500 });
    await expect(checkRoot(root)).rejects.toThrow("it may not be written to");
    expect(existsSync(root)).toBe(true);
  },
);
