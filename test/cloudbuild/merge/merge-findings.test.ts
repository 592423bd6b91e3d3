// Everything that the merge refuses or warns of: one test for each code, with the whole text.
import { expect, test } from "vitest";
import { mergeOf, shown } from "./merge-of.ts";

const one = "steps: [{ name: a, id: x }]\n";

test("a component's name has letters, digits and dashes", () => {
  const { findings } = mergeOf({ "my app": { yaml: one } }, 'components: { "my app": {} }');
  expect(shown(findings)).toEqual([
    'builds.ts:1:15: error BAD_COMPONENT_NAME: A component is called "my app". Use letters, digits and dashes, and begin with a letter or digit.',
  ]);
});

test("a need of a component that is not there is told at its place in builds.ts", () => {
  const { findings } = mergeOf(
    { web: { yaml: one, needs: [{ on: ["bas"] }] }, base: { yaml: one } },
    'components: {\n  web: { needs: [{ on: ["bas"] }] },\n  base: {} }',
  );
  expect(shown(findings)).toEqual([
    'builds.ts:2:25: error UNKNOWN_COMPONENT: "web" needs "bas", and there is no component "bas". Give one of: base.',
  ]);
});

test("a need of or on a step that is not there is told with those that are", () => {
  const { findings } = mergeOf(
    { web: { yaml: one, needs: [{ step: "y", on: ["base:z"] }] }, base: { yaml: one } },
    'components: {\n  web: { needs: [{ step: "y", on: ["base:z"] }] },\n  base: {} }',
  );
  expect(shown(findings)).toEqual([
    'builds.ts:2:26: error UNKNOWN_STEP: The needs of "web" are those of its step "y", which web/cloudbuild.yaml does not have. Give one of: x.',
    'builds.ts:2:36: error UNKNOWN_STEP: "web" needs "base:z", and base/cloudbuild.yaml has no step "z". Give "base", for its last steps, or one of: base:x.',
  ]);
});

test("no component needs itself", () => {
  const { findings } = mergeOf(
    { web: { yaml: one, needs: [{ on: ["web:x"] }] } },
    'web: { needs: [{ on: ["web:x"] }] }',
  );
  expect(shown(findings)).toEqual([
    'builds.ts:1:23: error NEED_OF_ITSELF: "web" needs "web:x", which is its own. Say the order of its steps with waitFor, in web/cloudbuild.yaml.',
  ]);
});

test("components whose steps need each other are refused", () => {
  const { findings } = mergeOf(
    { a: { yaml: one, needs: [{ on: ["b"] }] }, b: { yaml: one, needs: [{ on: ["a"] }] } },
    'a: { needs: [{ on: ["b"] }] },\nb: { needs: [{ on: ["a"] }] }',
  );
  expect(shown(findings)).toEqual([
    'builds.ts:1:21: error NEEDS_CYCLE: "a:x" waits for "b:x", which waits for "a:x". Let a single step need what it uses, with step and on, or remove one of the needs. (a/cloudbuild.yaml:1:24: "a:x" is in the circle) (b/cloudbuild.yaml:1:24: "b:x" is in the circle)',
  ]);
});

test("a rename is of something that the config uses, to a name that Cloud Build takes", () => {
  const { findings } = mergeOf(
    {
      a: {
        yaml: "steps: [{ name: $_A-$_B }]\nsubstitutions: { _A: '', _B: '' }\n",
        rename: { _C: "_D", _A: "_B", _B: "b" },
      },
    },
    'a: { rename: { _C: "_D", _A: "_B", _B: "b" } }',
  );
  expect(shown(findings)).toEqual([
    "builds.ts:1:16: error RENAME_OF_NOTHING: _C is to be renamed, and the config neither has nor uses it. Remove it, or rename one of: _A, _B.",
    'builds.ts:1:30: error BAD_RENAME: _B cannot be renamed to "b". Begin the name with _ and use capital letters, digits and _, and no name that Cloud Build gives.',
  ]);
});

test("a substitution with two values is refused, with the rename as it is to be written", () => {
  const { findings } = mergeOf({
    api: { yaml: "steps: [{ name: 'x:$_TAG' }]\nsubstitutions: { _TAG: a, _Z: z }\n", rename: { _Z: "_Y" } },
    "my-web": {
      yaml: "steps: [{ name: 'x:$_TAG-$_Z' }]\nsubstitutions:\n  _TAG: b\n  _Z: c\n",
      rename: { _Z: "_WEB_Z" },
    },
  });
  expect(shown(findings)).toEqual([
    'my-web/cloudbuild.yaml:3:9: error SUBSTITUTION_CONFLICT: _TAG is "b" in "my-web" and "a" in "api". Give both the same value, or write rename: { _Z: "_WEB_Z", _TAG: "_MY_WEB_TAG" } at component "my-web" of builds.ts. (api/cloudbuild.yaml:2:24: the other value, in "api")',
  ]);
});

