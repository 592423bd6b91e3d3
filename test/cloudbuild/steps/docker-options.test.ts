import { expect, test } from "vitest";
import { isOn, isRegistryOutput, readDocker, readKaniko } from "../../../cloudbuild/steps/docker-options.ts";
import type { Options } from "../../../cloudbuild/steps/docker-options.ts";
import type { Word } from "../../../cloudbuild/steps/step-commands.ts";

function wordsOf(line: string): readonly Word[] {
  return line.split(" ").map((text): Word => ({ text, written: text, isOpen: false, at: ["steps", 0] }));
}

function shown({ named, operands }: Options): readonly unknown[] {
  const options = [...named].map(([name, values]) => [name, ...values.map(({ text }) => text)]);
  return [...options, operands.map(({ text }) => text)];
}

function read(line: string): readonly unknown[] {
  const { command, options } = readDocker(wordsOf(line));
  return [command, ...shown(options)];
}

test("options have one name, and the value that is joined, behind =, or the next word", () => {
  expect(read("build -t a -t=b -fDockerfile --tag=c --pull --no-cache-filter x .")).toEqual([
    "build",
    ["--tag", "a", "b", "c"],
    ["--file", "Dockerfile"],
    ["--pull", ""],
    ["--no-cache-filter", "x"],
    ["."],
  ]);
});

test("letters go together, and the last may have a value", () => {
  expect(read("build -qt a .")).toEqual(["build", ["--quiet", ""], ["--tag", "a"], ["."]]);
  expect(read("run -it -e A=1 a -t b")).toEqual([
    "run",
    ["--interactive", ""],
    ["--tty", ""],
    ["--env", "A=1"],
    ["a", "-t", "b"],
  ]);
});

test("a command has one spelling, whatever group it is of and what options stand before it", () => {
  const lines = ["--config c buildx --builder b build a", "buildx b a", "builder build a", "image build a"];
  expect(lines.map(read)).toEqual(lines.map(() => ["build", ["a"]]));
  const others = ["image push -a b", "compose -f c push", "buildx imagetools create -t a b", "", "--version"];
  expect(others.map((line) => read(line)[0])).toEqual([
    "push",
    "compose push",
    "buildx imagetools create",
    "",
    "",
  ]);
});

test("an option without its value has none", () => {
  expect(read("build -t")).toEqual(["build", []]);
});

test("a flag may be off", () => {
  const { options } = readDocker(wordsOf("build --push=false --load --pull=true ."));
  expect(["--push", "--load", "--pull", "--check"].map((flag) => isOn(options, flag))).toEqual([
    false,
    true,
    true,
    false,
  ]);
});

test("kaniko's options are read", () => {
  expect(shown(readKaniko(wordsOf("-d a --destination=b --cache --no-push -c . --dockerfile d")))).toEqual([
    ["--destination", "a", "b"],
    ["--cache", ""],
    ["--no-push", ""],
    ["--context", "."],
    ["--dockerfile", "d"],
    [],
  ]);
});

test("an output goes to a registry where it says so", () => {
  expect(["type=registry", "type=image,push=true", "push=true,name=a"].map(isRegistryOutput)).toEqual([
    true,
    true,
    true,
  ]);
  expect(["type=image", "type=image,push=false", "registry"].map(isRegistryOutput)).toEqual([
    false,
    false,
    false,
  ]);
});
