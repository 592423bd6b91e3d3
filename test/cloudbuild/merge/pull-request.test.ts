import { expect, test } from "vitest";
import { withholdPublishing, withoutPublishing } from "../../../cloudbuild/merge/pull-request.ts";
import { mergedOf, waitsOf } from "./merge-of.ts";
import { mergedSeed } from "./seed/seed.ts";

test("of the seed, pull requests build every image, push and deploy none, and ask for no secret but a build's", () => {
  const { merged, withheld } = withholdPublishing(mergedSeed("steps"));
  expect(waitsOf(merged)).toEqual({
    "app:build": ["-"],
    "data-prep:build": ["-"],
    "fine-tune:build": ["-"],
    "pipeline:build": ["-"],
    "pipeline:step-3": ["data-prep:build", "fine-tune:build", "pipeline:build"],
  });
  const { steps, ...rest } = merged.build;
  expect(rest).toEqual({
    timeout: "7200s",
    options: { machineType: "E2_HIGHCPU_32", diskSizeGb: 200, logging: "CLOUD_LOGGING_ONLY" },
    substitutions: { _TAG: "1.0" },
    tags: ["app", "data", "training"],
    availableSecrets: {
      secretManager: [{ versionName: "projects/$PROJECT_ID/secrets/kaggle/versions/1", env: "KAGGLE_KEY" }],
    },
  });
  expect(steps.length).toBe(5);
  expect(withheld).toEqual([
    { step: "app:push", what: "is left out: it pushes images" },
    { step: "app:deploy", what: "is left out: it deploys or uploads" },
    { step: "data-prep:push", what: "is left out: it pushes images" },
    { step: "fine-tune:push", what: "is left out: it pushes images" },
    { step: "pipeline:push", what: "is left out: it pushes images" },
    { step: "", what: "images and artifacts are left out" },
  ]);
});

test("buildx builds into its cache alone, reads the registry's and writes none; who needs the push is left out", () => {
  const yaml = `steps:
  - id: push
    name: docker
    args: [buildx, build, --push, --tag=r/p/app, "--cache-from=type=registry,ref=r/p/app:cache", --cache-to, "type=registry,ref=r/p/app:cache", --metadata-file=/workspace/.digests/app.json, .]
  - id: output
    name: docker
    args: [buildx, build, "--output=type=image,name=r/p/other,push=true", -o, out, .]
  - { id: shell, name: docker, script: "docker buildx build --push \\\\\\n  --cache-to=type=inline --tag r/p/third . && echo done" }
  - { id: kaniko, name: gcr.io/kaniko-project/executor, args: [--destination=r/p/fourth] }
  - { id: compile, name: node, args: [compile, --digests=/workspace/.digests] }
  - { id: use, name: r/p/app }
  - { id: last, name: alpine }
`;
  const { build } = withoutPublishing(mergedOf({ a: { yaml } }));
  expect(build).toEqual({
    steps: [
      {
        id: "a:push",
        name: "docker",
        args: [
          ...["buildx", "build", "--output=type=cacheonly", "--tag=r/p/app"],
          ...["--cache-from=type=registry,ref=r/p/app:cache", "."],
        ],
        waitFor: ["-"],
      },
      {
        id: "a:output",
        name: "docker",
        args: ["buildx", "build", "--output=type=cacheonly", "-o", "out", "."],
        waitFor: ["a:push"],
      },
      {
        id: "a:shell",
        name: "docker",
        script: "docker buildx build --output=type=cacheonly \\\n   --tag r/p/third . && echo done",
        waitFor: ["a:output"],
      },
      {
        id: "a:kaniko",
        name: "gcr.io/kaniko-project/executor",
        args: ["--destination=r/p/fourth", "--no-push", "--no-push-cache"],
        waitFor: ["a:shell"],
      },
      { id: "a:last", name: "alpine", waitFor: ["a:kaniko"] },
    ],
  });
});
