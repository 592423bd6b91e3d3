import { describe, expect, test } from "vitest";
import { dockerCommand } from "../../../cloudbuild/simulate/docker-command.ts";
import type { BuildOptions, BuildStep } from "../../../cloudbuild/format/build.ts";

function commandOf(step: Partial<BuildStep>, options?: BuildOptions, substitutions: readonly string[] = []) {
  const build = { steps: [], ...(options === undefined ? {} : { options }) };
  return dockerCommand({ step: { name: "node", ...step }, index: 2, build, substitutions });
}

/** Of the command only what comes after what every step has. */
function rest(argv: readonly string[]): readonly string[] {
  return argv.slice(argv.indexOf("--workdir"));
}

describe("a step's docker command", () => {
  test("mounts the workspace, the home folder, the outputs and docker's socket", () => {
    expect(commandOf({ args: ["npm", "test"] })).toEqual({
      argv: [
        ...["docker", "run", "--rm", "--name", "step_2", "--privileged", "--network", "cloudbuild"],
        ...["--volume", "/var/run/docker.sock:/var/run/docker.sock"],
        ...["--volume", "/workspace:/workspace"],
        ...["--volume", "homevol:/builder/home"],
        ...["--volume", "/tmp/step-2:/builder/outputs"],
        ...["--workdir", "/workspace"],
        ...["--env", "HOME", "--env", "BUILDER_OUTPUT"],
        ...["node", "npm", "test"],
      ],
      mounts: [
        { source: "/var/run/docker.sock", path: "/var/run/docker.sock" },
        { source: "/workspace", path: "/workspace" },
        { source: "homevol", path: "/builder/home" },
        { source: "/tmp/step-2", path: "/builder/outputs" },
      ],
      env: ["HOME", "BUILDER_OUTPUT"],
    });
  });

  test.each([
    [undefined, "/workspace"],
    ["containers/node", "/workspace/containers/node"],
    ["./web/", "/workspace/web"],
    ["/tmp/out", "/tmp/out"],
  ])("works for dir %j in %s", (dir, folder) => {
    expect(rest(commandOf(dir === undefined ? {} : { dir }).argv)[1]).toBe(folder);
  });

  test("names every environment variable once, sorted, and shows the value of none", () => {
    const step = { env: ["B=two=2", "A=1"], secretEnv: ["TOKEN"] };
    const { env, argv } = commandOf(step, {
      env: ["B=two", "C=", "a value", "=another"],
      secretEnv: ["KEY"],
    });
    expect(env).toEqual(["HOME", "BUILDER_OUTPUT", "A", "B", "C", "KEY", "TOKEN"]);
    expect(rest(argv)).toEqual([
      "--workdir",
      "/workspace",
      ...env.flatMap((name) => ["--env", name]),
      "node",
    ]);
  });

  test("maps substitutions to variables where the step asks, or the build does and the step does not decline", () => {
    const mapped = (step: Partial<BuildStep>, options?: BuildOptions) =>
      commandOf(step, options, ["_X", "PROJECT_ID"]).env.slice(2);
    expect(mapped({})).toEqual([]);
    expect(mapped({ automapSubstitutions: true })).toEqual(["PROJECT_ID", "_X"]);
    expect(mapped({}, { automapSubstitutions: true })).toEqual(["PROJECT_ID", "_X"]);
    expect(mapped({ automapSubstitutions: false }, { automapSubstitutions: true })).toEqual([]);
  });

  test("mounts the volumes of the build before those of the step", () => {
    const { mounts } = commandOf(
      { volumes: [{ name: "a", path: "/a" }] },
      { volumes: [{ name: "b", path: "/b" }] },
    );
    expect(mounts.slice(4)).toEqual([
      { source: "b", path: "/b" },
      { source: "a", path: "/a" },
    ]);
  });

  test("gives the entrypoint that the step names", () => {
    expect(rest(commandOf({ entrypoint: "bash", args: ["-c", "true"] }).argv).slice(-5)).toEqual([
      ...["--entrypoint", "bash", "node", "-c", "true"],
    ]);
  });

  test.each([
    ["echo hello", ["--entrypoint", "/bin/sh", "node", "/builder/script"]],
    ["#!/bin/bash\nset -e", ["--entrypoint", "/bin/bash", "node", "/builder/script"]],
    ["#!/usr/bin/env bash\r\ntrue", ["--entrypoint", "/usr/bin/env", "node", "bash", "/builder/script"]],
    [
      "#! /usr/bin/env -S bash -eu\ntrue",
      ["--entrypoint", "/usr/bin/env", "node", "-S bash -eu", "/builder/script"],
    ],
    ["#!\necho", ["--entrypoint", "/bin/sh", "node", "/builder/script"]],
  ])("runs the script %j with what its first line names", (script, expected) => {
    const { argv, mounts } = commandOf({ script });
    expect(argv.slice(argv.indexOf("--entrypoint"))).toEqual(expected);
    expect(mounts.at(-1)).toEqual({ source: "/tmp/script-2", path: "/builder/script", readOnly: true });
    expect(argv).toContain("/tmp/script-2:/builder/script:ro");
  });
});
