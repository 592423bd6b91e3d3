import { expect, test } from "vitest";
import type { BuildStep } from "../../../cloudbuild/format/build.ts";
import { imageBuildsOf } from "../../../cloudbuild/plan/docker-builds.ts";

const docker = "gcr.io/cloud-builders/docker@sha256:3d00b6c1";

function buildsOf(step: Partial<BuildStep>): readonly unknown[] {
  const expand = (text: string): string | undefined => {
    const known = text.replaceAll("$_DIR", "sub");
    return known.includes("$") ? undefined : known;
  };
  return imageBuildsOf({ name: docker, ...step }, expand).map((build) =>
    build.kind === "unknown" ? build.why : [build.dockerfile, build.context, build.target, ...build.contexts],
  );
}

test.each<readonly [string, Partial<BuildStep>, readonly unknown[]]>([
  [
    "a Dockerfile in the context",
    { args: ["build", "-t", "x", "app"] },
    [["app/Dockerfile", "app", undefined]],
  ],
  ["the root as context", { args: ["build", "."] }, [["Dockerfile", "", undefined]]],
  [
    "buildx with a file elsewhere and a target",
    { args: ["buildx", "build", "--builder=b", "--file=a/Dockerfile", "--target=test", "--load", "."] },
    [["a/Dockerfile", "", "test"]],
  ],
  [
    "the file from where the command runs, and not from the context",
    { dir: "app", args: ["build", "-fdocker/D", "--pull", ".."] },
    [["app/docker/D", "", undefined]],
  ],
  [
    "paths from /workspace",
    { args: ["build", "--file", "/workspace/a/D", "/workspace/$_DIR/"] },
    [["a/D", "sub", undefined]],
  ],
  [
    "further contexts",
    {
      args: ["buildx", "build", "--build-context", "lib=../lib", "--build-context=x=docker-image://x", "."],
      dir: "app",
    },
    [["app/Dockerfile", "app", undefined, ["lib", "lib"]]],
  ],
  [
    "options before the command",
    { args: ["--config", "c", "buildx", "--builder", "b", "build", "a"] },
    [["a/Dockerfile", "a", undefined]],
  ],
  [
    "a context that is an address",
    { args: ["build", "https://example.com/x.git"] },
    [[undefined, undefined, undefined]],
  ],
  ["a context outside the repository", { args: ["build", "../../x"] }, [[undefined, undefined, undefined]]],
  ["a variable that nobody knows", { args: ["build", "$_OTHER"] }, ['the value of "$_OTHER" is not known']],
  ["other commands of docker", { args: ["push", "build"] }, []],
  ["a run of something that builds", { args: ["run", "x", "build", "."] }, []],
  ["a bake file", { args: ["buildx", "bake", "all"] }, ["what docker buildx bake builds is not looked into"]],
  ["another tool that builds", { name: "gcr.io/cloud-builders/npm", args: ["build", "."] }, []],
  [
    "a shell",
    {
      name: "busybox",
      entrypoint: "bash",
      args: [
        "-ec",
        "set -e # docker build no\ncd app && DOCKER_BUILDKIT=1 docker build \\\n -t 'a b' . > log 2>&1; docker push x",
      ],
    },
    [["app/Dockerfile", "app", undefined]],
  ],
  [
    "a script",
    { script: '#!/bin/bash\nif docker build "a" | tee log; then docker buildx build -f b/D "$HERE"; fi' },
    [["a/Dockerfile", "a", undefined], 'the value of "$HERE" is not known'],
  ],
  [
    "kaniko",
    {
      name: "gcr.io/kaniko-project/executor:v1",
      args: ["--destination=x", "--dockerfile=docker/D", "--context=dir:///workspace/app"],
    },
    [["app/docker/D", "app", undefined]],
  ],
])("%s is understood", (_, step, expected) => {
  expect(buildsOf(step)).toEqual(expected);
});
