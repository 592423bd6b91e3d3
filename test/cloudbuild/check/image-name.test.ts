import { expect, test } from "vitest";
import { imageKey, readImageName, withDefaults } from "../../../cloudbuild/check/image-name.ts";

test("a name has a repository, and may have a tag and a digest", () => {
  expect(
    ["app", "localhost:5000/app", "h/a/b:v1", "app:1@sha256:0f", "h/$A:${_B}"].map(readImageName),
  ).toEqual([
    { repository: "app" },
    { repository: "localhost:5000/app" },
    { repository: "h/a/b", tag: "v1" },
    { repository: "app", tag: "1", digest: "sha256:0f" },
    { repository: "h/$A", tag: "$_B" },
  ]);
});

test("the signs of an expansion are not those of the name", () => {
  expect(readImageName("h/${_A:-b/c}:1")).toMatchObject({ tag: "1" });
});

test("a build's own values stand in for its substitutions, also within values", () => {
  const build = { steps: [], substitutions: { _A: "${_B}/x", _B: "h", _LOOP: "$_LOOP$_LOOP" } };
  expect(withDefaults("$_A:$_C:$$_B:$PROJECT_ID", build)).toBe("h/x:$_C:$$_B:$PROJECT_ID");
  expect(withDefaults("$_LOOP", build)).toHaveLength(6 * 32);
});

test("no tag is the tag latest, and both spellings of a substitution are one", () => {
  const build = { steps: [] };
  expect(imageKey("h/${PROJECT_ID}", build)).toBe(imageKey("h/$PROJECT_ID:latest", build));
  expect(imageKey("a:1@sha256:0f", build)).toBe(imageKey("a@sha256:0f", build));
});
