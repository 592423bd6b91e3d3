// Templates in a registry that speaks KFP's protocol, on loopback.
import { describe, expect, test } from "vitest";
import { writePipelineFile } from "../../../../pipeline/ir/pipeline-file.ts";
import {
  listTemplates,
  listVersions,
  parseTemplate,
  readTemplate,
  uploadTemplate,
} from "../../../../pipeline/vertex/templates/index.ts";
import { file, policy } from "../faults/given.ts";
import { fakeRegistry } from "./fake-registry.ts";

const registry = await fakeRegistry();
const repository = registry.url;
const text = writePipelineFile(file);
const settings = { policy: { ...policy, callTimeout: 2000, totalTimeout: 8000 } };

describe("a template", () => {
  test("is uploaded with tags, listed, and read back by tag and version", async () => {
    const uploaded = await uploadTemplate(repository, { text, tags: ["v1", "prod"] }, settings);
    expect(uploaded).toEqual({
      package: "nightly",
      version: expect.stringMatching(/^sha256:/),
      url: `${repository}/nightly/${uploaded.version}`,
    });
    expect(await readTemplate(uploaded.url, settings)).toEqual(file);
    expect(await readTemplate(`${repository}/nightly/prod`, settings)).toEqual(file);
    expect(await listTemplates(repository, settings)).toEqual([
      { package: "nightly" },
      { package: "weekly" },
    ]);
    expect(await listVersions(repository, "nightly", settings)).toEqual([
      { version: uploaded.version, tags: ["prod", "v1"] },
    ]);
    expect(registry.credentials.every((one) => one === undefined)).toBe(true);
  });

  test.each([[[503, 429]], [["drop", "drop"]], [["stuck"]]] as const)("survives %j", async (list) => {
    registry.faults.push(...list);
    const { version } = await uploadTemplate(repository, { text }, settings);
    expect([...registry.stored.keys()]).toEqual([version]);
    expect(registry.faults).toEqual([]);
  });

  test("that is not there, or must not be read, says what to do", async () => {
    await expect(readTemplate(`${repository}/nightly/v9`, settings)).rejects.toMatchObject({
      code: "VERTEX_NOT_FOUND",
      message: `template "${repository}/nightly/v9": the registry says NOT_FOUND: none. pollux template list ${repository} shows those there are.`,
    });
    registry.faults.push(403);
    await expect(readTemplate(`${repository}/nightly/v1`, settings)).rejects.toMatchObject({
      code: "VERTEX_PERMISSION_DENIED",
      message: expect.stringMatching(
        /: the registry says PERMISSION_DENIED: no\. Give the account the role Artifact Registry/,
      ),
    });
  });

  test.each([
    "https://example.com/p/r/nightly/v1",
    "http://us-central1-kfp.pkg.dev/p/r/nightly/v1",
    "https://us-central1-kfp.pkg.dev.evil.com/p/r/nightly/v1",
    "https://us-central1-kfp.pkg.dev/p/r",
    "https://us-central1-kfp.pkg.dev/p/r/nightly/sha256:short",
  ])("%s is none", (url) => {
    expect(() => parseTemplate(url)).toThrow(expect.objectContaining({ code: "WRONG_ARGUMENTS" }));
  });

  test("of Google's registry is listed at Artifact Registry", () => {
    expect(parseTemplate("https://us-central1-kfp.pkg.dev/p/r/nightly/v1").registry).toEqual({
      url: "https://us-central1-kfp.pkg.dev/p/r",
      listUrl: "https://artifactregistry.googleapis.com/v1/projects/p/locations/us-central1/repositories/r",
      isGoogle: true,
    });
  });

  test("has tags that are some", async () => {
    await expect(uploadTemplate(repository, { text, tags: ["a b", "sha256:x"] })).rejects.toThrow(
      'tags "a b", "sha256:x": are none.',
    );
  });
});