test("a component that has no default is told of the one that it gets", () => {
  const { findings } = mergeOf({
    api: { yaml: "steps: [{ name: 'x:$_TAG' }]\nsubstitutions: { _TAG: a }\n" },
    web: { yaml: "steps: [{ name: 'x:${_TAG}' }]\n" },
  });
  expect(shown(findings)).toEqual([
    'web/cloudbuild.yaml:1:22: warning DEFAULT_FROM_ANOTHER: "web" has no value for _TAG and gets "a", which "api" says. Give it a value in this config too, or write rename: { _TAG: "_WEB_TAG" } at component "web" of builds.ts. (api/cloudbuild.yaml:2:24: the value, in "api")',
  ]);
});

test("options and accounts that differ are refused with both places", () => {
  const { findings } = mergeOf({
    api: { yaml: one + "options: { logging: NONE }\nserviceAccount: projects/p/serviceAccounts/a\n" },
    web: { yaml: one + "options: { logging: GCS_ONLY }\nserviceAccount: projects/p/serviceAccounts/b\n" },
  });
  expect(shown(findings)).toEqual([
    'web/cloudbuild.yaml:2:21: error OPTION_CONFLICT: options.logging is "GCS_ONLY" in "web" and "NONE" in "api", and the merged build has one. Give both configs the same, or leave it out of one. (api/cloudbuild.yaml:2:21: the other value, in "api")',
    'web/cloudbuild.yaml:3:17: error OPTION_CONFLICT: serviceAccount is "projects/p/serviceAccounts/b" in "web" and "projects/p/serviceAccounts/a" in "api", and the merged build has one. Give both configs the same, or leave it out of one. (api/cloudbuild.yaml:3:17: the other value, in "api")',
  ]);
});

test("a pool and a machine type do not go together", () => {
  const { findings } = mergeOf({
    api: { yaml: one + "options: { pool: { name: projects/p/locations/l/workerPools/w } }\n" },
    web: { yaml: one + "options: { machineType: E2_MEDIUM }\n" },
  });
  expect(shown(findings)).toEqual([
    'web/cloudbuild.yaml:2:25: error POOL_WITH_MACHINE: "web" asks for E2_MEDIUM and "api" for a pool, which has machines of its own. Leave out machineType, or the pool. (api/cloudbuild.yaml:2:18: the pool, in "api")',
  ]);
});

test("of N1 and E2 of one size E2 is taken, and told", () => {
  const { findings } = mergeOf({
    api: { yaml: one + "options: { machineType: N1_HIGHCPU_8 }\n" },
    web: { yaml: one + "options: { machineType: E2_HIGHCPU_8 }\n" },
  });
  expect(shown(findings)).toEqual([
    "api/cloudbuild.yaml:2:25: warning MACHINE_TYPE_CHOSEN: N1_HIGHCPU_8 and E2_HIGHCPU_8 are of one size, and the merged build runs on E2_HIGHCPU_8. Say E2_HIGHCPU_8 here as well. (web/cloudbuild.yaml:2:25: says E2_HIGHCPU_8)",
  ]);
});

test("dynamic substitutions are not turned on for a config that relies on their being off", () => {
  const { findings } = mergeOf({
    api: { yaml: one + "options: { dynamicSubstitutions: true }\n" },
    web: { yaml: "steps: [{ name: 'a:$_X' }]\nsubstitutions: { _X: v$BUILD_ID }\n" },
  });
  expect(shown(findings)).toEqual([
    'web/cloudbuild.yaml:2:22: error DYNAMIC_SUBSTITUTIONS_CHANGE: "web" has this read without dynamicSubstitutions, which "api" turns on for the merged build. Write $$ where the $ is to stay, or turn dynamicSubstitutions on in this config too. (api/cloudbuild.yaml:2:34: turned on here)',
  ]);
});

test("ALLOW_LOOSE of one config is dropped, and told", () => {
  const { findings } = mergeOf({
    api: { yaml: one + "options: { substitutionOption: ALLOW_LOOSE }\n" },
    web: { yaml: one },
  });
  expect(shown(findings)).toEqual([
    'api/cloudbuild.yaml:2:32: warning LOOSE_SUBSTITUTIONS_DROPPED: "api" says ALLOW_LOOSE and "web" does not: the merged build says MUST_MATCH. Define and use every substitution, or say ALLOW_LOOSE in every config.',
  ]);
});

