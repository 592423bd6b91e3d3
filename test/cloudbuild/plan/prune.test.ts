import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Build } from "../../../cloudbuild/format/build.ts";
import type { MergedBuild } from "../../../cloudbuild/merge/merged-build.ts";
import { readLastDigests, tagAtCommit } from "../../../cloudbuild/plan/last-images.ts";
import { filesNeeded, pruneBuild } from "../../../cloudbuild/plan/prune.ts";
import { temporaryFolder } from "../../scripts/temporary-folder.ts";
import { merge, smallComponent } from "./small-builds.ts";

const docker = "gcr.io/cloud-builders/docker@sha256:3d00b6c1";
const digest = `sha256:${"0123456789abcdef".repeat(4)}`;

function image(name: string): Build {
  const tag = `$_REGISTRY/${name}:$_TAG`;
  return {
    steps: [
      { id: "test", name: "node", args: ["test"] },
      {
        id: "push",
        name: docker,
        args: [
          "buildx",
          "build",
          "--push",
          `--tag=${tag}`,
          `--metadata-file=/workspace/.digests/${name}.json`,
          name,
        ],
      },
    ],
    images: [tag],
    substitutions: { _REGISTRY: "r.example/p", _TAG: "$COMMIT_SHA" },
  };
}

const user: Build = {
  steps: [
    {
      id: "compile",
      name: "node",
      env: ["DIGESTS=/workspace/.digests"],
      script: "compile",
      secretEnv: ["KEY"],
    },
  ],
  availableSecrets: { secretManager: [{ versionName: "projects/p/secrets/s/versions/1", env: "KEY" }] },
};
const components = [smallComponent("node", image("node")), smallComponent("app", user)];
const merged = merge(components);
const last = { tagsOf: (_: string, tag: string) => (tag === "${_TAG}" ? ["abc", "def"] : []) };

test("an unchanged image is not built again: its new tag points to the last one", () => {
  const { merged: pruned, pointers } = pruneBuild({ merged, components, unchanged: new Set(["node"]), last });
  expect(pointers).toEqual([
    { component: "node", image: "${_REGISTRY}/node", tag: "${_TAG}", last: ["abc", "def"] },
  ]);
  expect(pruned.build).toEqual({
    steps: [
      {
        name: docker,
        id: "node:unchanged",
        waitFor: ["-"],
        env: [
          "IMAGE=${_REGISTRY}/node",
          "TAG=${_TAG}",
          "LAST=abc def",
          "DIGEST_FILE=/workspace/.digests/node.json",
        ],
        script: `#!/bin/sh
set -eu
found=
for tag in $LAST; do
  if docker buildx imagetools inspect "$IMAGE:$tag" > /dev/null; then
    found=$tag
    break
  fi
done
if [ -z "$found" ]; then
  echo "$IMAGE has none of the tags of what is as it was: $LAST. Build it again, or plan with --last-tag or --last." >&2
  exit 1
fi
docker buildx imagetools create --prefer-index=false --tag "$IMAGE:$TAG" "$IMAGE:$found"
digest=$(docker buildx imagetools inspect --format '{{.Manifest.Digest}}' "$IMAGE:$TAG")
mkdir -p "$(dirname "$DIGEST_FILE")"
printf '{"containerimage.digest":"%s","image.name":"%s"}\\n' "$digest" "$IMAGE:$TAG" > "$DIGEST_FILE"
`,
      },
      { ...user.steps[0], id: "app:compile", waitFor: ["node:unchanged"] },
    ],
    timeout: merged.build.timeout,
    availableSecrets: user.availableSecrets,
    substitutions: { _REGISTRY: "r.example/p", _TAG: "$COMMIT_SHA" },
  });
});

test("with the last digest nothing is looked up", () => {
  const { merged: pruned } = pruneBuild({
    merged,
    components,
    unchanged: new Set(["node"]),
    last: { tagsOf: () => [], digests: { node: digest } },
  });
  expect(pruned.build.steps[0]?.env?.[2]).toBe(`LAST=${digest}`);
  expect(pruned.build.steps[0]?.script?.split("\n").slice(2, 4)).toEqual([
    'docker buildx imagetools create --prefer-index=false --tag "$IMAGE:$TAG" "$IMAGE@$LAST"',
    'digest="$LAST"',
  ]);
});

