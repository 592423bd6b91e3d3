// The golden pipeline of Google's components, where it is meant to run.
import { expect, test } from "vitest";
import { checkTarget } from "../../../pipeline/compiler/check-target.ts";
import { compile } from "../../../pipeline/compiler/compile.ts";
import google from "../../golden/google.ts";

test("Vertex AI takes a pipeline that uploads and deploys a model and mails how it ended", () => {
  expect(checkTarget(compile(google), "vertex")).toEqual([]);
});
