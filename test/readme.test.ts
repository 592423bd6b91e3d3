// What the README shows must be so.
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fileTree } from "../scripts/readme/file-tree.ts";

const root = resolve(import.meta.dirname, "..");
const execute = promisify(execFile);
let folder: string;
let readme: string;

beforeAll(async () => {
  readme = await readFile(join(root, "README.md"), "utf8");
  // Inside the repository, where a package can import itself by its name.
  folder = await mkdtemp(join(root, "test", ".readme-"));
});
afterAll(() => rm(folder, { recursive: true }));

test("the pipeline of the README compiles, and runs on this machine", async () => {
  const source = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? "";
  const file = join(folder, "hello.ts");
  await writeFile(file, source);
  const pollux = (...args: readonly string[]): Promise<{ readonly stdout: string }> =>
    execute(process.execPath, [join(root, "scripts/pollux.mjs"), ...args], { cwd: root });

  await pollux("compile", file);
  expect(await readFile(join(folder, "hello.yaml"), "utf8")).toContain("name: count-words");
  const ran = await pollux("run", file, "-p", "text=one two three", "--root", join(folder, ".pollux"));
  expect(JSON.parse(ran.stdout)).toEqual({ words: 3 });
});

test("the README lists every source file (npm run readme)", () => {
  expect(/<!-- tree -->([\s\S]*)<!-- \/tree -->/.exec(readme)?.[1]?.trim()).toBe(fileTree(root));
});

test("the README has a line for every dependency", async () => {
  const { dependencies, devDependencies } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
  const missing = Object.keys({ ...dependencies, ...devDependencies }).filter(
    (name) => !readme.includes(`\`${name}\``),
  );
  expect(missing).toEqual([]);
});