test("every further image of a component gets its new tag too", () => {
  const two: Build = {
    steps: [{ name: "bash", script: "make" }],
    images: ["r.example/a:$_TAG", "r.example/a", "r.example/b:v-$_TAG"],
    substitutions: { _TAG: "1" },
  };
  const one = [smallComponent("two", two, { rename: { _TAG: "_TWO" } })];
  const { merged: pruned } = pruneBuild({
    merged: merge(one),
    components: one,
    unchanged: new Set(["two"]),
    last: { tagsOf: (_, tag) => [tag.replace("${_TWO}", "0")], digests: { two: digest } },
  });
  expect(pruned.build.steps).toEqual([
    {
      name: "gcr.io/cloud-builders/docker",
      id: "two:unchanged",
      waitFor: ["-"],
      env: [
        ...["IMAGE=r.example/a", "TAG=${_TWO}", `LAST=${digest}`],
        ...["IMAGE_2=r.example/a", "TAG_2=latest", `LAST_2=${digest}`],
        ...["IMAGE_3=r.example/b", "TAG_3=v-${_TWO}", "LAST_3=v-0"],
      ],
      script: expect.stringContaining(
        'imagetools create --prefer-index=false --tag "$IMAGE_3:$TAG_3" "$IMAGE_3:$found"',
      ),
    },
  ]);
});

test("digests are left where the component's own steps leave them", () => {
  const push = (name: string, ...args: readonly string[]): Build["steps"][number] => ({
    name: docker,
    args: ["buildx", "build", "--push", `--tag=r.example/${name}:1`, ...args, "."],
  });
  const build: Build = {
    steps: [
      push("a"),
      push("b", "--metadata-file=/workspace/.digests/bee.json"),
      push("c", "--metadata-file=/workspace/.digests/c.json"),
      { name: docker, script: "docker tag r.example/a:1 r.example/d:2\ndocker push --all-tags r.example/d" },
    ],
  };
  const one = [smallComponent("two", build)];
  const { merged: pruned } = pruneBuild({
    merged: merge(one),
    components: one,
    unchanged: new Set(["two"]),
    last: { tagsOf: () => ["0"] },
  });
  const [step] = pruned.build.steps;
  expect(step?.env).toEqual([
    ...["IMAGE=r.example/a", "TAG=1", "LAST=0", "IMAGE_2=r.example/b", "TAG_2=1", "LAST_2=0"],
    ...["IMAGE_3=r.example/c", "TAG_3=1", "LAST_3=0", "IMAGE_4=r.example/d", "TAG_4=2", "LAST_4=0"],
    ...["DIGEST_FILE=/workspace/.digests/bee.json", "DIGEST_FILE_2=/workspace/.digests/c.json"],
  ]);
  expect(
    step?.script?.split("\n").filter((line) => line.startsWith("digest=") || line.includes("DIGEST_FILE")),
  ).toEqual([
    `digest=$(docker buildx imagetools inspect --format '{{.Manifest.Digest}}' "$IMAGE_2:$TAG_2")`,
    'mkdir -p "$(dirname "$DIGEST_FILE")"',
    `printf '{"containerimage.digest":"%s","image.name":"%s"}\\n' "$digest" "$IMAGE_2:$TAG_2" > "$DIGEST_FILE"`,
    `digest=$(docker buildx imagetools inspect --format '{{.Manifest.Digest}}' "$IMAGE_3:$TAG_3")`,
    'mkdir -p "$(dirname "$DIGEST_FILE_2")"',
    `printf '{"containerimage.digest":"%s","image.name":"%s"}\\n' "$digest" "$IMAGE_3:$TAG_3" > "$DIGEST_FILE_2"`,
  ]);
});

