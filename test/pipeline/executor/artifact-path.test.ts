import { expect, test } from "vitest";
import { artifactPath } from "../../../pipeline/executor/index.ts";

test.each([
  ["gs://bucket/folder/x", "/gcs/bucket/folder/x"],
  ["s3://bucket/x", "/s3/bucket/x"],
  ["minio://bucket/x", "/minio/bucket/x"],
  ["/home/me/.pollux/x", "/home/me/.pollux/x"],
])("%s is found at %s", (uri, path) => {
  expect(artifactPath(uri)).toBe(path);
});
