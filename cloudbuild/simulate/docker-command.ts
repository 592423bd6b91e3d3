// A step -> the `docker run` that it is, as Cloud Build's open local builder wrote it (cloud-build-local,
// build/build.go). Environment variables are named only: docker takes their values from what starts it.
import { posix } from "node:path";
import type { Build, BuildStep } from "../format/build.ts";
import { isAutomapped } from "../substitutions/substituted-texts.ts";
import type { DockerCommand, Mount } from "./simulation.ts";

export interface DockerCommandOf {
  /** Substituted. */
  readonly step: BuildStep;
  /** Where it stands among the steps, from 0. */
  readonly index: number;
  /** The build that it is of, for what that gives every step. */
  readonly build: Build;
  /** Names of all substitutions that the build has, for steps that get them as environment variables. */
  readonly substitutions: readonly string[];
}

/** Where a script stands in the container is not documented; it is none of the reserved folders that steps may use. */
const scriptPath = "/builder/script";

export function dockerCommand(of: DockerCommandOf): DockerCommand {
  const { step, index } = of;
  const mounts = mountsOf(of);
  const env = environmentNames(of);
  const { entrypoint, args } = processOf(step);
  const argv = [
    ...["docker", "run", "--rm", "--name", `step_${index}`, "--privileged", "--network", "cloudbuild"],
    ...mounts.flatMap(({ source, path, readOnly }) => [
      "--volume",
      `${source}:${path}${readOnly ? ":ro" : ""}`,
    ]),
    ...["--workdir", workingFolder(step.dir)],
    ...env.flatMap((name) => ["--env", name]),
    ...(entrypoint === undefined ? [] : ["--entrypoint", entrypoint]),
    step.name,
    ...args,
  ];
  return { argv, mounts, env };
}

function mountsOf({ step, index, build: { options } }: DockerCommandOf): readonly Mount[] {
  return [
    { source: "/var/run/docker.sock", path: "/var/run/docker.sock" },
    { source: "/workspace", path: "/workspace" },
    { source: "homevol", path: "/builder/home" },
    { source: `/tmp/step-${index}`, path: "/builder/outputs" },
    ...(step.script === undefined
      ? []
      : [{ source: `/tmp/script-${index}`, path: scriptPath, readOnly: true } as const]),
    ...[...(options?.volumes ?? []), ...(step.volumes ?? [])].map(({ name, path }) => ({
      source: name,
      path,
    })),
  ];
}

/** An absolute `dir` may lie outside /workspace. */
function workingFolder(dir: string | undefined): string {
  return posix.resolve("/workspace", dir ?? "");
}

function environmentNames({ step, build, substitutions }: DockerCommandOf): readonly string[] {
  const { options } = build;
  const names = [
    ...[...(options?.env ?? []), ...(step.env ?? [])].flatMap(nameOf),
    ...(isAutomapped(build, step) ? substitutions : []),
    ...(options?.secretEnv ?? []),
    ...(step.secretEnv ?? []),
  ];
  return [...new Set(["HOME", "BUILDER_OUTPUT", ...names.sort(byCodeUnit)])];
}

/** Of `NAME=value`. What has no name is not shown: it may be a value. The checks tell of it. */
function nameOf(entry: string): readonly string[] {
  const at = entry.indexOf("=");
  return at > 0 ? [entry.slice(0, at)] : [];
}

function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

interface Process {
  readonly entrypoint?: string;
  readonly args: readonly string[];
}

/** A script without a shebang runs in /bin/sh (Cloud Build's documentation, "Run bash scripts"). */
function processOf({ script, entrypoint, args = [] }: BuildStep): Process {
  if (script === undefined)
    return { ...(entrypoint === undefined || entrypoint === "" ? {} : { entrypoint }), args };
  // Linux gives all that stands after the interpreter as one argument: execve(2).
  const [, interpreter = "/bin/sh", argument = ""] =
    /^#![ \t]*([^\s]+)[ \t]*(.*?)[ \t\r]*(?:\n|$)/.exec(script) ?? [];
  return { entrypoint: interpreter, args: [...(argument === "" ? [] : [argument]), scriptPath] };
}
