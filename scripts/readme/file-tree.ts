// Lists the source files, each with what its opening comment says of it: the README's file tree.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const folders = ["pipeline", "components", "containers", "cloudbuild", "scripts"];
const source = /\.(ts|mjs|py)$/;
const leftOut = /^(node_modules|tests|__pycache__|\..*|__init__\.py)$/;
/** Where a description is cut, in characters. */
const longest = 96;

/** Markdown: one block a top-level folder. */
export function fileTree(root: string): string {
  return folders
    .map((folder) => [folder, listFolder(root, folder, 1)] as const)
    .filter(([, lines]) => lines.length > 0)
    .map(
      ([folder, lines]) =>
        `<details><summary><code>${folder}/</code></summary>\n\n\`\`\`text\n${lines.join("\n")}\n\`\`\`\n\n</details>`,
    )
    .join("\n\n");
}

function listFolder(root: string, folder: string, depth: number): readonly string[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => !leftOut.test(entry.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const indent = "  ".repeat(depth - 1);
  const files = entries
    .filter((entry) => entry.isFile() && source.test(entry.name))
    .map(
      (entry) =>
        `${indent}${entry.name.padEnd(28 - indent.length)} ${describe(join(root, folder, entry.name))}`,
    );
  const inner = entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => [entry.name, listFolder(root, join(folder, entry.name), depth + 1)] as const)
    .filter(([, lines]) => lines.length > 0)
    .flatMap(([name, lines]) => [`${indent}${name}/`, ...lines]);
  return [...files, ...inner];
}

/** The first sentence of a file's opening comment or docstring. */
function describe(file: string): string {
  const text = readFileSync(file, "utf8").replace(/^#!.*\n/, "");
  const opening = file.endsWith(".py")
    ? (/^"""([\s\S]*?)"""/.exec(text)?.[1] ?? "")
    : (/^((?:\/\/.*\n)+)/.exec(text)?.[1] ?? "").replaceAll(/^\/\/ ?/gm, "");
  const sentence = /^[\s\S]*?[.](?=\s|$)/.exec(opening.trim())?.[0] ?? opening.trim();
  const line = sentence.replaceAll(/\s+/g, " ").replace(/[.:;]$/, "");
  return line.length <= longest ? line : `${line.slice(0, line.lastIndexOf(" ", longest))} …`;
}
