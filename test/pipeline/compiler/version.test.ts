import { expect, test } from "vitest";
import packageJson from "../../../package.json" with { type: "json" };
import { version } from "../../../pipeline/compiler/version.ts";

test("compiled pipelines name the version of this package", () => {
  expect(version).toBe(packageJson.version);
});
