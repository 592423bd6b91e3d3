import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Build } from "../../../cloudbuild/format/build.ts";
import { findChanges } from "../../../cloudbuild/plan/changes.ts";
import type { ComponentBuild } from "../../../cloudbuild/merge/merged-build.ts";
import type { DependencyOptions } from "../../../cloudbuild/plan/dependencies.ts";
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
      globs: ["generated/**", "generated/Dockerfile"],
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

function countsOf(
  component: ComponentBuild,
  options: DependencyOptions,
  paths: readonly string[],
): readonly string[] {
  const dependencies = dependenciesOf(component, options);
  return paths.filter((path) => dependencies.some(({ includes }) => includes(path)));
}

function reading(texts: { readonly [path: string]: string }): (path: string) => string | undefined {
  return (path) => texts[path];
}

test("an image that no command builds may be made from anything", () => {
  const push = { name: "gcr.io/cloud-builders/docker", args: ["push", "r.example/p/a:1"] };
  const whyOf = (build: Build): unknown =>
    dependenciesOf(smallComponent("svc", build), { read })
      .map(({ because }) => because)
      .find(({ kind }) => kind === "unknown");
  const why = { kind: "unknown", why: "no command shows how r.example/p/a:1 is built" };
  const script = { name: "gcr.io/cloud-builders/docker", entrypoint: "bash", args: ["bin/build.sh"] };
  const made = {
    name: "docker",
    script: "docker build -t r.example/p/b:1 web; docker tag r.example/p/b:1 r.example/p/a:1",
  };
  expect([
    whyOf({ steps: [script], images: ["r.example/p/a:1"] }),
    whyOf({ steps: [{ name: "bash", script: "sh bin/build.sh" }, push] }),
    whyOf({ steps: [{ name: "docker", script: "docker tag b r.example/p/a:1" }, push] }),
  ]).toEqual([why, why, why]);
  expect(whyOf({ steps: [made, push] })).toBeUndefined();
  const said = {
    ...smallComponent("svc", { steps: [script, push] }),
    component: { config: "svc/cloudbuild.yaml", inputs: ["lib/**"] },
  };
  expect(dependenciesOf(said, { read }).map(({ because }) => because)).toEqual([
    { kind: "folder", folder: "svc" },
    { kind: "input", glob: "lib/**" },
  ]);
  const pulled = { name: "docker", script: "docker pull a; docker tag a r.example/p/a:1" };
  expect(whyOf({ steps: [pulled, push] })).toBeUndefined();
});

test("what a .dockerignore that is gone has hidden counts", () => {
  const svc = smallComponent("svc", building("-f", "docker/D", "app"));
  const paths = ["docker/D.dockerignore", "app/.dockerignore", ".dockerignore"];
  const dockerfile = "FROM a\nCOPY x /\n";
  expect(countsOf(svc, { read: reading({ "docker/D": dockerfile }) }, paths)).toEqual(paths.slice(0, 2));
  const own = { "docker/D": dockerfile, "docker/D.dockerignore": "" };
  expect(countsOf(svc, { read: reading(own) }, paths)).toEqual(paths.slice(0, 1));
});

test("links lead to what they stand for, also in a folder's place, and of configs and Dockerfiles", () => {
  const links = new Map([
    ["link", "lib"],
    ["docker/D", "../base/D"],
    ["svc/cloudbuild.yaml", "../base/svc.yaml"],
    ["far/away", "/etc"],
    ["round", "round"],
  ]);
  const paths = ["link", "lib/x", "base/D", "docker/D", "base/svc.yaml", "other/y"];
  const svc = smallComponent("svc", building("-f", "docker/D", "."));
  const counts = (copied: string): readonly string[] =>
    countsOf(svc, { read: reading({ "docker/D": `FROM a\nCOPY ${copied} /\n` }), links }, paths);
  const always = ["base/D", "docker/D", "base/svc.yaml"];
  expect(counts("none")).toEqual(always);
  for (const copied of ["link", "link/x", "l*k", "link/*"]) {
    expect([copied, counts(copied)]).toEqual([copied, ["link", "lib/x", ...always]]);
  }
  expect(counts("far/away/x")).toEqual(paths);
  expect(counts("round")).toEqual(paths);
  const input = smallComponent("a", { steps: [] }, { inputs: ["link/**"] });
  expect(countsOf(input, { read, links }, paths)).toEqual(["link", "lib/x"]);
});

test("of a submodule git names its folder alone", () => {
  const changedBy = (copied: string, inputs: readonly string[] = []): number => {
    const svc = smallComponent("svc", building("-f", "docker/D", "."), { inputs });
    const changes = findChanges({
      merged: merge([svc]),
      components: [svc],
      changed: { kind: "files", files: ["vendor", "a.txt"], submodules: ["vendor"] },
      read: reading({ "docker/D": `FROM a\nCOPY ${copied} /\n` }),
    });
    return changes[0]?.reasons.length ?? 0;
  };
  expect(["vendor", "vendor/inc", "vendor/inc/*.h", "*/inc"].map((copied) => changedBy(copied))).toEqual([
    1, 1, 1, 1,
  ]);
  expect(changedBy("other", ["vendor/**"])).toBe(1);
  expect(["other", "*.h", "vendors/*.h"].map((copied) => changedBy(copied))).toEqual([0, 0, 0]);
});

test("what every version publishes anew is built again, where it is published", () => {
  const objects = (location: string): Build => ({
    steps: [{ name: "node" }],
    artifacts: { objects: { location, paths: ["out/*"] } },
  });
  const tags: Build = { steps: [{ name: "docker", args: ["push", "--all-tags", "r.example/p/a"] }] };
  const reasonsOf = (build: Build, publishes: boolean): unknown => {
    const component = smallComponent("pipe", build);
    const changed = { kind: "files", files: [] } as const;
    return findChanges({ merged: merge([component]), components: [component], changed, read, publishes })[0]
      ?.reasons;
  };
  expect(reasonsOf(objects("gs://$PROJECT_ID/$COMMIT_SHA/"), true)).toEqual([
    { kind: "publishes", what: "objects in gs://$PROJECT_ID/$COMMIT_SHA/" },
  ]);
  expect(reasonsOf(objects("gs://$PROJECT_ID/$COMMIT_SHA/"), false)).toEqual([]);
  expect(reasonsOf(objects("gs://$PROJECT_ID/latest/"), true)).toEqual([]);
  expect(reasonsOf(tags, true)).toEqual([
    { kind: "publishes", what: "all tags of r.example/p/a, which no step names" },
  ]);
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
