import { describe, expect, test } from "vitest";
import type { Build } from "../../../cloudbuild/format/build.ts";
import {
  isAutomapped,
  isDynamic,
  substituteBuild,
  substitutedTexts,
} from "../../../cloudbuild/substitutions/substituted-texts.ts";

const everywhere: Build = {
  steps: [
    {
      name: "$_X-name",
      id: "id-$_X",
      args: ["$_X-arg", "plain"],
      env: ["A=$_X-env"],
      dir: "$_X-dir",
      entrypoint: "$_X-entrypoint",
      secretEnv: ["$_X"],
      waitFor: ["$_X"],
      volumes: [{ name: "$_X", path: "/$_X" }],
      timeout: "60s",
      script: "echo $_X",
    },
  ],
  images: ["$_X-image"],
  tags: ["$_X-tag"],
  logsBucket: "$_X-bucket",
  serviceAccount: "$_X-account",
  substitutions: { _X: "$_Y" },
  options: { env: ["B=$_X-option"], pool: { name: "$_X-pool" }, workerPool: "$_X-worker", logging: "$_X" },
  secrets: [{ kmsKeyName: "$_X-key", secretEnv: { A: "$_X" } }],
  availableSecrets: {
    secretManager: [{ versionName: "$_X-version", env: "$_X" }],
    inline: [{ kmsKeyName: "$_X-inline", envMap: { B: "$_X" } }],
  },
  artifacts: {
    images: ["$_X-artifact"],
    objects: { location: "$_X-location", paths: ["$_X-path"] },
    mavenArtifacts: [{ repository: "$_X-maven", artifactId: "$_X-id" }],
  },
};

describe("substitutedTexts", () => {
  test("has the fields that Cloud Build substitutes, scripts not among them", () => {
    const texts = [...substitutedTexts(everywhere)].map(({ path, text }) => `${path.join(".")} ${text}`);
    expect(texts).toEqual([
      "steps.0.name $_X-name",
      "steps.0.args.0 $_X-arg",
      "steps.0.args.1 plain",
      "steps.0.env.0 A=$_X-env",
      "steps.0.dir $_X-dir",
      "steps.0.entrypoint $_X-entrypoint",
      "images.0 $_X-image",
      "tags.0 $_X-tag",
      "logsBucket $_X-bucket",
      "serviceAccount $_X-account",
      "options.env.0 B=$_X-option",
      "options.pool.name $_X-pool",
      "options.workerPool $_X-worker",
      "secrets.0.kmsKeyName $_X-key",
      "availableSecrets.secretManager.0.versionName $_X-version",
      "availableSecrets.inline.0.kmsKeyName $_X-inline",
      "artifacts.images.0 $_X-artifact",
      "artifacts.objects.location $_X-location",
      "artifacts.objects.paths.0 $_X-path",
      "artifacts.mavenArtifacts.0.repository $_X-maven",
      "artifacts.mavenArtifacts.0.artifactId $_X-id",
    ]);
  });
});

describe("substituteBuild", () => {
  test("substitutes those fields and leaves the others as they are", () => {
    const plain = JSON.parse(JSON.stringify(everywhere).replaceAll("$_X-", "one-")) as Build; // the same shape
    expect(substituteBuild(everywhere, { _X: "one" }, "submit")).toEqual({
      ...plain,
      substitutions: { _X: "one" },
    });
  });

  test("makes one dollar of two, and nothing of a name without a value", () => {
    const build: Build = { steps: [{ name: "a", args: ["$$HOME", "$$$_X", "a${_Y}b"] }] };
    expect(substituteBuild(build, { _X: "1" }, "submit").steps[0]?.args).toEqual(["$HOME", "$1", "ab"]);
  });

  test("prefers the values that are given to the build's own", () => {
    const build: Build = { steps: [{ name: "$_X-$_Y" }], substitutions: { _X: "own", _Y: "own" } };
    expect(substituteBuild(build, { _X: "given" }, "submit")).toEqual({
      steps: [{ name: "given-own" }],
      substitutions: { _X: "given", _Y: "own" },
    });
  });

  test("resolves values under a trigger, and under gcloud builds submit where the build says so", () => {
    const build: Build = { steps: [{ name: "$_X" }], substitutions: { _X: "${PROJECT_ID^^}" } };
    const on: Build = { ...build, options: { dynamicSubstitutions: true } };
    const name = (of: Build, mode: "trigger" | "submit") =>
      substituteBuild(of, { PROJECT_ID: "p" }, mode).steps[0]?.name;
    expect([name(build, "trigger"), name(build, "submit"), name(on, "submit")]).toEqual([
      "P",
      "${PROJECT_ID^^}",
      "P",
    ]);
  });

  test("is the same build for one without references", () => {
    const build: Build = { steps: [{ name: "a", args: ["b"], timeout: "1s" }], options: { diskSizeGb: 100 } };
    expect(substituteBuild(build, {}, "trigger")).toEqual(build);
  });
});

test("dynamic substitutions are on under every trigger", () => {
  expect(isDynamic({ steps: [], options: { dynamicSubstitutions: false } }, "trigger")).toBe(true);
  expect(isDynamic({ steps: [] }, "submit")).toBe(false);
});

test("a step's automapSubstitutions overrules the build's", () => {
  const build: Build = { steps: [], options: { automapSubstitutions: true } };
  expect(isAutomapped(build, { name: "a" })).toBe(true);
  expect(isAutomapped(build, { name: "a", automapSubstitutions: false })).toBe(false);
});
