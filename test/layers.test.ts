// Imports go one way; this test reads every import of ours and names the ones that go the other.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { expect, test } from "vitest";

const root = resolve(import.meta.dirname, "..");

/** What each layer may import besides itself; a file belongs to the longest prefix that fits, and needs one. */
const layers: { readonly [prefix: string]: readonly string[] } = {
  "pipeline/ir": [],
  "pipeline/environments": ["pipeline/ir/user-error.ts"],
  "pipeline/dsl": ["pipeline/ir"],
  "pipeline/inline": ["pipeline/ir"],
  "pipeline/compiler": ["pipeline/dsl", "pipeline/ir", "pipeline/inline"],
  "pipeline/decompiler": ["pipeline/dsl", "pipeline/ir", "pipeline/compiler", "pipeline/inline"],
  "pipeline/runner": ["pipeline/ir", "pipeline/environments"],
  "pipeline/vertex": ["pipeline/ir", "pipeline/runner", "pipeline/environments", "pipeline/dsl"],
  // Takes a pipeline as it was written.
  "pipeline/vertex/submit.ts": [
    "pipeline/vertex",
    "pipeline/runner",
    "pipeline/ir",
    "pipeline/dsl",
    "pipeline/compiler",
  ],
  "pipeline/vertex/machines": ["pipeline/ir/user-error.ts"],
  "pipeline/executor": ["pipeline/ir", "pipeline/dsl"],
  "pipeline/index.ts": ["pipeline/dsl", "pipeline/ir"],
  "pipeline/digital-twin.ts": ["pipeline/index.ts", "components"],
  components: [
    "pipeline/index.ts",
    "pipeline/dsl",
    "pipeline/ir",
    "pipeline/executor",
    "pipeline/environments",
    "pipeline/vertex/machines",
  ],
  // Deploys by the official clients, which the toolkit makes.
  "components/platform/endpoints/vertex": [
    "components",
    "pipeline/ir",
    "pipeline/vertex/client",
    "pipeline/vertex/config",
    "pipeline/vertex/machines",
  ],
  containers: ["components", "pipeline"],
  // Stands alone, but for small pieces that have nothing of pipelines in them.
  cloudbuild: [
    "pipeline/ir/closest-name.ts",
    "pipeline/ir/find-cycles.ts",
    "pipeline/ir/group-by.ts",
    "pipeline/ir/json-object.ts",
    "pipeline/ir/json-schema.ts",
    "pipeline/ir/printable-text.ts",
    "pipeline/ir/user-error.ts",
    "pipeline/ir/yaml-lexer.ts",
  ],
  scripts: ["pipeline", "components", "containers", "cloudbuild"],
};

function layerOf(file: string): string | undefined {
  return Object.keys(layers)
    .filter((prefix) => file === prefix || file.startsWith(`${prefix}/`))
    .sort((a, b) => b.length - a.length)[0];
}

function sources(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|tsx|mjs)$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

function importsOf(file: string): readonly string[] {
  const text = readFileSync(join(root, file), "utf8");
  return [...text.matchAll(/(?:from|import\(|import)\s*"(\.[^"]+)"/g)].map((match) =>
    relative(root, resolve(root, dirname(file), match[1] ?? "")),
  );
}

test("every file imports only from its own layer and the layers below it", () => {
  const wrong = ["pipeline", "components", "containers", "cloudbuild", "scripts"]
    .flatMap(sources)
    .flatMap((file) => {
      const layer = layerOf(file);
      if (layer === undefined) return [`${file} belongs to no layer`];
      const allowed = [layer, ...(layers[layer] ?? [])];
      return importsOf(file)
        .filter((target) => !allowed.some((prefix) => target === prefix || target.startsWith(`${prefix}/`)))
        .map((target) => `${file} imports ${target}`);
    });
  expect(wrong).toEqual([]);
});

test("a component's definition imports nothing that runs", () => {
  const heavy = sources("components")
    .filter((file) => file.endsWith("component.ts"))
    .flatMap((file) =>
      importsOf(file)
        .filter((target) => !/^(pipeline\/index\.ts|components\/images\.ts)$/.test(target))
        .map((target) => `${file} imports ${target}`),
    );
  expect(heavy).toEqual([]);
});

test("no code of ours needs a newer Node than the oldest that package.json allows", () => {
  const newer =
    /\b(Map|Object)\.groupBy\(|\bArray\.fromAsync\(|\bPromise\.(withResolvers|try)\(|\.isSupersetOf\(|\.isSubsetOf\(/;
  const wrong = ["pipeline", "components", "scripts"]
    .flatMap((folder) => sources(folder).map((file) => file))
    .filter((file) => !file.endsWith("group-by.ts") && newer.test(readFileSync(join(root, file), "utf8")));
  expect(wrong).toEqual([]);
});
