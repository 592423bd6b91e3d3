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

test("an image that runs on a terminal is used, and one with a digest is none that a build makes", () => {
  const uses = [`args: [run, -t, "${image}:1"]`, `args: [run, "${image}:1@sha256:0f"]`];
  expect(uses.map((use) => waitsOfUse(push, `name: docker, ${use}`))).toEqual([["make:push"], ["-"]]);
});

test("a script that gets substitutions as variables names images by them", () => {
  const use = `name: docker, automapSubstitutions: true, script: "docker run ${image}:1"`;
  expect(waitsOfUse(push, use)).toEqual(["make:push"]);
});

test("an image is known by a variable that the shell sets, behind a word of the shell, and by Docker Hub's name", () => {
  const deploy = `name: gcloud, args: [run, deploy, "--image=${image}:1"]`;
  const makes = [
    `name: docker, entrypoint: bash, args: [-c, "IMG=${image}:1; docker push $$IMG"]`,
    `name: docker, entrypoint: bash, args: [-c, "export TAG=1 IMG=${image}\ndocker push $$IMG:$$TAG"]`,
    `name: docker, entrypoint: bash, args: [-c, "if true; then docker push ${image}:1; fi"]`,
    `name: gcloud, args: [builds, submit, "--tag=${image}:1"]`,
    `name: docker, entrypoint: bash, args: [-c, "IMG=a; IMG=${image}:1; docker push $$IMG"]`,
  ];
  expect(makes.map((make) => waitsOfUse(`  - { id: m, ${make} }\n`, deploy))).toEqual([
    ...Array.from({ length: 4 }, () => ["make:m"]),
    ["-"],
  ]);
  const hub = "  - { id: m, name: docker, args: [push, docker.io/acme/a:1] }\n";
  expect(waitsOfUse(hub, "name: acme/a:1")).toEqual(["make:m"]);
  expect(waitsOfUse(hub, "name: gcloud, args: [run, deploy, --image=docker.io/acme/a:1]")).toEqual([
    "make:m",
  ]);
});

test("images that are the same with the values of an environment only make an edge too", () => {
  const components = {
    make: { yaml: `steps: [{ id: push, name: docker, args: [push, "${image}:$_TAG"] }]\n${defaults}` },
    use: {
      yaml: `steps: [{ id: use, name: gcloud, args: [run, deploy, "--image=${image}:$COMMIT_SHA"] }]\n`,
    },
  };
  const environments = { dev: { substitutions: { _TAG: "$COMMIT_SHA" } } };
  const merged = mergedOf(components, { environments });
  expect([waitsOf(mergedOf(components))["use:use"], waitsOf(merged)["use:use"]]).toEqual([
    ["-"],
    ["make:push"],
  ]);
  expect(merged.environments).toEqual([{ _TAG: "$COMMIT_SHA" }]);
});

test("two components that each run in what the other pushes are refused, with no build of them in sight", () => {
  const yaml = (own: string, other: string): string =>
    `steps: [{ id: u, name: "r/p/${other}:1" }, { id: p, name: docker, args: [push, "r/p/${own}:1"] }]\n`;
  const of = (name: string): readonly string[] =>
    mergeOf({ a: { yaml: yaml("a", "b") }, [name]: { yaml: yaml("b", "a") } }).findings.map(
      ({ code }) => code,
    );
  expect([of("b"), of("z")]).toEqual([["CONSUMER_BEFORE_PUSH"], ["CONSUMER_BEFORE_PUSH"]]);
});

test("who renders or runs the older image before its push is no mistake", () => {
  const build = "{ name: docker, args: [build, -t, r/p/a, .] }, { name: docker, args: [push, r/p/a] }";
  const uses = [
    "name: helm, args: [template, x, --set, image=r/p/a]",
    "name: helm, args: [lint, --set, image=r/p/a]",
    "name: kubectl, args: [set, image, --local, --dry-run=client, -f, x, a=r/p/a]",
    "name: r/p/a, args: [make]",
    "name: docker, args: [run, r/p/a]",
  ];
  const found = uses.map((use) => mergeOf({ a: { yaml: `steps: [{ ${use} }, ${build}]\n` } }).findings);
  expect(found).toEqual(uses.map(() => []));
});

test("digest files are found from the step's folder, and who removes the folder reads none of it", () => {
  const write = (name: string, fields: string): string =>
    `  - { id: ${name}, name: docker, waitFor: ["-"], ${fields} }\n`;
  const merged = mergedOf({
    a: {
      yaml: `steps:\n${write("w", "args: [buildx, build, --push, --tag=r/p/a, --metadata-file=.digests/a.json, .]")}`,
    },
    b: {
      yaml: `steps:
${write("up", "dir: sub, args: [cp, ../.digests/a.json, x]")}${write("in", "dir: .digests, script: cat a.json")}
${write("cd", "script: cd sub/x && jq . ../../.digests/a.json")}${write("other", "dir: sub, args: [buildx, build, --metadata-file=.digests/a.json, .]")}
${write("rm", "script: rm -rf .digests")}${write("own", "dir: sub, script: cat .digests/a.json")}`,
    },
  });
  expect(waitsOf(merged)).toEqual({
    "a:w": ["-"],
    "b:other": ["-"],
    "b:rm": ["-"],
    "b:own": ["-"],
    "b:up": ["a:w"],
    "b:in": ["a:w"],
    "b:cd": ["a:w"],
  });
});