test("one variable with two secrets is refused, whatever kind they are, without their values", () => {
  const { findings } = mergeOf({
    api: {
      yaml:
        one +
        "availableSecrets: { secretManager: [{ versionName: projects/p/secrets/s/versions/1, env: K }] }\n",
    },
    web: {
      yaml: one + "availableSecrets: { inline: [{ kmsKeyName: projects/p/k, envMap: { K: Zm9vYmFy } }] }\n",
    },
  });
  expect(shown(findings)).toEqual([
    'web/cloudbuild.yaml:2:68: error SECRET_CONFLICT: The secret K is a value under projects/p/k in "web" and projects/p/secrets/s/versions/1 in "api". Give one of them another env, here and in the secretEnv of the steps that ask for it. (api/cloudbuild.yaml:2:90: the other secret, in "api")',
  ]);
});

test("files go to one place", () => {
  const { findings } = mergeOf({
    api: { yaml: one + "artifacts: { objects: { location: gs://a/, paths: [x] } }\n" },
    web: { yaml: one + "artifacts: { objects: { location: gs://b/, paths: [z] } }\n" },
  });
  expect(shown(findings)).toEqual([
    'web/cloudbuild.yaml:2:35: error ARTIFACT_LOCATION_CONFLICT: artifacts.objects.location is "gs://b/" in "web" and "gs://a/" in "api", and the merged build has one. Give both the same folder, or copy the files in a step of their own. (api/cloudbuild.yaml:2:35: the other value, in "api")',
  ]);
});

test("components that fill the same folder at the same time are told", () => {
  const { findings } = mergeOf({
    api: { yaml: "steps: [{ name: node, entrypoint: npm, args: [ci] }]\n" },
    web: {
      yaml: "steps: [{ name: node, script: 'npm ci && npm test' }, { name: node, dir: web, entrypoint: npm, args: [ci] }]\n",
    },
  });
  expect(shown(findings)).toEqual([
    'web/cloudbuild.yaml:1:17: warning SHARED_FOLDER: "web:step-1" and "api:step-1" write /workspace/node_modules and may run at the same time. Give one of them a dir of its own, or let one need the other in builds.ts. (api/cloudbuild.yaml:1:17: the other step)',
  ]);
});

test("two steps of one id are refused", () => {
  const { findings } = mergeOf({ api: { yaml: "steps: [{ name: a, id: x }, { name: a, id: x }]\n" } });
  expect(shown(findings)).toEqual([
    'api/cloudbuild.yaml:1:44: error DUPLICATE_STEP_ID: Two steps have the id "x". Give each its own. (api/cloudbuild.yaml:1:24: the other one)',
  ]);
});

test("a step that deploys an image before its push is refused", () => {
  const { findings } = mergeOf({
    api: {
      yaml: "steps:\n  - { id: deploy, name: gcloud, args: [run, deploy, --image=r/p/app] }\n  - { id: build, name: docker, args: [build, -t, r/p/app, .] }\n  - { id: push, name: docker, args: [push, r/p/app] }\n",
    },
  });
  expect(shown(findings)).toEqual([
    'api/cloudbuild.yaml:2:11: error CONSUMER_BEFORE_PUSH: "api:deploy" uses r/p/app:latest and runs before "api:push", which makes it. Let it wait for "api:push", with waitFor or needs. (api/cloudbuild.yaml:4:11: "api:push" makes it)',
  ]);
});

test("a step that deploys an image that is only in images is refused", () => {
  const { findings } = mergeOf({
    api: {
      yaml: "steps:\n  - { id: deploy, name: gcloud, args: [run, deploy, --image=r/p/app] }\nimages: [r/p/app]\n",
    },
  });
  expect(shown(findings)).toEqual([
    'api/cloudbuild.yaml:2:11: error CONSUMER_BEFORE_PUSH: "api:deploy" uses r/p/app:latest, which is pushed only when all steps have ended. Push it in a step before, and keep it in images. (api/cloudbuild.yaml:3:10: pushed when all steps have ended)',
  ]);
});

test("two components that push one image are told", () => {
  const yaml = "steps: [{ id: push, name: docker, args: [push, 'r/p/app:1'] }]\n";
  const { findings } = mergeOf({ api: { yaml }, web: { yaml } });
  expect(shown(findings)).toEqual([
    'web/cloudbuild.yaml:1:15: warning MADE_TWICE: "web:push" and "api:push" both make r/p/app:1. Give one of the two another name or tag. (api/cloudbuild.yaml:1:15: the other step)',
  ]);
});
