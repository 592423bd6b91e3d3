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
    {
      step: "pipeline:step-3",
      what: "is kept: nothing is known of pipeline python pipeline.py --tag=$_TAG",
    },
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

test("what pushes in another way is left out as well", () => {
  const scripts = [
    "docker --config c push r/p/a",
    "docker compose -f x push",
    "docker buildx bake --push",
    "docker buildx imagetools create -t r/p/b r/p/a",
    "if true; then docker push r/p/a; fi",
    "/kaniko/executor --destination=r/p/a",
    "docker buildx bake",
  ];
  const steps = scripts.map((script, at) => `  - { id: s${at}, name: docker, script: "${script}" }\n`);
  const { withheld } = withholdPublishing(mergedOf({ a: { yaml: `steps:\n${steps.join("")}` } }));
  expect(withheld).toEqual(
    [0, 1, 2, 3, 4, 5]
      .map((at) => ({ step: `a:s${at}`, what: "is left out: it pushes images" }))
      .concat({ step: "a:s6", what: "is kept: nothing is known of docker buildx bake" }),
  );
});

/** What is said of steps with these texts for a shell. */
function withheldOf(scripts: readonly string[], fields = "", top = ""): readonly string[] {
  return scripts.map((script) => {
    const yaml = `steps: [{ id: s, name: docker, ${fields} script: ${JSON.stringify(script)} }, { name: alpine, args: [echo] }]\n${top}`;
    const { withheld } = withholdPublishing(mergedOf({ a: { yaml } }));
    return withheld.map(({ what }) => what).join("; ");
  });
}

test("a push is seen wherever a shell runs it", () => {
  const scripts = [
    ...["if true; then docker push r/p/a; fi", "for x in a b; do docker push r/p/$x; done"],
    ...["(docker push r/p/a)", "{ docker push r/p/a; }", "timeout 600 docker push r/p/a"],
    ...["echo r/p/a | xargs docker push", "docker login & docker push r/p/a", "docker-compose push"],
    ...["bash -c 'docker push r/p/a'", 'eval "docker push r/p/a"', "f() { docker push r/p/a; }; f"],
    ...[
      "docker manifest push r/p/a",
      "buildah push x docker://r/p/a",
      "ko build ./cmd",
      "crane copy a r/p/a",
    ],
    ...["buildctl build --output type=image,name=r/p/a,push=true", "pack build r/p/a --publish"],
    ...["make images --push", "docker buildx bake --set '*.output=type=registry'"],
  ];
  expect(withheldOf(scripts)).toEqual(scripts.map(() => "is left out: it pushes images"));
});

test("what deploys or uploads is seen by its program and verb, wherever it stands", () => {
  const scripts = [
    ...["if a; then gcloud run deploy x --image r/p/a; fi", "gcloud run services replace x.yaml"],
    ...["gcloud run services update-traffic x --to-latest", "gcloud run jobs execute x"],
    ...["gsutil cp x gs://b --quiet", "gcloud storage cp x gs://b 2>&1", "gsutil -m cp x $BUCKET"],
    ...["npx firebase deploy", "mvn -B deploy", "./gradlew jib", "gradle :app:publish", "skaffold run"],
    ...["git push origin main", "bazel run //:push", "npm publish", "timeout 9 kubectl apply -f x"],
    ...["python -m twine upload x", "helm upgrade x y", "terraform -chdir=x apply", "cosign sign r/p/a"],
  ];
  expect(withheldOf(scripts)).toEqual(scripts.map(() => "is left out: it deploys or uploads"));
});

test("what only reads, builds or tests is kept without a word", () => {
  const scripts = [
    ...[
      "gcloud auth configure-docker -q",
      "gcloud config set project x",
      "gcloud builds list",
      "gsutil cp gs://b/x .",
    ],
    ...["kubectl apply --dry-run=client -f x", "helm template x", "terraform plan", "git fetch --unshallow"],
    ...[
      "npm ci && npm test",
      "python -m pytest",
      "go test ./...",
      "curl -fsSL x | tar -xz",
      "docker run r/p/a",
    ],
    ...[
      "set -eu; cd x; for f in *; do echo $f; done",
      "case $A in x) echo;; esac",
      "mvn -B verify",
      "[[ a && b ]]",
    ],
  ];
  expect(withheldOf(scripts)).toEqual(scripts.map(() => ""));
});

