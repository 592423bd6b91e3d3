import { expect, test } from "vitest";
import { checkImageName } from "../../../pipeline/runner/executors/docker/image-name.ts";

const digest = `sha256:${"0123456789abcdef".repeat(4)}`;

test.each([
  "alpine",
  "python:3.11-slim",
  "europe-docker.pkg.dev/my-project/my-repo/train_model:v1.2",
  "localhost:5000/a/b__c",
  "[::1]:5000/a",
  `registry.example/a@${digest}`,
  `a:1@${digest}`,
])("takes %s", (image) => {
  expect(checkImageName(image)).toBeUndefined();
});

test.each([
  "",
  "Not an image",
  "UPPER/CASE",
  "a:",
  "a/",
  "a@sha256:12",
  "a:b:c",
  "../a",
  "{{$.inputs.image}}",
])("refuses %j", (image) => {
  expect(() => checkImageName(image)).toThrow(
    `image "${image}": this is no image's name. Give it as [HOST/]NAME[:TAG][@DIGEST], its name in lower case.`,
  );
});
