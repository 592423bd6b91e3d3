import { execFileSync } from "node:child_process";
import { existsSync, globSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { image } from "../../components/images.ts";

const root = resolve(import.meta.dirname, "..", "..");
const schemaFile = resolve(root, "..", "shared", "cloudbuild", "schema.json");
const digest = /@sha256:[0-9a-f]{64}$/;
const secret = /secret|token|password|passwd|credential|api_?key|private_?key/i;

const folders = readdirSync(join(root, "containers")).filter((name) =>
  existsSync(join(root, "containers", name, "Dockerfile")),
) as ("node" | "trainer")[]; // the test below holds them against `image`

interface Instruction {
  readonly name: string;
  readonly text: string;
}

function instructions(folder: string): readonly Instruction[] {
  const text = readFileSync(join(root, "containers", folder, "Dockerfile"), "utf8");
  return text
    .replace(/^#.*\n/gm, "")
    .replace(/\\\n/g, " ")
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => ({
      name: line.split(" ")[0] ?? "",
      text: line.slice(line.indexOf(" ") + 1).trim(),
    }));
}

interface CloudBuild {
  readonly steps: readonly {
    readonly id: string;
    readonly name: string;
    readonly args?: readonly string[];
    readonly script?: string;
    readonly env?: readonly string[];
    readonly waitFor?: readonly string[];
    readonly secretEnv?: unknown;
  }[];
  readonly images: readonly string[];
  readonly substitutions: { readonly [name: string]: string };
  readonly timeout: string;
  readonly options: { readonly logging: string };
}

function cloudBuild(folder: string): CloudBuild {
  const text = readFileSync(join(root, "containers", folder, "cloudbuild.yaml"), "utf8");
  return parse(text) as CloudBuild; // held against the schema below
}

test("there is an image for TypeScript components and one for the trainer", () => {
  expect(folders).toEqual(["node", "trainer"]);
});

describe.each(folders)("the %s image", (folder) => {
  const lines = instructions(folder);
  const build = cloudBuild(folder);

  test("stands on a base named by digest", () => {
    const stages = lines.filter(({ name, text }) => name === "FROM" && / AS /i.test(text));
    const names = stages.map(({ text }) => text.split(/ AS /i)[1]);
    const bases = lines.filter(({ name }) => name === "FROM").map(({ text }) => text.split(" ")[0] ?? "");
    const foreign = bases.filter((base) => !names.includes(base));
    expect(foreign).toHaveLength(1);
    for (const base of foreign) expect(base).toMatch(digest);
  });

  test("runs as a user who is not root, to its end", () => {
    const users = lines.filter(({ name }) => name === "USER").map(({ text }) => text);
    expect(users.at(-1)).toMatch(/^[a-z]+$/);
    expect(users).not.toContain("root");
    expect(lines.findLastIndex(({ name }) => name === "USER")).toBeGreaterThan(
      lines.findLastIndex(({ name }) => name === "COPY"),
    );
  });

  test("holds no secret and asks for none", () => {
    const named = lines.filter(({ name }) => name === "ARG" || name === "ENV").map(({ text }) => text);
    expect(named.filter((text) => secret.test(text))).toEqual([]);
    expect(JSON.stringify(build)).not.toMatch(/secretEnv|availableSecrets/);
  });

  test("copies only what is there and what the build is shown", () => {
    const shown = readFileSync(join(root, ".dockerignore"), "utf8")
      .split("\n")
      .filter((line) => line.startsWith("!"))
      .map((line) => line.slice(1));
    const sources = lines
      .filter(({ name, text }) => name === "COPY" && !text.startsWith("--from"))
      .flatMap(({ text }) => text.split(/\s+/).slice(0, -1));
    expect(sources.filter((source) => !existsSync(join(root, source)))).toEqual([]);
    expect(sources.filter((source) => !shown.includes(source.split("/")[0] ?? ""))).toEqual([]);
  });

  test("has a Cloud Build config that names every builder by digest and nothing by `latest`", () => {
    for (const step of build.steps) expect(step.name).toMatch(digest);
    const buildkit = build.steps
      .flatMap(({ args = [] }) => args)
      .filter((arg) => arg.includes("--driver-opt=image="));
    expect(buildkit).toHaveLength(1);
    for (const arg of buildkit) expect(arg).toMatch(digest);
    expect(JSON.stringify(build)).not.toMatch(/:latest/);
  });

  test("is tested before it is pushed, under the name that pipelines use", () => {
    expect(build.steps.map(({ id }) => id)).toEqual(["builder", "test", "build", "try", "push"]);
    expect(build.steps.at(-1)?.waitFor).toEqual(["test", "try"]);
    expect(
      build.steps.flatMap(({ args = [] }) => args).filter((arg) => /^--push|type=registry$/.test(arg)),
    ).toEqual([]);
    const tag = /:([^:]+)$/.exec(image(folder))?.[1];
    expect(build.images).toEqual([`$_REGISTRY/$PROJECT_ID/$_REPOSITORY/${folder}:$_TAG`]);
    expect(build.substitutions["_TAG"]).toBe(tag);
  });

  test("leaves the digest that the registry gave, for what uses the image", () => {
    const push = build.steps.at(-1);
    expect(push?.env).toEqual([
      `IMAGE=$_REGISTRY/$PROJECT_ID/$_REPOSITORY/${folder}:$_TAG`,
      `DIGEST_FILE=/workspace/.digests/${folder}.json`,
    ]);
    const workspace = mkdtempSync(join(tmpdir(), "pollux-push-"));
    const digests = [
      `eu.dev/p/r/${folder}@sha256:${"1".repeat(64)}`,
      `us.dev/p/r/${folder}@sha256:${"2".repeat(64)}`,
    ];
    const docker = `#!/bin/sh\necho "$*" >> ${workspace}/asked\n[ "$1" = push ] || printf '%s\\n' ${digests.join(" ")}\n`;
    writeFileSync(join(workspace, "docker"), docker, { mode: 0o755 });
    writeFileSync(join(workspace, "script"), push?.script ?? "", { mode: 0o755 });
    const file = join(workspace, ".digests", `${folder}.json`);
    const env = {
      PATH: `${workspace}:${process.env["PATH"]}`,
      IMAGE: `us.dev/p/r/${folder}:7`,
      DIGEST_FILE: file,
    };
    execFileSync(join(workspace, "script"), { env });
    expect(JSON.parse(readFileSync(file, "utf8"))).toEqual({
      "containerimage.digest": `sha256:${"2".repeat(64)}`,
      "image.name": `us.dev/p/r/${folder}:7`,
    });
    expect(readFileSync(join(workspace, "asked"), "utf8").split("\n")[0]).toBe(`push us.dev/p/r/${folder}:7`);
    rmSync(workspace, { recursive: true });
  });

  test("waits only for steps that come before, and defines each substitution that it uses, and no other", () => {
    const ids = build.steps.map(({ id }) => id);
    for (const [i, step] of build.steps.entries()) {
      for (const other of step.waitFor ?? []) expect(["-", ...ids.slice(0, i)]).toContain(other);
    }
    const text = JSON.stringify({ ...build, substitutions: {} });
    const used = new Set([...text.matchAll(/\$\{?(_[A-Z0-9_]+)/g)].map((match) => match[1]));
    expect([...used].sort()).toEqual(Object.keys(build.substitutions).sort());
  });

  test.runIf(existsSync(schemaFile))(
    "fits the schema of Cloud Build (needs the schema beside the repository)",
    () => {
      const schema = JSON.parse(readFileSync(schemaFile, "utf8")) as object; // ajv checks it
      const ajv = new Ajv2020({ strict: false, validateFormats: false });
      const fits = ajv.compile(schema);
      fits(build);
      expect(fits.errors ?? []).toEqual([]);
    },
  );

  test("says which environment stands for it on a laptop", () => {
    const environment = JSON.parse(
      readFileSync(join(root, "containers", folder, "environment.json"), "utf8"),
    ) as { readonly images: readonly string[] }; // our own file
    expect(environment.images).toEqual(
      expect.arrayContaining([`*/pollux/${folder}:*`, `*/pollux/${folder}@*`]),
    );
  });
});

test("every folder of containers/ with code has a Dockerfile, and every Dockerfile a Cloud Build config", () => {
  const all = readdirSync(join(root, "containers"));
  expect(all.filter((name) => !existsSync(join(root, "containers", name, "Dockerfile")))).toEqual([]);
  expect(all.filter((name) => !existsSync(join(root, "containers", name, "cloudbuild.yaml")))).toEqual([]);
  expect(globSync("containers/*/Dockerfile", { cwd: root })).toHaveLength(all.length);
});
