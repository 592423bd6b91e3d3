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

test("the rename that is told is to a name that is free, and is taken as it stands", () => {
  const said = {
    a: { yaml: "steps: [{ name: 'x:$_T' }]\nsubstitutions: { _T: '1' }\n" },
    b: { yaml: "steps: [{ name: 'x:$_T-$_B_T' }]\nsubstitutions: { _T: '2', _B_T: '3' }\n" },
  };
  expect(mergeOf(said).findings.map(({ remedy }) => remedy)).toEqual([
    'Give both the same value, or write rename: { _T: "_B_T_2" } at component "b" of builds.ts.',
  ]);
  const { merged, findings } = mergeOf({ ...said, b: { ...said.b, rename: { _T: "_B_T_2" } } });
  expect(findings).toEqual([]);
  expect(merged?.build.substitutions).toEqual({ _T: "1", _B_T_2: "2", _B_T: "3" });
});

test("a rename leaves what is no reference in a value as it is", () => {
  const { merged } = mergeOf({
    a: {
      yaml: "steps: [{ name: 'x:$_A-$_B-$_C' }]\nsubstitutions: { _A: cost$_T, _B: '${_T}${_X:-$_T}${_X/$_T/a$_T}', _C: $_T, _T: t, _X: x }\n",
      rename: { _T: "_AT" },
    },
  });
  expect(merged?.build.substitutions).toEqual({
    _A: "cost$_T",
    _B: "${_AT}${_X:-$_AT}${_X/$_AT/a$_T}",
    _C: "$_AT",
    _AT: "t",
    _X: "x",
  });
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

test("a pool and a disk do not go together either", () => {
  const { findings } = mergeOf({
    api: { yaml: one + "options: { workerPool: projects/p/locations/l/workerPools/w }\n" },
    web: { yaml: one + "options: { machineType: UNSPECIFIED, diskSizeGb: 200 }\n" },
  });
  expect(shown(findings)).toEqual([
    'web/cloudbuild.yaml:2:50: error POOL_WITH_MACHINE: "web" asks for a disk of 200 GB and "api" for a pool, which has machines of its own. Leave out diskSizeGb, or the pool. (api/cloudbuild.yaml:2:24: the pool, in "api")',
  ]);
});

test("a config that has both itself is merged as it is", () => {
  const { merged } = mergeOf({
    api: {
      yaml:
        one +
        "options: { pool: { name: projects/p/locations/l/workerPools/w }, diskSizeGb: 200, machineType: E2_MEDIUM }\n",
    },
  });
  expect(merged?.build.options).toEqual({
    pool: { name: "projects/p/locations/l/workerPools/w" },
    diskSizeGb: 200,
    machineType: "E2_MEDIUM",
  });
});

test("two pools are refused, in whichever spelling they are", () => {
  const { findings } = mergeOf({
    api: { yaml: one + "options: { workerPool: projects/p/locations/l/workerPools/v }\n" },
    web: { yaml: one + "options: { pool: { name: projects/p/locations/l/workerPools/w } }\n" },
  });
  expect(shown(findings)).toEqual([
    'web/cloudbuild.yaml:2:18: error OPTION_CONFLICT: the pool is "projects/p/locations/l/workerPools/w" in "web" and "projects/p/locations/l/workerPools/v" in "api", and the merged build has one. Give both configs the same, or leave it out of one. (api/cloudbuild.yaml:2:24: the other value, in "api")',
  ]);
});

test("one pool in two spellings is one", () => {
  const { merged, findings } = mergeOf({
    api: { yaml: one + "options: { workerPool: projects/p/locations/l/workerPools/w }\n" },
    web: { yaml: one + "options: { pool: { name: projects/p/locations/l/workerPools/w } }\n" },
  });
  expect(findings).toEqual([]);
  expect(merged?.build.options).toEqual({ pool: { name: "projects/p/locations/l/workerPools/w" } });
});

test("a component that names no account and no pool is told of those that it gets", () => {
  const { findings } = mergeOf({
    api: {
      yaml:
        one +
        "options: { pool: { name: projects/p/locations/l/workerPools/w } }\nserviceAccount: projects/p/serviceAccounts/a\n",
    },
    web: { yaml: one },
  });
  expect(shown(findings)).toEqual([
    'web/cloudbuild.yaml:1:1: warning ACCOUNT_FROM_ANOTHER: "web" names no service account and gets "projects/p/serviceAccounts/a", which "api" says. Say the same serviceAccount in this config too, if its steps may run so. (api/cloudbuild.yaml:3:17: the service account, in "api")',
    'web/cloudbuild.yaml:1:1: warning POOL_FROM_ANOTHER: "web" names no pool and gets "projects/p/locations/l/workerPools/w", which "api" says. Say the same options.pool in this config too, if its steps may run so. (api/cloudbuild.yaml:2:18: the pool, in "api")',
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
    web: { yaml: "steps: [{ name: 'a:$_X' }]\nsubstitutions: { _X: 'v${BUILD_ID}' }\n" },
  });
  expect(shown(findings)).toEqual([
    'web/cloudbuild.yaml:2:22: error DYNAMIC_SUBSTITUTIONS_CHANGE: "web" has this read without dynamicSubstitutions, which "api" turns on for the merged build. Turn dynamicSubstitutions on in this config too, or give it a value without references. (api/cloudbuild.yaml:2:34: turned on here)',
  ]);
});

test("a name without braces in a longer value may be read by dynamic substitutions, and is told", () => {
  const { merged, findings } = mergeOf({
    api: { yaml: one + "options: { dynamicSubstitutions: true }\n" },
    web: { yaml: "steps: [{ name: 'a:$_X' }]\nsubstitutions: { _X: v$BUILD_ID }\n" },
  });
  expect(merged).toBeDefined();
  expect(shown(findings)).toEqual([
    'web/cloudbuild.yaml:2:22: warning DYNAMIC_SUBSTITUTIONS_CHANGE: "web" has this read without dynamicSubstitutions, which "api" turns on for the merged build, where it may be read. Turn dynamicSubstitutions on in this config too, or give it a value without references. (api/cloudbuild.yaml:2:34: turned on here)',
  ]);
});

test("what dynamic substitutions do not read is none of their business: fields, $$ and the shell's variables", () => {
  const { merged, findings } = mergeOf({
    api: { yaml: one + "options: { dynamicSubstitutions: true }\n" },
    web: {
      yaml: "steps: [{ name: a, args: ['${BRANCH_NAME//a/b}', $_X, $_Y] }]\nsubstitutions: { _X: a$$b, _Y: a$HOME }\n",
    },
  });
  expect(merged).toBeDefined();
  expect(findings).toEqual([]);
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

test("one folder with a slash at its end and without is one", () => {
  const { merged, findings } = mergeOf({
    api: { yaml: one + "artifacts: { objects: { location: gs://a/x, paths: [x] } }\n" },
    web: { yaml: one + "artifacts: { objects: { location: gs://a/x/, paths: [z] } }\n" },
  });
  expect(findings).toEqual([]);
  expect(merged?.build.artifacts).toEqual({ objects: { location: "gs://a/x", paths: ["x", "z"] } });
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

test("files behind > and those of docker are told by their names, and those that gcloud reads are not", () => {
  const yaml = `steps:
  - { name: docker, script: "echo > a.txt 2>&1 && docker build --iidfile b . | tee -a c >~/d" }
  - { name: gcloud, args: [build, --metadata-file=m.json] }
`;
  const { findings } = mergeOf({ api: { yaml }, web: { yaml } });
  expect(findings.map(({ message }) => /write (\S+)/.exec(message)?.[1])).toEqual([
    "/workspace/a.txt",
    "/workspace/b",
    "/workspace/c",
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

test("two components that build one name with the daemon at the same time are told", () => {
  const yaml =
    "steps: [{ id: b, name: docker, args: [build, -t, test, .] }, { name: docker, args: [run, test] }]\n";
  const { findings } = mergeOf({ api: { yaml }, web: { yaml } });
  expect(shown(findings)).toEqual([
    'web/cloudbuild.yaml:1:15: warning SHARED_TAG: "web:b" and "api:b" both make test:latest with one Docker daemon and may run at the same time. Give one of the images another tag, or let one component need the other in builds.ts. (api/cloudbuild.yaml:1:15: the other step)',
  ]);
  expect(mergeOf({ api: { yaml }, web: { yaml, needs: [{ on: ["api"] }] } }).findings).toEqual([]);
});

test("a digest that is read and that no step leaves is told", () => {
  const read = (path: string): string => `steps: [{ id: read, name: node, args: ["${path}"] }]\n`;
  const yaml =
    "steps: [{ id: push, name: docker, args: [buildx, build, --push, --tag=r/p/a, --metadata-file=.digests/a.json, .] }]\n";
  const folder = mergeOf({ use: { yaml: read("/workspace/.digests") } });
  const file = mergeOf({ use: { yaml: read(".digests/b.json") }, a: { yaml } });
  expect(shown([...folder.findings, ...file.findings])).toEqual([
    'use/cloudbuild.yaml:1:15: warning NO_DIGEST: "use:read" reads /workspace/.digests, and no step writes anything there. Let the step that pushes the image leave its digest there, as docker buildx build --push --metadata-file=/workspace/.digests/NAME.json does.',
    'use/cloudbuild.yaml:1:15: warning NO_DIGEST: "use:read" reads /workspace/.digests/b.json, which no step writes. Read one of those that are written (a.json), or leave it there, as docker buildx build --push --metadata-file=/workspace/.digests/b.json does.',
  ]);
});

test("who writes a digest behind an option of output, and who pushes after the reader, is not told", () => {
  const { findings, merged } = mergeOf({
    a: {
      yaml: "steps: [{ id: push, name: docker, script: 'docker push r/p/a; python3 write.py --out .digests/a.json' }]\n",
    },
    use: { yaml: "steps: [{ name: node, env: [DIGESTS=/workspace/.digests] }]\n" },
    z: {
      yaml: "steps: [{ name: docker, args: [push, r/p/z] }]\n",
      needs: [{ on: ["use"] }],
    },
  });
  expect(shown(findings)).toEqual([]);
  expect(merged?.build.steps.map(({ id, waitFor }) => [id, waitFor])).toEqual([
    ["a:push", ["-"]],
    ["use:step-1", ["a:push"]],
    ["z:step-1", ["use:step-1"]],
  ]);
});

test("a component that pushes and leaves no digest, where another reads those of all, is told", () => {
  const { findings } = mergeOf({
    a: { yaml: "steps: [{ id: push, name: docker, args: [push, r/p/a] }]\n" },
    b: {
      yaml: "steps: [{ name: docker, args: [buildx, build, --push, --tag=r/p/b, --metadata-file=.digests/b.json, .] }]\n",
    },
    use: { yaml: "steps: [{ id: read, name: node, env: [DIGESTS=/workspace/.digests] }]\n" },
  });
  expect(shown(findings)).toEqual([
    'a/cloudbuild.yaml:1:15: warning DIGEST_NOT_LEFT: "a:push" pushes r/p/a:latest, and "a" leaves no digest in /workspace/.digests, where "use:read" reads those of all images. Leave it there, as docker buildx build --push --metadata-file=/workspace/.digests/a.json does. (use/cloudbuild.yaml:1:15: reads the folder)',
  ]);
});

test("a step that pull requests are to leave out is one of the component's", () => {
  const { findings } = mergeOf(
    { a: { yaml: one, pullRequests: { leaveOut: ["y"] } } },
    'a: { pullRequests: { leaveOut: ["y"] } }',
  );
  expect(shown(findings)).toEqual([
    'builds.ts:1:33: error UNKNOWN_STEP: Pull requests are to leave out the step "y" of "a", which a/cloudbuild.yaml does not have. Give one of: x.',
  ]);
});