test("the first tag that there is becomes the new one, and without any the step fails", () => {
  const { merged: pruned } = pruneBuild({ merged, components, unchanged: new Set(["node"]), last });
  const [step] = pruned.build.steps;
  const folder = temporaryFolder();
  const run = (...there: readonly string[]): readonly unknown[] => {
    const stub = `#!/bin/sh
for last in "$@"; do :; done
case "$3 $last" in
  "create "*) echo "$last" ;;
  "inspect r/node:new") echo sha256:1 ;;
  ${there.map((tag) => `"inspect r/node:${tag}"`).join("|") || '"none"'}) ;;
  *) exit 1 ;;
esac
`;
    writeFileSync(join(folder, "docker"), stub, { mode: 0o755 });
    const file = join(folder, "digests/node.json");
    const env = {
      PATH: `${folder}${delimiter}${process.env["PATH"] ?? ""}`,
      IMAGE: "r/node",
      TAG: "new",
      LAST: "abc def",
    };
    const { status, stdout, stderr } = spawnSync("sh", ["-c", step?.script ?? ""], {
      env: { ...env, DIGEST_FILE: file },
      encoding: "utf8",
    });
    return [status, stdout, stderr, existsSync(file) ? readFileSync(file, "utf8") : "none"];
  };
  const none =
    "r/node has none of the tags of what is as it was: abc def. Build it again, or plan with --last-tag or --last.\n";
  expect(run()).toEqual([1, "", none, "none"]);
  const digestFile = '{"containerimage.digest":"sha256:1","image.name":"r/node:new"}\n';
  expect(run("def")).toEqual([0, "r/node:def\n", "", digestFile]);
  expect(run("abc", "def")).toEqual([0, "r/node:abc\n", "", digestFile]);
});

test("what only the pruned components publish and ask for is gone", () => {
  const publishing: Build = {
    ...image("lib"),
    artifacts: { objects: { location: "gs://b/$_TAG/", paths: ["lib.tgz"] } },
    availableSecrets: { secretManager: [{ versionName: "projects/p/secrets/t/versions/1", env: "TOKEN" }] },
    substitutions: { ...image("lib").substitutions, _LIB: "x" },
  };
  const steps = publishing.steps.map((step) => ({ ...step, secretEnv: ["TOKEN"], env: ["A=$_LIB"] }));
  const group = [smallComponent("lib", { ...publishing, steps }), smallComponent("node", image("node"))];
  const { merged: pruned } = pruneBuild({
    merged: merge(group),
    components: group,
    unchanged: new Set(["lib"]),
    last,
  });
  const { images, artifacts, availableSecrets, substitutions } = pruned.build;
  expect({ images, artifacts, availableSecrets, substitutions }).toEqual({
    images: ["$_REGISTRY/node:$_TAG"],
    artifacts: undefined,
    availableSecrets: undefined,
    substitutions: image("node").substitutions,
  });
});

test("a last image that nobody knows is told", () => {
  const unchanged = new Set(["node"]);
  expect(() => pruneBuild({ merged, components, unchanged, last: { tagsOf: () => [] } })).toThrow(
    "node: nothing tells where the last ${_REGISTRY}/node:${_TAG} is. Give --last-tag TAG, or --last FILE.json with its digest.",
  );
});

test("a component without an image whose files others may need cannot be left out", () => {
  const group = [
    smallComponent("files", { steps: [{ name: "a", id: "make" }] }),
    smallComponent("app", { steps: [{ name: "a", id: "use" }] }, { needs: [{ on: ["files"] }] }),
  ];
  const options = { merged: merge(group), components: group, unchanged: new Set(["files"]), last };
  expect(filesNeeded(options)).toEqual([{ component: "files", step: "app:use", on: "files:make" }]);
  expect(() => pruneBuild(options)).toThrow(
    'app:use: waits for files:make, and "files" pushes no image that could stand for it. Rebuild "files" as well.',
  );
  expect(filesNeeded({ ...options, unchanged: new Set(["files", "app"]) })).toEqual([]);
});

/** Components in a row, each needing some of those before it; every third pushes no image. */
const groups = fc.array(
  fc.record({
    needs: fc.array(fc.tuple(fc.nat(8), fc.boolean(), fc.boolean()), { maxLength: 3 }),
    isUnchanged: fc.boolean(),
    isSerial: fc.boolean(),
  }),
  { minLength: 1, maxLength: 6 },
);

