// Files that kfp wrote, and that people keep in public: each can be read. They are beside the repository where it is
// developed.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readYaml } from "../../../pipeline/ir/yaml.ts";

const root = join(import.meta.dirname, "../../../../shared/kfp");
const folders = ["corpus", "google-components", "wild"];
const canRead = folders.every((folder) => existsSync(join(root, folder)));
const skipped = canRead ? "" : " (skipped: kfp's files are not beside this repository)";

describe.skipIf(!canRead)(`as text${skipped}`, () => {
  test.each(folders)("every file of %s is read", (folder) => {
    const files = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).filter(
      (file) => /\.(yaml|yml|json)$/.test(file) && file !== "INDEX.json",
    );
    expect(files.length).toBeGreaterThan(5);
    for (const file of files) {
      const documents = readYaml(readFileSync(join(root, folder, file), "utf8"), file);
      expect([file, documents.length > 0]).toEqual([file, true]);
    }
  });
});
