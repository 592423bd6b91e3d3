import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { checkRoot } from "../../scripts/check-root.ts";
import { temporaryFolder } from "./temporary-folder.ts";

test("nothing is left of the trial, whether the root exists or not", async () => {
  const folder = temporaryFolder();
  await checkRoot(folder);
  await checkRoot(join(folder, "a", "b"));
  expect(readdirSync(folder)).toEqual([]);
});

test("a root that is empty, or a link that leads nowhere, is refused", async () => {
  const link = join(temporaryFolder(), "link");
  symlinkSync("nowhere/at/all", link);
  await expect(checkRoot("")).rejects.toThrow("--root: it is empty. Name a folder with --root.");
  await expect(checkRoot(link)).rejects.toThrow(
    `${link}: it leads nowhere. Choose another place with --root.`,
  );
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
