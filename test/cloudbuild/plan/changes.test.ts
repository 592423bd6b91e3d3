import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Build } from "../../../cloudbuild/format/build.ts";
import { findChanges } from "../../../cloudbuild/plan/changes.ts";
import { dependenciesOf, dependencyGlobs, leastGlobs } from "../../../cloudbuild/plan/dependencies.ts";
import { merge, mergedBy, smallComponent } from "./small-builds.ts";

const files: { readonly [path: string]: string } = {
  "web/Dockerfile": "FROM a\nCOPY package.json lib ./\nCOPY web/*.ts ./\nCOPY $X.cfg ./\n",
  ".dockerignore": "**/*.md\n",
};
const read = (path: string): string | undefined => files[path];

function building(...args: readonly string[]): Build {
  return { steps: [{ name: "gcr.io/cloud-builders/docker", id: "build", args: ["build", ...args] }] };
}

const web = smallComponent("web", building("-f", "web/Dockerfile", "."), { inputs: ["schemas/**"] });
const options = { read, buildsFile: "cloudbuild/builds.ts", shared: ["tsconfig.json"] };

test("a file counts for the first of the reasons why a component is made from it", () => {
  const why = (path: string): unknown =>
    dependenciesOf(web, options).find(({ includes }) => includes(path))?.because ?? "not";
  const source = { kind: "source", by: "COPY", dockerfile: "web/Dockerfile" };
  expect(
    [
      ...[
        "cloudbuild/builds.ts",
        "web/any.md",
        ".dockerignore",
        "package.json",
        "lib/deep/x.js",
        "lib/README.md",
      ],
      ...["lib", "more/y.cfg", "schemas/a/b.json", "tsconfig.json", "other/package.json", "library/x"],
    ].map((path) => [path, why(path)]),
  ).toEqual([
    ["cloudbuild/builds.ts", { kind: "builds" }],
    ["web/any.md", { kind: "folder", folder: "web" }],
    [".dockerignore", { kind: "dockerfile", dockerfile: ".dockerignore" }],
    ["package.json", { ...source, line: 2 }],
    ["lib/deep/x.js", { ...source, line: 2 }],
    ["lib/README.md", "not"],
    ["lib", { ...source, line: 2 }],
    ["more/y.cfg", { ...source, line: 4 }],
    ["schemas/a/b.json", { kind: "input", glob: "schemas/**" }],
    ["tsconfig.json", { kind: "shared", glob: "tsconfig.json" }],
    ["other/package.json", "not"],
    ["library/x", "not"],
  ]);
});

test("the globs of a component take in all that it is made from, sorted and each once", () => {
  expect(dependencyGlobs(web, options)).toEqual([
    "**.cfg",
    "**.cfg/**",
    ".dockerignore",
    "cloudbuild/builds.ts",
    "lib",
    "lib/**",
    "package.json",
    "package.json/**",
    "schemas/**",
    "tsconfig.json",
    "web/**",
  ]);
});

test("a glob within another is left out", () => {
  expect(leastGlobs(["a/b/**", "a/**", "a", "a*/x", "ab/**", "a/b.txt"])).toEqual([
    "a",
    "a*/x",
    "a/**",
    "ab/**",
  ]);
  expect(leastGlobs(["a/**", "**"])).toEqual(["**"]);
});

test("a Dockerfile that is not there may copy anything of its context", () => {
  const made = smallComponent("made", building("generated"));
  expect(dependenciesOf(made, { read }).map(({ because, globs }) => ({ because, globs }))).toEqual([
    { because: { kind: "folder", folder: "made" }, globs: ["made/**"] },
    {
      because: { kind: "unknown", why: "the Dockerfile generated/Dockerfile is not in the repository" },
      globs: ["generated/**"],
    },
  ]);
});

test("a substitution's value leads to the Dockerfile, the environment's before the config's", () => {
  const build = { ...building("-f", "$_DIR/Dockerfile", "."), substitutions: { _DIR: "old" } };
  const component = smallComponent("app", build);
  const folders = [{}, { _DIR: "web" }, { _DIR: "$COMMIT_SHA" }].map((substitutions) =>
    dependenciesOf(component, { read, substitutions })
      .map(({ because }) => because)
      .find(({ kind }) => kind === "dockerfile" || kind === "unknown"),
  );
  expect(folders).toEqual([
    { kind: "unknown", why: "the Dockerfile old/Dockerfile is not in the repository" },
    { kind: "dockerfile", dockerfile: "web/Dockerfile" },
    { kind: "unknown", why: 'the value of "$_DIR/Dockerfile" is not known' },
  ]);
});