function ancestorsOf({ steps }: MergedBuild): ReadonlyMap<string, ReadonlySet<string>> {
  const all = new Map<string, Set<string>>();
  for (const { id, waits } of steps) {
    all.set(id, new Set(waits.flatMap(({ on }) => [on, ...(all.get(on) ?? [])])));
  }
  return all;
}

test("what stays keeps its order, and waits for what stands in for all else that it waited for", () => {
  fc.assert(
    fc.property(groups, (group) => {
      const all = group.map(({ needs, isSerial }, at) => {
        const name = `c${at}`;
        const steps = image(name).steps.map((step) => (isSerial ? step : { ...step, waitFor: ["-"] }));
        const own: Build =
          at % 3 === 2
            ? {
                steps: [
                  { id: "test", name: "a" },
                  { id: "push", name: "a" },
                ],
              }
            : { ...image(name), steps };
        const before = at === 0 ? [] : needs;
        return smallComponent(name, own, {
          needs: before.map(([on, ofStep, atStep]) => ({
            ...(atStep && { step: "push" }),
            on: [`c${on % at}${ofStep ? ":test" : ""}`],
          })),
        });
      });
      const whole = merge(all);
      const chosen = new Set(group.flatMap(({ isUnchanged }, at) => (isUnchanged ? [`c${at}`] : [])));
      for (let lost = filesNeeded({ merged: whole, components: all, unchanged: chosen }); lost.length > 0;) {
        for (const { component } of lost) chosen.delete(component);
        lost = filesNeeded({ merged: whole, components: all, unchanged: chosen });
      }
      const { merged: pruned } = pruneBuild({
        merged: whole,
        components: all,
        unchanged: chosen,
        last: { tagsOf: () => ["abc"] },
      });
      const [before, after] = [ancestorsOf(whole), ancestorsOf(pruned)];
      const componentOf = (id: string): string => id.split(":")[0] ?? "";
      const standIn = (id: string): string =>
        chosen.has(componentOf(id)) ? `${componentOf(id)}:unchanged` : id;
      for (const { id, component } of whole.steps) {
        if (chosen.has(component)) expect(after.has(id)).toBe(false);
        else expect(after.get(id)).toEqual(new Set([...(before.get(id) ?? [])].map(standIn)));
      }
      const ids = pruned.build.steps.map((step) => step.id ?? "");
      expect(ids).toEqual(pruned.steps.map((step) => step.id));
      pruned.build.steps.forEach(({ waitFor = [] }, at) => {
        for (const on of waitFor) expect(on === "-" || ids.slice(0, at).includes(on)).toBe(true);
      });
    }),
    { numRuns: 300 },
  );
});

test("a tag of the last commit follows from the substitutions, where that can be", () => {
  const commit = "0123456789abcdef0123456789abcdef01234567";
  const substitutions = { _TAG: "$COMMIT_SHA", _SHORT: "v-${_TAG:0:8}", _FIXED: "1.2", _OTHER: "$TAG_NAME" };
  const tags = ["${_TAG}", "$_SHORT", "$SHORT_SHA-x", "$_FIXED", "latest", "$_OTHER", "$BRANCH_NAME", "a b"];
  expect(tags.map((tag) => tagAtCommit(tag, substitutions, { commit }))).toEqual([
    commit,
    "v-01234567",
    "0123456-x",
    "1.2",
    "latest",
    undefined,
    undefined,
    undefined,
  ]);
  expect(tagAtCommit("$_OTHER", substitutions, { commit, tagName: "v1" })).toBe("v1");
});

test("the file of last digests is looked at before it is used", () => {
  expect(readLastDigests("last.json", JSON.stringify({ node: digest }))).toEqual({ node: digest });
  expect(() => readLastDigests("last.json", '{"node": "v1"}')).toThrow(
    'last.json: does not say where the last images are: "node" has no digest. Give {"COMPONENT": "sha256:..."}.',
  );
  for (const text of ["{", "[]", "null"]) {
    expect(() => readLastDigests("last.json", text)).toThrow("it is no JSON object");
  }
});
