// What the predecessor got wrong, on components like its own.
import { expect, test } from "vitest";
import { checkBuild } from "../../../cloudbuild/check/check-build.ts";
import { readBuildFile } from "../../../cloudbuild/files/read-build-file.ts";
import { scheduleBuild } from "../../../cloudbuild/plan/schedule.ts";
import { mergedOf, mergeOf, shown, waitsOf } from "./merge-of.ts";
import { durationsOf, mergedSeed, seedText } from "./seed/seed.ts";

test("the critical path is 450 s, 810 s where needs hold for whole components, and 1590 s one after another", () => {
  const times = (["none", "components", "steps"] as const).map((kind) => {
    const merged = mergedSeed(kind);
    const { total, serial } = scheduleBuild(merged, durationsOf(merged));
    return [kind, total, serial];
  });
  expect(times).toEqual([
    ["none", 450, 1590],
    ["components", 810, 1590],
    ["steps", 450, 1590],
  ]);
});

test("secrets of all components are kept, and each step asks only for its own", () => {
  const { build } = mergedSeed("steps");
  expect(build.availableSecrets).toEqual({
    secretManager: [
      { versionName: "projects/$PROJECT_ID/secrets/app-key/versions/3", env: "APP_KEY" },
      { versionName: "projects/$PROJECT_ID/secrets/kaggle/versions/1", env: "KAGGLE_KEY" },
    ],
  });
  expect(build.steps.flatMap(({ id, secretEnv }) => (secretEnv ? [[id, secretEnv]] : []))).toEqual([
    ["app:deploy", ["APP_KEY"]],
    ["data-prep:build", ["KAGGLE_KEY"]],
  ]);
});

test("a secret that no shell expands is found by the check", () => {
  const yaml = `steps:
  - name: gcr.io/cloud-builders/docker
    args: [build, --build-arg, KEY=$$KAGGLE_KEY, .]
    secretEnv: [KAGGLE_KEY]
availableSecrets:
  secretManager:
    - { versionName: projects/p/secrets/kaggle/versions/1, env: KAGGLE_KEY }
`;
  const { read } = readBuildFile("cloudbuild.yaml", yaml);
  const findings = read === undefined ? [] : checkBuild(read, { modes: ["trigger", "submit"] });
  expect(findings.some(({ place, message }) => place.line === 3 && message.includes("KAGGLE_KEY"))).toBe(
    true,
  );
});

test("what a step without an id waits for does not depend on where its config stands", () => {
  expect(waitsOf(mergedSeed("steps"))["pipeline:step-3"]).toEqual([
    "data-prep:push",
    "fine-tune:push",
    "pipeline:push",
  ]);
});

test("a rename reaches ${_X} and names with digits, and leaves $$_X and longer names alone", () => {
  const { build } = mergedOf({
    web: {
      yaml: `steps:
  - name: "builder:\${_V1}"
    args: ["$_V1 \${_V1} $$_V1 $$$_V1 $_V12 \${_V1:-$_V1}", plain]
    env: ["V=$_V1"]
    script: echo $_V1
substitutions: { _V1: "1", _V12: "2" }
`,
      rename: { _V1: "_WEB_V1" },
    },
  });
  expect([build.steps[0], build.substitutions]).toEqual([
    {
      name: "builder:${_WEB_V1}",
      id: "web:step-1",
      args: ["$_WEB_V1 ${_WEB_V1} $$_V1 $$$_WEB_V1 $_V12 ${_WEB_V1:-$_WEB_V1}", "plain"],
      env: ["V=$_WEB_V1"],
      script: "echo $_V1",
      waitFor: ["-"],
    },
    { _WEB_V1: "1", _V12: "2" },
  ]);
});

test("the timeout is that of the components one waits for after the other, and more than a day is refused", () => {
  expect(mergedSeed("none").build.timeout).toBe("3600s");
  expect(mergedSeed("steps").build.timeout).toBe("7200s");
  const long = (seconds: number): string => `steps: [{ name: a }]\ntimeout: ${seconds}s\n`;
  const needs = [{ on: ["first"] }];
  const merged = mergedOf({ first: { yaml: long(50_000) }, second: { yaml: long(36_400), needs } });
  expect(merged.build.timeout).toBe("86400s");
  const { findings } = mergeOf({ first: { yaml: long(50_000) }, second: { yaml: long(36_401), needs } });
  expect(shown(findings)).toEqual([
    'first/cloudbuild.yaml:2:10: error TIMEOUT_OVER_A_DAY: Components that wait for each other may take 86401 s together, and a build 86400 s: "first" 50000 s, "second" 36401 s. Lower their timeouts; a config without one counts 3600 s. (second/cloudbuild.yaml:2:10: "second" may take 36401 s)',
  ]);
});

test("a tag that is empty on branches is found by the check", () => {
  const yaml = "steps: [{ name: docker, args: [build, '--tag=us-docker.pkg.dev/p/r/a:$TAG_NAME', .] }]\n";
  const { read } = readBuildFile("cloudbuild.yaml", yaml);
  const findings = read === undefined ? [] : checkBuild(read, { modes: ["trigger", "submit"] });
  expect(findings.map(({ code }) => code)).toContain("EMPTY_BUILTIN");
});

test("options, substitutions, images, tags and timeouts of all components are kept", () => {
  const { steps, availableSecrets, ...rest } = mergedSeed("steps").build;
  expect(rest).toEqual({
    timeout: "7200s",
    images: ["app", "data-prep", "fine-tune", "pipeline"].map(
      (name) => `us-docker.pkg.dev/$PROJECT_ID/twin/${name}:$_TAG`,
    ),
    options: { machineType: "E2_HIGHCPU_32", diskSizeGb: 200, logging: "CLOUD_LOGGING_ONLY" },
    substitutions: { _TAG: "1.0", _REGION: "us-central1", _MODEL2: "gemma" },
    tags: ["app", "data", "training"],
  });
  expect(steps.flatMap(({ id, env }) => (env ? [[id, env]] : []))).toEqual([
    ["data-prep:build", ["DOCKER_BUILDKIT=1"]],
    ["data-prep:push", ["DOCKER_BUILDKIT=1"]],
  ]);
});

test("an image of the retired registry is found by the check", () => {
  const { read } = readBuildFile(
    "a.yaml",
    seedText("app").replaceAll("us-docker.pkg.dev/$PROJECT_ID", "gcr.io/$PROJECT_ID"),
  );
  const findings = read === undefined ? [] : checkBuild(read, { modes: ["trigger", "submit"] });
  expect(findings.map(({ code }) => code)).toContain("RETIRED_REGISTRY");
});