test("a malformed glob is the user's mistake", () => {
  const component = smallComponent("web", { steps: [{ name: "a" }] }, { inputs: ["a["] });
  expect(() => dependenciesOf(component, { read })).toThrow(
    'inputs of "web": "a[" is no glob: its [ has no ]. Correct it; \\ before a character takes it as it is.',
  );
});

const one: Build = { steps: [{ name: "a", id: "build" }] };
const chain = [
  smallComponent("base", one),
  smallComponent("app", one, { needs: [{ step: "build", on: ["base:build"] }] }),
  smallComponent("deploy", one, { needs: [{ on: ["app"] }] }),
  smallComponent("docs", one),
];

test("what waits for a component that is rebuilt is rebuilt, and what waits for that", () => {
  const changed = { kind: "files", files: ["base/x", "README.md"] } as const;
  expect(findChanges({ read, merged: merge(chain), components: chain, changed })).toEqual([
    {
      component: "base",
      reasons: [{ kind: "files", files: ["base/x"], because: { kind: "folder", folder: "base" } }],
    },
    {
      component: "app",
      reasons: [
        {
          kind: "component",
          component: "base",
          step: "app:build",
          on: "base:build",
          because: { kind: "needs", need: "base:build" },
        },
      ],
    },
    {
      component: "deploy",
      reasons: [
        {
          kind: "component",
          component: "app",
          step: "deploy:build",
          on: "app:build",
          because: { kind: "needs", need: "app" },
        },
      ],
    },
    { component: "docs", reasons: [] },
  ]);
});

test("where nobody knows what has changed everything is rebuilt", () => {
  const changed = { kind: "everything", why: "There is no commit x." } as const;
  const changes = findChanges({ read, merged: merge(chain), components: chain, changed });
  expect(changes.map(({ reasons }) => reasons)).toEqual(chain.map(() => [changed]));
});

test("every component that is rebuilt has a why, and the others depend on none that is", () => {
  const names = ["a", "b", "c", "d", "e", "f"];
  const edges = fc.array(fc.tuple(fc.nat(5), fc.nat(5)), { maxLength: 8 });
  fc.assert(
    fc.property(edges, fc.subarray(names), (pairs, touched) => {
      const needs = new Map(names.map((name) => [name, new Set<string>()]));
      for (const [x, y] of pairs)
        if (x !== y) needs.get(names[Math.max(x, y)] ?? "")?.add(names[Math.min(x, y)] ?? "");
      const waits = names.map(
        (name) => [`${name}:s`, [...(needs.get(name) ?? [])].map((on) => `${on}:s`)] as const,
      );
      const changes = findChanges({
        read,
        merged: mergedBy(Object.fromEntries(waits)),
        components: names.map((name) => smallComponent(name, one)),
        changed: { kind: "files", files: touched.map((name) => `${name}/x`) },
      });
      const rebuilt = new Set(
        changes.flatMap(({ component, reasons }) => (reasons.length > 0 ? [component] : [])),
      );
      const expected = (name: string): boolean =>
        touched.includes(name) || [...(needs.get(name) ?? [])].some(expected);
      expect([...rebuilt]).toEqual(names.filter(expected));
    }),
  );
});

const root = resolve(import.meta.dirname, "../../..");

test("the Dockerfiles of this repository are read as they are meant", () => {
  const readOwn = (path: string): string | undefined => {
    try {
      return readFileSync(resolve(root, path), "utf8");
    } catch {
      return undefined;
    }
  };
  const steps = (file: string): Build => ({
    steps: ["test", ""].map((target) => ({
      name: "gcr.io/cloud-builders/docker",
      args: ["buildx", "build", `--file=${file}`, ...(target === "" ? [] : [`--target=${target}`]), "."],
    })),
  });
  const config = "containers/node/cloudbuild.yaml";
  const node = smallComponent("node", steps("containers/node/Dockerfile"), { config });
  const dependencies = dependenciesOf(node, { read: readOwn });
  const counts = (path: string): boolean => dependencies.some(({ includes }) => includes(path));
  const paths = [
    "package-lock.json",
    "pipeline/ir/user-error.ts",
    "test/components/a.test.ts",
    "components/x.ts",
  ];
  expect(paths.filter((path) => !counts(path))).toEqual([]);
  expect(
    ["README.md", "scripts/pollux.ts", "pipeline/node_modules/x.js", "test/scripts/x.ts"].filter(counts),
  ).toEqual([]);
});
