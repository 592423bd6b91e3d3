import { expect, test } from "vitest";
import { checkSteps } from "../../../cloudbuild/check/check-steps.ts";
import { saidOf } from "./said-of.ts";

test("a step needs an image", () => {
  const text = `steps:
  - {id: build, name: ""}
`;
  expect(saidOf(checkSteps, text)).toEqual([
    '2:23+2 error STEP_WITHOUT_NAME: step "build" names no image. Give it the image that it runs in, as name: gcr.io/cloud-builders/docker.',
  ]);
});

test("script stands alone, without args and entrypoint", () => {
  const text = `steps:
  - name: busybox
    entrypoint: sh
    args: [-c, "true"]
    script: "true"
`;
  expect(saidOf(checkSteps, text)).toEqual([
    "4:5+4 error SCRIPT_BESIDE_ARGS: step-1 has both script and args. Write the command into script, or take script out.",
    "  5:5+6 the script is here",
    "3:5+10 error SCRIPT_BESIDE_ARGS: step-1 has both script and entrypoint. Begin script with the interpreter, as #!/usr/bin/env bash, and take entrypoint out.",
    "  5:5+6 the script is here",
  ]);
});

test("empty args beside a script are none", () => {
  const text = `steps:
  - {name: busybox, args: [], entrypoint: "", script: "true"}
`;
  expect(saidOf(checkSteps, text)).toEqual([]);
});

test("a folder out of the workspace is told", () => {
  const text = `steps:
  - {name: busybox, dir: /srv}
  - {name: busybox, dir: app/../../srv}
  - {name: busybox, dir: /workspace/../srv}
`;
  expect(saidOf(checkSteps, text)).toEqual([
    '2:26+4 warning DIR_OUTSIDE_WORKSPACE: step-1 works in "/srv", outside /workspace, and what it writes there is lost when it ends. Give a folder relative to /workspace, or mount a volume there that later steps mount too.',
    '3:26+13 warning DIR_OUTSIDE_WORKSPACE: step-2 works in "app/../../srv", outside /workspace, and what it writes there is lost when it ends. Give a folder relative to /workspace, or mount a volume there that later steps mount too.',
    '4:26+17 warning DIR_OUTSIDE_WORKSPACE: step-3 works in "/workspace/../srv", outside /workspace, and what it writes there is lost when it ends. Give a folder relative to /workspace, or mount a volume there that later steps mount too.',
  ]);
});

test("folders within the workspace, of a volume, or under a substitution are fine", () => {
  const text = `steps:
  - {name: busybox, dir: app/../lib}
  - {name: busybox, dir: /workspace/app}
  - {name: busybox, dir: $_DIR/../..}
  - {name: busybox, dir: /cache/npm, volumes: [{name: cache, path: /cache}]}
`;
  expect(saidOf(checkSteps, text)).toEqual([]);
});

test("exit codes are from 1 to 255", () => {
  const text = `steps:
  - {name: busybox, allowExitCodes: [255, 256]}
`;
  expect(saidOf(checkSteps, text)).toEqual([
    "2:43+3 error EXIT_CODE_RANGE: step-1 allows the exit code 256, which no process ends with. Give codes from 1 to 255.",
  ]);
});

test("allowFailure and allowExitCodes are not for one step", () => {
  const text = `steps:
  - {name: busybox, allowFailure: true, allowExitCodes: [3]}
`;
  expect(saidOf(checkSteps, text)).toEqual([
    "2:21+12 warning ALLOW_FAILURE_WITH_CODES: step-1 has allowFailure beside allowExitCodes, and only one of them can decide. Keep allowExitCodes where these codes alone are harmless, else allowFailure.",
    "  2:41+14 the codes are here",
  ]);
});

test("allowFailure that is false may stand beside exit codes", () => {
  const text = `steps:
  - {name: busybox, allowFailure: false, allowExitCodes: [3]}
`;
  expect(saidOf(checkSteps, text)).toEqual([]);
});
