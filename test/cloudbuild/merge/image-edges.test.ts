import { expect, test } from "vitest";
import { mergedOf, mergeOf, waitsOf } from "./merge-of.ts";

const image = "us-docker.pkg.dev/$PROJECT_ID/r/app";
const defaults = "substitutions: { _TAG: '1' }\n";

/** What the step `use` of another component waits for, beside one that makes the image. */
function waitsOfUse(make: string, use: string): readonly string[] | undefined {
  const yaml = `steps:\n  - { id: use, ${use} }\n`;
  return waitsOf(mergedOf({ make: { yaml: `steps:\n${make}` }, other: { yaml } }))["other:use"];
}

const push = `  - { id: push, name: docker, args: [push, "${image}:1"] }\n`;

test("a step waits for the push of an image that it runs in, deploys, pulls, or names in a variable or argument", () => {
  const uses = [
    `name: "${image}:1"`,
    `name: gcloud, args: [run, deploy, "--image=${image}:1"]`,
    `name: docker, args: [pull, "${image}:1"]`,
    `name: docker, args: [run, "${image.replace("$PROJECT_ID", "${PROJECT_ID}")}:1"]`,
    `name: python, args: [say.py], env: ["IMAGE=${image}:1"]`,
    `name: python, script: "say us-docker.pkg.dev/x/r/app:1"`,
    `name: "${image}:2"`,
    `name: "${image}-other:1"`,
    `name: docker, args: [build, "--cache-from=${image}:1", .]`,
  ];
  expect(uses.map((use) => waitsOfUse(push, use))).toEqual([
    ...["make:push", "make:push", "make:push", "make:push", "make:push"].map((on) => [on]),
    ...["-", "-", "-", "-"].map((on) => [on]),
  ]);
});

test("images are the same after the defaults of substitutions", () => {
  const merged = mergedOf({
    make: { yaml: `steps: [{ id: push, name: docker, args: [push, "${image}:$_TAG"] }]\n${defaults}` },
    use: { yaml: `steps: [{ id: use, name: "${image}:\${_TAG}" }]\n${defaults}` },
  });
  expect(merged.steps[1]?.waits).toEqual([
    { on: "make:push", because: { kind: "image", image: "us-docker.pkg.dev/${PROJECT_ID}/r/app:1" } },
  ]);
});

test("pushes are known by docker push, buildx with --push or an output, kaniko, and in scripts", () => {
  const makes = [
    `name: docker, args: [buildx, build, --push, "--tag=${image}:1", .]`,
    `name: docker, args: [buildx, build, "--output=type=image,push=true", -t, "${image}:1", .]`,
    `name: docker, args: [buildx, build, "--output=type=image,name=${image}:1,push=true", .]`,
    `name: gcr.io/kaniko-project/executor, args: ["--destination=${image}:1"]`,
    `name: docker, entrypoint: bash, args: [-c, "docker build -t ${image}:1 . && docker push ${image}:1"]`,
    `name: docker, env: ["IMAGE=${image}:1"], script: 'docker push "$IMAGE"'`,
    `name: docker, args: [push, --all-tags, "${image}"]`,
    `name: docker, args: [build, "--tag=${image}:1", .]`,
    `name: docker, args: [buildx, build, --output=type=cacheonly, "--tag=${image}:1", .]`,
  ];
  expect(makes.map((make) => waitsOfUse(`  - { id: m, ${make} }\n`, `name: "${image}:1"`))).toEqual([
    ...Array.from({ length: 8 }, () => ["make:m"]),
    ["-"],
  ]);
});

test("who reads a digest file waits for the step that writes it, and who reads the folder for all that write there", () => {
  const yaml = (name: string): string =>
    `steps: [{ id: push, name: docker, args: [buildx, build, --push, "--tag=r/p/${name}", --metadata-file=/workspace/.digests/${name}.json, .] }]\n`;
  const merged = mergedOf({
    a: { yaml: yaml("a") },
    b: { yaml: yaml("b") },
    use: {
      yaml: `steps:
  - { id: folder, name: node, env: [DIGESTS=/workspace/.digests], waitFor: ["-"] }
  - { id: file, name: node, args: [/workspace/.digests/b.json], waitFor: ["-"] }
  - { id: make, name: node, script: mkdir -p /workspace/.digests, waitFor: ["-"] }
  - { id: write, name: node, script: 'echo > "/workspace/.digests/c.json"', waitFor: ["-"] }
`,
    },
  });
  expect(waitsOf(merged)).toEqual({
    "a:push": ["-"],
    "b:push": ["-"],
    "use:file": ["b:push"],
    "use:make": ["-"],
    "use:write": ["-"],
    "use:folder": ["a:push", "b:push", "use:write"],
  });
});

test("within one component a use that its order leaves beside the push comes after it", () => {
  const yaml = `steps:
  - { id: build, name: docker, args: [build, -t, r/p/app, .] }
  - { id: push, name: docker, args: [push, r/p/app], waitFor: [build] }
  - { id: deploy, name: gcloud, args: [run, deploy, --image=r/p/app], waitFor: [build] }
  - { id: try, name: r/p/app, waitFor: [build] }
`;
  expect(waitsOf(mergedOf({ app: { yaml } }))).toEqual({
    "app:build": ["-"],
    "app:push": ["app:build"],
    "app:deploy": ["app:push"],
    "app:try": ["app:build"],
  });
});

test("an older image that is pulled for its cache, and one that an unknown program makes, are no mistake", () => {
  const cached = `steps:
  - { name: docker, args: [pull, r/p/app] }
  - { name: docker, args: [build, -t, r/p/app, --cache-from, r/p/app, .] }
  - { name: docker, args: [push, r/p/app] }
`;
  const made = `steps:
  - { name: make, args: [image, IMAGE=r/p/app] }
  - { name: docker, args: [push, r/p/app] }
`;
  expect([cached, made].map((yaml) => mergeOf({ app: { yaml } }).findings)).toEqual([[], []]);
});

test("two steps that each use what the other pushes are refused", () => {
  const yaml = (own: string, other: string): string =>
    `steps: [{ id: x, name: docker, args: [buildx, build, --push, --tag=r/p/${own}, --build-arg=BASE=r/p/${other}, .] }]\n`;
  const { findings } = mergeOf({ a: { yaml: yaml("a", "b") }, b: { yaml: yaml("b", "a") } });
  expect(findings.map(({ code }) => code)).toEqual(["CONSUMER_BEFORE_PUSH"]);
});
