import { expect, test } from "vitest";
import type { BuildStep } from "../../../cloudbuild/format/build.ts";
import { imageBuildsOf } from "../../../cloudbuild/plan/docker-builds.ts";
import { knownValues } from "../../../cloudbuild/steps/known-values.ts";

const docker = "gcr.io/cloud-builders/docker@sha256:3d00b6c1";

function buildsOf(step: Partial<BuildStep>): readonly unknown[] {
  return imageBuildsOf({ name: docker, ...step }, knownValues({ _DIR: "sub" })).map((build) =>
    build.kind === "unknown"
      ? build.why
      : [build.dockerfiles.join(" or "), build.context, build.target, ...build.contexts],
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
    [["", undefined, undefined]],
  ],
  [
    "a context outside the repository",
    { args: ["build", "../../x"] },
    ['"../../x" is outside the repository'],
  ],
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
    "a shell that is an argument",
    { name: "ubuntu", args: ["bash", "-c", "docker build a"] },
    [["a/Dockerfile", "a", undefined]],
  ],
  [
    "a context behind a command's output",
    { script: 'docker build --build-arg "A=$(git log | head -1)" -t x:`date` a' },
    [["a/Dockerfile", "a", undefined]],
  ],
  [
    "a script's own variables",
    {
      env: ["DIR=$_DIR", "OTHER=$_OTHER"],
      script: "cd $DIR; docker build .; cd /workspace/$OTHER && docker build .",
    },
    [["sub/Dockerfile", "sub", undefined], 'the value of "/workspace/$OTHER" is not known'],
  ],
  ["a text that names a build", { script: "echo docker build a" }, []],
  ["a program that runs another", { script: "retry 3 docker build a" }, [["a/Dockerfile", "a", undefined]]],
  ["letters that go together", { args: ["build", "-qf", "a/D", "."] }, [["a/D", "", undefined]]],
  [
    "a further context that nobody knows",
    { args: ["build", "--build-context=lib=$_OTHER", "."] },
    ['the value of "lib=$_OTHER" is not known'],
  ],
  [
    "kaniko of others",
    { name: "ghcr.io/osscontainertools/kaniko:v1", args: ["--context", "app", "--cache"] },
    [["Dockerfile or app/Dockerfile", "app", undefined]],
  ],
  [
    "kaniko",
    {
      name: "gcr.io/kaniko-project/executor:v1",
      args: ["--destination=x", "--dockerfile=docker/D", "--context=dir:///workspace/app"],
    },
    [["docker/D or app/docker/D", "app", undefined]],
  ],
])("%s is understood", (_, step, expected) => {
  expect(buildsOf(step)).toEqual(expected);
});

const unfollowed = "its script changes folders in a way that is not followed";

test.each<readonly [string, Partial<BuildStep>, readonly unknown[]]>([
  [
    "folders that shells within a script change",
    { script: "(cd a && docker build .)\n(cd b && docker build .)" },
    [unfollowed, unfollowed],
  ],
  ["a folder that is changed under a condition", { script: "cd a || cd b\ndocker build ." }, [unfollowed]],
  [
    "a folder that is changed within a command's output",
    { script: "docker build . --tag=x:$(cd a && cat version)" },
    [unfollowed],
  ],
  [
    "pushd and popd",
    { script: "pushd a; docker build .; popd; docker build ." },
    [["a/Dockerfile", "a", undefined], 'the folder of "popd" is not known'],
  ],
  ["the folder before", { script: "cd a; cd -; docker build ." }, ['the folder of "cd -" is not known']],
  [
    "one folder after another",
    { script: "cd a && docker build . || exit 1\ncd ../b; docker build ." },
    [
      ["a/Dockerfile", "a", undefined],
      ["b/Dockerfile", "b", undefined],
    ],
  ],
  ["a folder that nobody knows", { script: 'cd "$D"; docker build .' }, ['the value of "$D" is not known']],
  [
    "a step's folder that nobody knows",
    { dir: "$BRANCH_NAME", args: ["build", "."] },
    ['the value of "$BRANCH_NAME" is not known'],
  ],
  [
    "a step's folder outside the repository",
    { dir: "/tmp", args: ["build", "."] },
    ['"/tmp" is outside the repository'],
  ],
  ["a context from stdin", { script: "tar -C b -c . | docker build -" }, ["its context comes from stdin"]],
  ["a Dockerfile from stdin", { script: "docker build -f - a < D" }, [["", "a", undefined]]],
  ["a name that the shell completes", { script: "docker build app*" }, ['the value of "app*" is not known']],
  [
    "a builder of others",
    { name: "gcr.io/k8s-skaffold/pack", args: ["build", "x", "--path=b"] },
    ["what pack builds is not looked into"],
  ],
  [
    "docker-compose",
    { script: "docker-compose -f x.yaml build" },
    ["what docker compose build builds is not looked into"],
  ],
  [
    "a build that Cloud Build is given",
    { name: "gcloud", args: ["builds", "submit", "app"] },
    ["what gcloud builds is not looked into"],
  ],
  [
    "a context of kaniko in a bucket",
    { name: "executor", args: ["--context=gs://b/x.tgz"] },
    ['what is in "gs://b/x.tgz" is not known'],
  ],
])("%s is built again when in doubt", (_, step, expected) => {
  expect(buildsOf(step)).toEqual(expected);
});

test("further contexts have their names in small letters, and arguments their values where those are known", () => {
  const args = [
    "build",
    "--build-context=Lib=lib",
    "--build-arg=A=1",
    "--build-arg=B=$_OTHER",
    "--build-arg",
    "C",
    ".",
  ];
  expect(imageBuildsOf({ name: docker, args }, knownValues())).toEqual([
    {
      kind: "build",
      dockerfiles: ["Dockerfile"],
      context: "",
      contexts: new Map([["lib", "lib"]]),
      args: new Map([
        ["A", "1"],
        ["B", undefined],
        ["C", undefined],
      ]),
    },
  ]);
});
