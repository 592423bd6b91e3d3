import { expect, test } from "vitest";
import { commandsOf, shellTextOf } from "../../../cloudbuild/steps/step-commands.ts";
import { knownValues } from "../../../cloudbuild/steps/known-values.ts";
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

test("words of the shell and programs that run others are no commands of their own", () => {
  const script = `if ! sudo -E /bin/docker build .; then exit 1; fi
for x in a b; do env A=1 docker push $x; done
{ time -p make; } > log`;
  expect(wordsOf({ name: "bash", script })).toEqual([
    ["docker", "build", "."],
    ["exit", "1"],
    ["for", "x", "in", "a", "b"],
    ["docker", "push", "$x"],
    ["make"],
    [],
  ]);
});

test("a step's own variables are in place where a shell puts them, whatever signs are in their values", () => {
  const env = ["IMAGE=r/$_A", "SAY=it's"];
  const script = "echo $SAY; docker push \"$IMAGE\" '$IMAGE' ${OTHER}";
  expect(wordsOf({ name: "a", env, script })).toEqual([
    ["echo", "it's"],
    ["docker", "push", "r/$_A", "$IMAGE", "${OTHER}"],
  ]);
  const args = ["-c", "docker push $$IMAGE $${IMAGE}:1 $IMAGE"];
  expect(wordsOf({ name: "a", entrypoint: "bash", env, args })).toEqual([
    ["docker", "push", "r/$_A", "r/$_A:1", "$IMAGE"],
  ]);
  expect(wordsOf({ name: "docker", env, args: ["push", "$$IMAGE"] })).toEqual([
    ["docker", "push", "$$IMAGE"],
  ]);
});

test("with values substitutions are in place, but in a script; as they are written they stay known", () => {
  const values = knownValues({ _A: "a", _FLAGS: "--pull -q" });
  const commands = (step: BuildStep) =>
    commandsOf(step, 0, values).map(({ words }) => words.map(({ text, written }) => [text, written]));
  const name = "docker";
  expect(commands({ name, args: ["push", "$_A:$BUILD_ID"] })).toEqual([
    [
      ["docker", "docker"],
      ["push", "push"],
      ["a:${BUILD_ID}", "$_A:$BUILD_ID"],
    ],
  ]);
  expect(commands({ name, args: ["-c", "docker build $_FLAGS '$_A'"], entrypoint: "sh" })).toEqual([
    [
      ["docker", "docker"],
      ["build", "build"],
      ["--pull", "$_FLAGS"],
      ["-q", "$_FLAGS"],
      ["a", "$_A"],
    ],
  ]);
  expect(commands({ name, script: "echo $_A" })).toEqual([
    [
      ["echo", "echo"],
      ["$_A", "$_A"],
    ],
  ]);
});

test("words say where they stand, and whether they are known", () => {
  const [exec] = commandsOf({ name: "r/docker", args: ["push", "a:$$X"] }, 3);
  expect(exec?.words.map(({ at, isOpen }) => [at.join("."), isOpen])).toEqual([
    ["steps.3.name", false],
    ["steps.3.args.0", false],
    ["steps.3.args.1", true],
  ]);
  const [shell] = commandsOf({ name: "sh", args: ["-c", "push a:$$X $PROJECT_ID > $(b)"] }, 3).slice(1);
  expect(shell?.words.map(({ at, isOpen }) => [at.join("."), isOpen])).toEqual([
    ["steps.3.args.1", false],
    ["steps.3.args.1", true],
    ["steps.3.args.1", false],
  ]);
  expect([shell?.by, shell?.writes.map(({ text }) => text)]).toEqual(["shell", ["$(b)"]]);
});
