import { expect, test } from "vitest";
import { checkImages } from "../../../cloudbuild/check/check-images.ts";
import { saidOf } from "./said-of.ts";

test("names are in lower case", () => {
  const text = `steps:
  - {name: busybox}
images: [gcr.io/$PROJECT_ID/App:v1, gcr.io/p/App:v1]
`;
  expect(saidOf(checkImages, text)).toEqual([
    '3:10+25 error IMAGE_NAME: "gcr.io/$PROJECT_ID/App:v1" is no name of an image. Write it in lower case: only the tag and the host may have capitals.',
    '3:37+15 error IMAGE_NAME: "gcr.io/p/App:v1" is no name of an image. Write it in lower case: only the tag and the host may have capitals.',
  ]);
});

test("a name is no address and has no space", () => {
  const text = `steps:
  - {name: "https://gcr.io/cloud-builders/docker"}
  - {name: $_HOST/my app}
`;
  expect(saidOf(checkImages, text)).toEqual([
    '2:12+38 error IMAGE_NAME: "https://gcr.io/cloud-builders/docker" is no name of an image. Write it as HOST/REPOSITORY/IMAGE:TAG, without a scheme or spaces.',
    '3:12+13 error IMAGE_NAME: "$_HOST/my app" is no name of an image. Write it as HOST/REPOSITORY/IMAGE:TAG, without a scheme or spaces.',
  ]);
});

test("tags, hosts and substitutions may have capitals, hosts a port, names a digest", () => {
  const text = `steps:
  - {name: "localhost:5000/a/b__c-d:V1"}
  - {name: $_Host/$PROJECT_ID/app:$TAG_NAME}
  - {name: node@sha256:6f7b03f7c2c8e2e784dcf9295400527b9b1270fd37b7e9a7285cf83b6951452d}
`;
  expect(saidOf(checkImages, text)).toEqual([]);
});

test("kaniko is archived", () => {
  const text = `steps:
  - {name: "gcr.io/kaniko-project/executor:v1.23.2"}
`;
  expect(saidOf(checkImages, text)).toEqual([
    "2:12+40 warning KANIKO: step-1 builds with kaniko, which has been archived since June 2025. Use docker buildx build with --cache-from and --cache-to type=registry, and --push.",
  ]);
});

test("a fork of kaniko is not", () => {
  const text = `steps:
  - {name: "ghcr.io/osscontainertools/kaniko:v1.25"}
`;
  expect(saidOf(checkImages, text)).toEqual([]);
});

test("an image without a tag tells no build from another", () => {
  const text = `steps:
  - {name: busybox}
images: [$LOCATION-docker.pkg.dev/$PROJECT_ID/r/app]
`;
  expect(saidOf(checkImages, text)).toEqual([
    '3:10+42 warning VAGUE_TAG: "$LOCATION-docker.pkg.dev/$PROJECT_ID/r/app" is pushed without a tag, which means "latest". Tag it with the commit, as :$SHORT_SHA, or the build, as :$BUILD_ID.',
  ]);
});

test("nor does latest alone, pushed by a step", () => {
  const text = `steps:
  - {name: docker, args: [push, r/app:latest]}
`;
  expect(saidOf(checkImages, text)).toEqual([
    '2:33+12 warning VAGUE_TAG: "r/app:latest" is pushed as "latest" only, which does not tell one build from another. Tag it with the commit, as :$SHORT_SHA, or the build, as :$BUILD_ID.',
  ]);
});

test("latest beside the commit, a digest, and a name that a substitution gives are fine", () => {
  const text = `steps:
  - {name: docker, args: [build, -t, "r/app:$SHORT_SHA", -t, "r/app:latest", .]}
  - {name: docker, args: [push, $_IMAGE]}
images: ["r/app:latest"]
`;
  expect(saidOf(checkImages, text)).toEqual([]);
});

test("a tag by a substitution may be any, whatever its default", () => {
  const text = `steps:
  - {name: docker, args: [push, "r/app:$_TAG"]}
substitutions: {_TAG: latest}
`;
  expect(saidOf(checkImages, text)).toEqual([]);
});

test("a substitution's own value is looked at", () => {
  const text = `steps:
  - {name: docker, args: [push, $_IMAGE]}
substitutions: {_IMAGE: "r/\${_NAME}", _NAME: app}
`;
  expect(saidOf(checkImages, text)).toEqual([
    '2:33+7 warning VAGUE_TAG: "$_IMAGE" is pushed without a tag, which means "latest". Tag it with the commit, as :$SHORT_SHA, or the build, as :$BUILD_ID.',
  ]);
});
