import { expect, test } from "vitest";
import { commandsOf, shellTextOf } from "../../../cloudbuild/check/step-commands.ts";
import type { BuildStep } from "../../../cloudbuild/format/build.ts";

const wordsOf = (step: BuildStep) => commandsOf(step, 0).map(({ words }) => words.map(({ text }) => text));

test("without a shell, the image is the program, or its entrypoint is", () => {
  expect(wordsOf({ name: "gcr.io/cloud-builders/docker:20", args: ["push", "a b"] })).toEqual([
    ["docker", "push", "a b"],
  ]);
  expect(wordsOf({ name: "node", entrypoint: "/usr/bin/npm", args: ["ci"] })).toEqual([["npm", "ci"]]);
});

test("gcloud's SDK has no entrypoint: the first argument is the program", () => {
  const name = "gcr.io/google.com/cloudsdktool/cloud-sdk:slim";
  expect(wordsOf({ name, args: ["gcloud", "version"] })).toEqual([["gcloud", "version"]]);
  expect(wordsOf({ name: "docker", args: ["docker", "info"] })).toEqual([["docker", "info"]]);
});

test("a shell's text is the argument after -c, wherever the shell stands", () => {
  const shells: readonly BuildStep[] = [
    { name: "a", entrypoint: "/bin/bash", args: ["-c", "x"] },
    { name: "a", entrypoint: "sh", args: ["-e", "-o", "pipefail", "-c", "x"] },
    { name: "ubuntu", args: ["bash", "-exc", "x"] },
    { name: "bash", args: ["-c", "x"] },
    { name: "tools", args: ["-c", "x"] },
  ];
  expect(shells.map((step) => shellTextOf(step, 0)?.text)).toEqual(["x", "x", "x", "x", "x"]);
});

test("what has -c and is no shell has no such text", () => {
  const steps: readonly BuildStep[] = [
    { name: "a", entrypoint: "python", args: ["-c", "x"] },
    { name: "gcloud", args: ["builds", "-c", "x"] },
    { name: "bash", args: ["-c"] },
    { name: "bash", args: ["script.sh"] },
  ];
  expect(steps.map((step) => shellTextOf(step, 0))).toEqual([undefined, undefined, undefined, undefined]);
});

test("a script is split into commands and words", () => {
  const script = `#!/bin/bash
# comment
cd app && DOCKER_BUILDKIT=1 sudo docker build \\
  -t "r/app:1" . # as always
/usr/bin/docker push 'r/app:1' | tee log; true`;
  expect(wordsOf({ name: "docker", script })).toEqual([
    ["cd", "app"],
    ["docker", "build", "-t", "r/app:1", "."],
    ["docker", "push", "r/app:1"],
    ["tee", "log"],
    ["true"],
  ]);
});