test("a step of which nothing is known is kept, and told", () => {
  const scripts = [
    "make push",
    "./release.sh",
    "npm run deploy",
    "$CMD x",
    "curl -X POST x",
    "docker build $FLAGS .",
  ];
  expect(withheldOf(scripts)).toEqual(scripts.map((script) => `is kept: nothing is known of ${script}`));
});

test("a build's push, output and cache are cut out by their places, and nothing else changes", () => {
  const of = (script: string): string | undefined => {
    const yaml = `steps: [{ name: docker, script: ${JSON.stringify(script)} }]\n`;
    return withoutPublishing(mergedOf({ a: { yaml } })).build.steps[0]?.script;
  };
  const cases = [
    [
      "docker buildx build . --push; echo --push",
      "docker buildx build . --output=type=cacheonly; echo --push",
    ],
    ["(docker buildx build . --push)", "(docker buildx build . --output=type=cacheonly)"],
    ['docker buildx build "--push" .', "docker buildx build --output=type=cacheonly ."],
    ["docker buildx build --cache-to  x --load .", "docker buildx build  --load ."],
    ["docker buildx build --cache-to \\\n  type=inline \\\n  .", "docker buildx build  \\\n  ."],
    [
      "if a; then docker buildx build -o type=registry .; fi",
      "if a; then docker buildx build --output=type=cacheonly .; fi",
    ],
    ["docker buildx build --load --push .", "docker buildx build --load  ."],
  ];
  expect(cases.map(([script = ""]) => of(script))).toEqual(cases.map(([, changed]) => changed));
});

test("where a substitution has a build push, or may, the step is left out", () => {
  const yaml = (arg: string, value: string): string =>
    `steps: [{ name: docker, args: [buildx, build, "${arg}", .] }]\nsubstitutions: { _X: "${value}" }\n`;
  const said = (arg: string, value: string, environment?: string): string | undefined => {
    const merged = mergedOf({ a: { yaml: yaml(arg, value) } });
    const environments = environment === undefined ? [] : [{ _X: environment }];
    return withholdPublishing({ ...merged, environments }).withheld[0]?.what;
  };
  expect([
    said("$_X", "--push"),
    said("--output=$_X", "type=registry"),
    said("$_X", "--cache-to=type=inline"),
    said("$_X", "--load", "--push"),
    said("--tag=$_X", "r/p/a"),
  ]).toEqual([
    "is left out: $_X may have it push",
    "is left out: --output=$_X may have it push",
    "is left out: $_X may have it push",
    "is left out: $_X may have it push",
    undefined,
  ]);
});

test("kaniko does not push, whatever its image is called, and is left out of a shell", () => {
  const yaml = `steps:
  - { id: own, name: cgr.dev/chainguard/kaniko, args: [--destination=r/p/a] }
  - { id: shell, name: gcr.io/kaniko-project/executor:debug, entrypoint: sh, args: [-c, /kaniko/executor -d r/p/b] }
  - { id: buildx, name: gcr.io/p/buildx, args: [build, --push, .] }
`;
  const { merged, withheld } = withholdPublishing(mergedOf({ a: { yaml } }));
  expect(merged.build.steps.map(({ id, args }) => [id, args])).toEqual([
    ["a:own", ["--destination=r/p/a", "--no-push", "--no-push-cache"]],
    ["a:buildx", ["build", "--output=type=cacheonly", "."]],
  ]);
  expect(withheld).toEqual([
    { step: "a:shell", what: "is left out: it pushes images" },
    { step: "a:own", what: "builds and does not push" },
    { step: "a:buildx", what: "builds and does not push" },
  ]);
});

test("a volume that the steps left out shared goes, and is told", () => {
  const volumes = "volumes: [{ name: vol, path: /vol }]";
  const yaml = `steps:
  - { id: build, name: node, args: [npm, ci], ${volumes} }
  - { id: push, name: docker, args: [push, r/p/a], ${volumes} }
`;
  const { merged, withheld } = withholdPublishing(mergedOf({ a: { yaml } }));
  expect(merged.build.steps).toEqual([{ id: "a:build", name: "node", args: ["npm", "ci"], waitFor: ["-"] }]);
  expect(withheld).toEqual([
    { step: "a:push", what: "is left out: it pushes images" },
    { step: "a:build", what: "runs without the volume vol, which no other step has any more" },
  ]);
});

