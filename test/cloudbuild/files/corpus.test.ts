// 208 configs of real projects, with what three of Google's tools say of each.
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { checkBuild } from "../../../cloudbuild/check/check-build.ts";
import { readBuildFile } from "../../../cloudbuild/files/read-build-file.ts";

const folder = resolve(import.meta.dirname, "../../../..", "shared/cloudbuild/corpus");
const isThere = existsSync(folder);

interface Entry {
  readonly file: string;
  readonly proto: "ok" | "fail" | null;
  readonly gcloud: "ok" | "fail";
  readonly schema: "ok" | "fail";
}

const index: readonly Entry[] = isThere
  ? (JSON.parse(readFileSync(resolve(folder, "INDEX.json"), "utf8")) as Entry[]) // made for these tests
  : [];

/** Where the three disagree: what we say, and why. */
const disputed: { readonly [ending: string]: readonly [codes: readonly string[], why: string] } = {
  "cloud-build-local__integration_tests__cloudbuild_builtin_substitutions.yaml": [
    ["SUBSTITUTION_NAME"],
    "gcloud refuses a built-in among the substitutions",
  ],
  "cloud-builders-community__base-image-builder__cloudbuild.yaml": [
    [],
    "gcloud takes one value where a list is wanted",
  ],
  "cloud-builders-community__kustomize__cloudbuild.yaml": [
    [],
    "gcloud takes one value where a list is wanted",
  ],
  "cloud-builders-community__terraform__examples__infra_at_scale__cloudbuild.yaml": [
    ["EMPTY_SUBSTITUTION"],
    "the API refuses a substitution that is null",
  ],
  "cloud-builders__gke-deploy__doc__app__cloudbuild-no-configs.yaml": [
    ["EMPTY_SUBSTITUTION"],
    "the API refuses a substitution that is null",
  ],
  "cloud-builders__gke-deploy__doc__app__cloudbuild-with-configs.yaml": [
    ["EMPTY_SUBSTITUTION"],
    "the API refuses a substitution that is null",
  ],
};

function read(file: string) {
  return readBuildFile(file, readFileSync(resolve(folder, file), "utf8"));
}

function errorCodes(file: string): readonly string[] {
  const errors = read(file).findings.filter(({ severity }) => severity === "error");
  return [...new Set(errors.map(({ code }) => code))];
}

describe.skipIf(!isThere)("the configs of real projects (needs shared/cloudbuild)", () => {
  test("are 208", () => {
    expect(index).toHaveLength(208);
  });

  test("are taken where all three tools take them, and refused where all three refuse", () => {
    const agreed = index.filter(
      ({ proto, gcloud, schema }) => gcloud === schema && (proto ?? "fail") === gcloud,
    );
    const wrong = agreed.filter(({ file, gcloud }) => (read(file).read !== undefined) !== (gcloud === "ok"));
    expect(agreed).toHaveLength(202);
    expect(wrong.map(({ file }) => [file, errorCodes(file)])).toEqual([]);
  });

  test("are judged by the strictest of the tools where they differ, but for lists of one value", () => {
    const rest = index.filter(
      ({ proto, gcloud, schema }) => new Set([proto ?? "fail", gcloud, schema]).size > 1,
    );
    const said = rest.map(
      ({ file }) => [file.replace(/^GoogleCloudPlatform__/, ""), errorCodes(file)] as const,
    );
    expect(Object.fromEntries(said)).toEqual(
      Object.fromEntries(Object.entries(disputed).map(([file, [codes]]) => [file, codes])),
    );
  });

  test("give warnings of the format in the few places that deserve one", () => {
    const warnings = index.flatMap(({ file }) => {
      const { read: build, findings } = read(file);
      return build === undefined ? [] : findings.map(({ code }) => code);
    });
    expect(warnings.sort()).toEqual(["DUPLICATE_KEY", "NOT_A_LIST", "NOT_A_LIST"]);
  });

  test("have places for whatever is found in them", () => {
    for (const { file } of index) {
      const { read: build, findings } = read(file);
      const more = build === undefined ? [] : checkBuild(build, { modes: ["trigger", "submit"] });
      const lines = readFileSync(resolve(folder, file), "utf8").split("\n");
      for (const { place } of [...findings, ...more]) {
        const line = lines[place.line - 1] ?? "";
        expect(place.column - 1 + place.length, `${file}:${place.line}`).toBeLessThanOrEqual(line.length);
      }
    }
  });
});
