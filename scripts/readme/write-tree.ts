// Puts the file tree into the README, between its two markers: `npm run readme`.
import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileTree } from "./file-tree.ts";

const root = resolve(import.meta.dirname, "../..");
const readme = join(root, "README.md");
const text = readFileSync(readme, "utf8");
const tree = `<!-- tree -->\n\n${fileTree(root)}\n\n<!-- /tree -->`;
writeFileSync(
  readme,
  text.replace(/<!-- tree -->[\s\S]*<!-- \/tree -->/, () => tree),
);
