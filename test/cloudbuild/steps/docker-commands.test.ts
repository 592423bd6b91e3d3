import { expect, test } from "vitest";
import type { BuildStep } from "../../../cloudbuild/format/build.ts";
import { dockerCommandOf, mayMakeOthers } from "../../../cloudbuild/steps/docker-commands.ts";
import { commandsOf } from "../../../cloudbuild/steps/step-commands.ts";
import type { Word } from "../../../cloudbuild/steps/step-commands.ts";

const commandsIn = (script: string) => commandsOf({ name: "bash", script } satisfies BuildStep, 0);
const textsOf = (words: readonly Word[]): readonly string[] => words.map(({ text }) => text);

/** What is done with which images. */
function read(script: string): readonly unknown[] {
  return commandsIn(script).flatMap((command): readonly unknown[] => {
    const docker = dockerCommandOf(command);
    switch (docker?.kind) {
      case undefined:
        return ["no docker"];
      case "build": {
        const where = [...(docker.isPushed ? ["pushed"] : []), ...(docker.isLeft ? ["left"] : [])];
        return [[docker.tool, ...textsOf(docker.tags), ...where]];
      }
      case "push":
        return [["push", ...textsOf(docker.images), ...(docker.allTags ? ["all tags"] : [])]];
      case "pull":
        return [["pull", ...textsOf(docker.images)]];
      case "tag":
        return [["tag", ...textsOf(docker.from), "to", ...textsOf(docker.to)]];
      case "other":
        return [[docker.command, ...textsOf(docker.texts), "makes", docker.makes]];
    }
  });
}

test.each([
  ["docker build -t a -t b .", ["docker", "a", "b", "left"]],
  ["docker buildx build --push -t a .", ["docker", "a", "pushed"]],
  ["docker buildx build --push --load -t a .", ["docker", "a", "pushed", "left"]],
  ["docker build --push=false -t a .", ["docker", "a", "left"]],
  ["docker buildx build -o type=image,name=a,push=true .", ["docker", "a", "pushed"]],
  ["docker buildx build --output=type=cacheonly -t a .", ["docker", "a"]],
  ["/kaniko/executor -d a --destination=b", ["kaniko", "a", "b", "pushed"]],
  ["executor --destination=a --no-push", ["kaniko", "a"]],
  ["docker --config c image push -q a", ["push", "a"]],
  ["docker push a --all-tags", ["push", "a", "all tags"]],
  ["docker pull --platform x a", ["pull", "a"]],
  ["docker image tag a b", ["tag", "a", "to", "b"]],
  ["docker run -t a b", ["run", "a", "b", "", "makes", "perhaps images"]],
  ["docker compose -f x push", ["compose push", "makes", "images in a registry"]],
  ["docker buildx bake --push", ["buildx bake", "", "makes", "images in a registry"]],
  ["docker buildx create --use", ["buildx create", "makes", "nothing"]],
  ["docker login r", ["login", "r", "makes", "nothing"]],
  ["retry 3 docker push a", ["push", "a"]],
  ["echo docker push a", "no docker"],
])("%s", (script, expected) => {
  expect(read(script)).toEqual([expected]);
});

test("who may make other images is told", () => {
  const may = ["make", "docker push -a a", "docker push $A", "docker tag a b:$(c)", "docker compose up"];
  expect(may.map((script) => commandsIn(script).some(mayMakeOthers))).toEqual(may.map(() => true));
  const not = ["gcloud version", "docker push a", "docker tag $A b", "docker login -u a", "executor -d a"];
  expect(not.map((script) => commandsIn(script).some(mayMakeOthers))).toEqual(not.map(() => false));
});