test("an image that stays loaded is tried, and one that a step left out makes is not", () => {
  const yaml = `steps:
  - { id: load, name: docker, args: [buildx, build, --load, --push, --tag=r/p/a, .] }
  - { id: try, name: docker, args: [run, r/p/a] }
  - { id: both, name: docker, script: docker build -t r/p/b . && docker push r/p/b }
  - { id: lost, name: docker, args: [run, r/p/b] }
  - { id: older, name: r/p/c, args: [echo] }
  - { id: next, name: docker, args: [push, r/p/c] }
`;
  const { merged } = withholdPublishing(mergedOf({ a: { yaml } }));
  expect(merged.steps.map(({ id }) => id)).toEqual(["a:load", "a:try", "a:older"]);
});

test("builds.ts says which steps pull requests run without", () => {
  const yaml = "steps: [{ id: test, name: node, args: [npm, ci] }, { name: node, args: [make, all] }]\n";
  const merged = mergedOf({ a: { yaml, pullRequests: { leaveOut: ["step-2"] } } });
  const { merged: kept, withheld } = withholdPublishing(merged);
  expect(kept.steps.map(({ id }) => id)).toEqual(["a:test"]);
  expect(withheld).toEqual([{ step: "a:step-2", what: "is left out: builds.ts says so" }]);
});

/** The steps that are left, as `id: text of its shell`. */
function keptOf(texts: readonly string[]): readonly string[] {
  const steps = texts.map((text) => ({ name: "docker", entrypoint: "bash", args: ["-c", text] }));
  const { build } = withoutPublishing(mergedOf({ a: { yaml: JSON.stringify({ steps }) } }));
  return build.steps.map(({ args = [] }) => args[1] ?? "");
}

test("what the default builder keeps with the daemon is tried, and what a builder of its own does not is not", () => {
  const built = (option: string): string => `docker buildx build ${option} -t r/p/x .`;
  expect([
    keptOf(["docker build --push -t r/p/x .", "docker run r/p/x npm test"]),
    keptOf([built("--push"), "docker compose run r/p/x"]),
    keptOf([built("--push --builder b"), "docker run r/p/x npm test"]),
    keptOf(["docker buildx create --use", built("--push"), "docker run r/p/x npm test"]),
    keptOf([built("--push --platform a,b"), "docker run r/p/x npm test"]),
    keptOf([built("--push"), "docker pull r/p/x"]),
    keptOf([built("--push"), "crane digest r/p/x"]),
  ]).toEqual([
    ["docker build  -t r/p/x .", "docker run r/p/x npm test"],
    [built(""), "docker compose run r/p/x"],
    [built("--output=type=cacheonly --builder b")],
    ["docker buildx create --use", built("--output=type=cacheonly")],
    [built("--output=type=cacheonly --platform a,b")],
    [built("--output=type=cacheonly")],
    [built("")],
  ]);
  const yaml = `steps: [{ name: docker, args: [build, --push, -t, r/p/x, .] }, { name: r/p/x, args: [npm, test] }]\n`;
  const { build } = withoutPublishing(mergedOf({ a: { yaml } }));
  expect(build.steps.map(({ name, args }) => [name, args])).toEqual([
    ["docker", ["build", "-t", "r/p/x", "."]],
    ["r/p/x", ["npm", "test"]],
  ]);
});

test("who asks a registry for an image that is not pushed is left out", () => {
  const asking = [
    "gcloud artifacts docker images describe r/p/x > d.txt",
    "docker buildx imagetools inspect r/p/x",
    "crane digest r/p/x",
    "skopeo inspect docker://r/p/x",
    "docker inspect --format '{{index .RepoDigests 0}}' r/p/x",
  ];
  const build = "docker build -t r/p/x .";
  expect(asking.map((text) => keptOf([build, "docker push r/p/x", text]))).toEqual(asking.map(() => [build]));
  expect(asking.map((text) => keptOf(["docker pull r/p/y", text]).length)).toEqual([2, 2, 2, 2, 2]);
});
