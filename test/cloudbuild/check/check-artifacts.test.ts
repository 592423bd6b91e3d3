import { expect, test } from "vitest";
import { checkArtifacts } from "../../../cloudbuild/check/check-artifacts.ts";
import { saidOf } from "./said-of.ts";

test("images and artifacts.images agree", () => {
  const text = `steps:
  - {name: busybox}
images: [a, b]
artifacts: {images: [a]}
`;
  expect(saidOf(checkArtifacts, text)).toEqual([
    "4:13+6 error IMAGES_DIFFER: images and artifacts.images name different images. Keep one of the two lists.",
    "  3:1+6 the other list is here",
  ]);
});

test("the same list in both places is fine", () => {
  const text = `steps:
  - {name: busybox}
images: [a, b]
artifacts: {images: [a, b]}
`;
  expect(saidOf(checkArtifacts, text)).toEqual([]);
});

test("an image is listed once", () => {
  const text = `steps:
  - {name: busybox}
images: [a, b, a]
`;
  expect(saidOf(checkArtifacts, text)).toEqual([
    '3:16+1 warning DUPLICATE_IMAGE: the image "a" is listed twice. Name it once.',
    "  3:10+1 the first is here",
  ]);
});

test("objects go to a bucket", () => {
  const text = `steps:
  - {name: busybox}
artifacts: {objects: {paths: [a]}}
`;
  expect(saidOf(checkArtifacts, text)).toEqual([
    "3:22+12 error OBJECTS_LOCATION: artifacts.objects has no location. Give the folder that the files go to, as location: gs://BUCKET/FOLDER/.",
  ]);
});

test("a bucket begins with gs://", () => {
  const text = `steps:
  - {name: busybox}
artifacts: {objects: {location: my-bucket/x, paths: [a]}}
`;
  expect(saidOf(checkArtifacts, text)).toEqual([
    '3:33+11 error OBJECTS_LOCATION: the location of artifacts.objects is "my-bucket/x", which is no bucket. Give the folder that the files go to, as location: gs://BUCKET/FOLDER/.',
  ]);
});

test("objects have paths", () => {
  const text = `steps:
  - {name: busybox}
artifacts: {objects: {location: "gs://b/"}}
`;
  expect(saidOf(checkArtifacts, text)).toEqual([
    '3:22+21 error OBJECTS_WITHOUT_PATHS: artifacts.objects has no paths. Give the files to keep, as paths: ["report/**"].',
  ]);
});

test("a path of objects is there once and has no spaces", () => {
  const text = `steps:
  - {name: busybox}
artifacts: {objects: {location: "gs://b/", paths: [a, a b, a]}}
`;
  expect(saidOf(checkArtifacts, text)).toEqual([
    '3:60+1 error DUPLICATE_OBJECTS_PATH: artifacts.objects names the path "a" twice. Name it once.',
    "  3:52+1 the first is here",
    '3:55+3 error OBJECTS_PATH_SPACE: artifacts.objects names the path "a b", which has a space in it. Give each path as an entry of its own; "?" matches the space in a file\'s name.',
  ]);
});

test("a bucket in a substitution and globs are fine", () => {
  const text = `steps:
  - {name: busybox}
artifacts: {objects: {location: $_BUCKET, paths: ["out/**", "?.log", "\${_X:-a b}"]}}
`;
  expect(saidOf(checkArtifacts, text)).toEqual([]);
});
