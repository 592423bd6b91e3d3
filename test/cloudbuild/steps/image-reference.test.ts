import { expect, test } from "vitest";
import type { ImageReference } from "../../../cloudbuild/steps/image-reference.ts";
import {
  imageName,
  imageText,
  isImageReference,
  mentions,
  readImage,
  sameImage,
} from "../../../cloudbuild/steps/image-reference.ts";

function read(text: string): ImageReference {
  return readImage(text) ?? { repository: "" };
}

test("a reference has a repository, and may have a tag and a digest", () => {
  expect(["app", "localhost:5000/app", "h/a/b:v1", "app:1@sha256:0f", "h/$A:${_B}"].map(readImage)).toEqual([
    { repository: "app" },
    { repository: "localhost:5000/app" },
    { repository: "h/a/b", tag: "v1" },
    { repository: "app", tag: "1", digest: "sha256:0f" },
    { repository: "h/${A}", tag: "${_B}" },
  ]);
});

test("Docker Hub's names are one with those without a registry", () => {
  expect(
    ["docker.io/acme/a:1", "index.docker.io/acme/a", "docker.io/library/a"].map(
      (text) => readImage(text)?.repository,
    ),
  ).toEqual(["acme/a", "acme/a", "a"]);
  const image = read("acme/a:1");
  expect(["x=docker.io/acme/a:1", "my-docker.io/acme/a:1"].map((text) => mentions(text, image))).toEqual([
    true,
    false,
  ]);
});

test("nothing, and a text with a space, is none", () => {
  expect(["", "a b", "h/a:\t1"].map(readImage)).toEqual([undefined, undefined, undefined]);
});

test("the signs of an expansion are not those of the reference", () => {
  expect(readImage("h/${_A:-b/c @}:1")).toEqual({ repository: "h/${_A:-b/c @}", tag: "1" });
});

test("no tag is the tag latest, both spellings of a substitution are one, and a digest says all", () => {
  expect(imageText(read("h/${PROJECT_ID}"))).toBe(imageText(read("h/$PROJECT_ID:latest")));
  expect(imageText(read("a:1@sha256:0f"))).toBe(imageText(read("a@sha256:0f")));
  expect(imageText({ repository: "a", tag: "*" })).toBe("a");
});

test("two references are the same with the tag that is meant, with any where all are, and with one digest", () => {
  const same = (a: string, b: string): boolean => sameImage(read(a), read(b));
  expect([same("a", "a:latest"), same("a:1@sha256:0f", "a:2@sha256:0f")]).toEqual([true, true]);
  expect(sameImage({ repository: "a", tag: "*" }, read("a:1"))).toBe(true);
  expect([same("a", "b"), same("a:1", "a:2"), same("a", "a@sha256:0f")]).toEqual([false, false, false]);
});

test("a text has a reference in it, and not that of a longer name, of another tag, or with a digest", () => {
  const image = read("r/p/app:1");
  const texts = ["--image=r/p/app:1", "r/p/app:1,r/b", "x r/p/app:1 y"];
  const others = ["r/p/app:12", "r/p/app", "my-r/p/app:1", "r/p/app/b:1", "r/p/app:1@sha256:0f"];
  expect(texts.map((text) => mentions(text, image))).toEqual([true, true, true]);
  expect(others.map((text) => mentions(text, image))).toEqual([false, false, false, false, false]);
  expect(mentions("app", read("app"))).toBe(false);
});

test("an image is called by the last part of its repository", () => {
  expect(["gcr.io/cloud-builders/docker:20", "node@sha256:0f", "h:1/a"].map(imageName)).toEqual([
    "docker",
    "node",
    "a",
  ]);
});

test("docker's grammar takes no doubled dots, empty tags or schemes", () => {
  expect(["a.b/c__d:V1", "localhost:5000/a", "a@sha256:0f"].map(isImageReference)).toEqual([
    true,
    true,
    true,
  ]);
  expect(["a/b..c", "a:", "https://a", "a/B"].map(isImageReference)).toEqual([false, false, false, false]);
});
