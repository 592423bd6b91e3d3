import { expect, test } from "vitest";
import { dockerWork } from "../../../cloudbuild/check/docker-work.ts";
import type { BuildStep } from "../../../cloudbuild/format/build.ts";

function workOf(step: BuildStep) {
  const { made, pulled, pushed, more } = dockerWork(step, 0);
  const images = (uses: typeof made) => uses.map(({ image }) => image);
  return { made: images(made), pulled: images(pulled), pushed: images(pushed), more };
}

const docker = (...args: readonly string[]) => workOf({ name: "gcr.io/cloud-builders/docker", args });
const nothing = { made: [], pulled: [], pushed: [], more: false };

test("a build makes what its tags say", () => {
  expect(docker("build", "-t", "a", "--tag=b", "--tag", "c", "-t=d", ".")).toEqual({
    ...nothing,
    made: ["a", "b", "c", "d"],
  });
});

test("buildx pushes where it is told to", () => {
  const pushed = { ...nothing, made: ["a"], pushed: ["a"] };
  expect(docker("buildx", "build", "-t", "a", "--push", ".")).toEqual(pushed);
  expect(docker("buildx", "build", "-t", "a", "--output", "type=image,push=true", ".")).toEqual(pushed);
});

test("a cache in a registry is no push", () => {
  const cache = "--cache-to=type=registry,ref=r/a:cache,mode=max";
  expect(docker("buildx", "build", "--tag=a", cache, "--load", "--output=type=cacheonly", ".")).toEqual({
    ...nothing,
    made: ["a"],
  });
});

test("tag, pull and push are understood, the first name of tag being there before", () => {
  expect(docker("tag", "a", "b")).toEqual({ ...nothing, made: ["b"] });
  expect(docker("pull", "--quiet", "a")).toEqual({ ...nothing, pulled: ["a"] });
  expect(docker("image", "push", "a")).toEqual({ ...nothing, pushed: ["a"] });
  expect(docker("push", "--all-tags", "a")).toEqual({ ...nothing, pushed: ["a"], more: true });
});

test("other commands of docker and other programs may make more, but for some that cannot", () => {
  expect(docker("compose", "build")).toEqual({ ...nothing, more: true });
  expect(docker("login", "-u", "a")).toEqual(nothing);
  expect(workOf({ name: "node", entrypoint: "make", args: ["image"] })).toEqual({ ...nothing, more: true });
  expect(workOf({ name: "gcr.io/cloud-builders/gcloud", args: ["version"] })).toEqual(nothing);
});

test("names with variables of a shell are not known", () => {
  const args = ["-c", "docker build -t a:$$X . && docker push r/$PROJECT_ID"];
  expect(workOf({ name: "a", entrypoint: "bash", args })).toEqual({
    ...nothing,
    pushed: ["r/$PROJECT_ID"],
    more: true,
  });
  expect(workOf({ name: "a", script: "docker push $X" })).toEqual({ ...nothing, more: true });
  const version = ["-c", "docker build -t app:$(cat version) ."];
  expect(workOf({ name: "a", entrypoint: "sh", args: version })).toEqual({ ...nothing, more: true });
});

test("kaniko pushes what it builds, and outputs name images too", () => {
  const args = ["--destination=r/a", "--context=."];
  expect(workOf({ name: "gcr.io/kaniko-project/executor", args })).toEqual({
    ...nothing,
    made: ["r/a"],
    pushed: ["r/a"],
  });
  expect(docker("build", "-o", "type=image,name=r/a", ".")).toEqual({ ...nothing, made: ["r/a"] });
});

test("options before the command, and those with a value, are no images", () => {
  expect(docker("--config", "c", "push", "--platform", "linux/amd64", "a")).toEqual({
    ...nothing,
    pushed: ["a"],
  });
});

test("a script's own variables are known", () => {
  const step: BuildStep = {
    name: "a",
    env: ["IMAGE=r/$PROJECT_ID"],
    script: 'docker push "$IMAGE" && cat x',
  };
  expect(workOf(step)).toEqual({ ...nothing, pushed: ["r/$PROJECT_ID"] });
});
