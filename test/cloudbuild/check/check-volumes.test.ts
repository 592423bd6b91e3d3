import { expect, test } from "vitest";
import { checkVolumes } from "../../../cloudbuild/check/check-volumes.ts";
import { saidOf } from "./said-of.ts";

test("what Cloud Build mounts itself is taken", () => {
  const text = `steps:
  - {name: busybox, volumes: [{name: v1, path: /workspace/}, {name: v2, path: /cloudbuild/x}]}
  - {name: busybox, volumes: [{name: v1, path: /builder/home}, {name: v2, path: /var/run/docker.sock}]}
`;
  expect(saidOf(checkVolumes, text)).toEqual([
    '2:48+11 error VOLUME_PATH_RESERVED: step-1 mounts a volume at "/workspace/", which Cloud Build keeps for itself. Mount it elsewhere, as /cache; /workspace is shared by all steps without a volume.',
    '2:79+13 error VOLUME_PATH_RESERVED: step-1 mounts a volume at "/cloudbuild/x", which Cloud Build keeps for itself. Mount it elsewhere, as /cache; /workspace is shared by all steps without a volume.',
    '3:48+13 error VOLUME_PATH_RESERVED: step-2 mounts a volume at "/builder/home", which Cloud Build keeps for itself. Mount it elsewhere, as /cache; /workspace is shared by all steps without a volume.',
    '3:81+20 error VOLUME_PATH_RESERVED: step-2 mounts a volume at "/var/run/docker.sock", which Cloud Build keeps for itself. Mount it elsewhere, as /cache; /workspace is shared by all steps without a volume.',
  ]);
});

test("a path within the workspace, and cloudbuild elsewhere, are not", () => {
  const text = `steps:
  - {name: busybox, volumes: [{name: v1, path: /workspace/v}, {name: v2, path: /a/cloudbuild}]}
  - {name: busybox, volumes: [{name: v1, path: /v}, {name: v2, path: /w}]}
`;
  expect(saidOf(checkVolumes, text)).toEqual([]);
});

test("a path is absolute", () => {
  const text = `steps:
  - {name: busybox, volumes: [{name: v1, path: cache}]}
  - {name: busybox, volumes: [{name: v1, path: /v1}]}
`;
  expect(saidOf(checkVolumes, text)).toEqual([
    '2:48+5 error VOLUME_PATH_RELATIVE: step-1 mounts a volume at "cache", which is no absolute path. Begin the path with "/".',
  ]);
});

test("a name has two characters at least, and no others than Docker's", () => {
  const text = `steps:
  - {name: busybox, volumes: [{name: v, path: /v}, {name: a b, path: /w}]}
  - {name: busybox, volumes: [{name: v, path: /v}, {name: a b, path: /w}]}
`;
  expect(saidOf(checkVolumes, text)).toEqual([
    '2:38+1 error VOLUME_NAME: step-1 has a volume named "v". Use two or more letters, digits, ".", "-" and "_", the first a letter or digit.',
    '2:59+3 error VOLUME_NAME: step-1 has a volume named "a b". Use two or more letters, digits, ".", "-" and "_", the first a letter or digit.',
    '3:38+1 error VOLUME_NAME: step-2 has a volume named "v". Use two or more letters, digits, ".", "-" and "_", the first a letter or digit.',
    '3:59+3 error VOLUME_NAME: step-2 has a volume named "a b". Use two or more letters, digits, ".", "-" and "_", the first a letter or digit.',
  ]);
});

test("a substitution in a volume is told", () => {
  const text = `steps:
  - {name: busybox, volumes: [{name: $_NAME, path: /cache/$_DIR}]}
  - {name: busybox, volumes: [{name: $_NAME, path: $_PATH}]}
`;
  expect(saidOf(checkVolumes, text)).toEqual([
    '2:38+6 warning VOLUME_SUBSTITUTION: step-1 has a volume with "$_NAME", and substitutions are not documented to work in volumes. Write the name and path out.',
    '2:52+12 warning VOLUME_SUBSTITUTION: step-1 has a volume with "/cache/$_DIR", and substitutions are not documented to work in volumes. Write the name and path out.',
    '3:38+6 warning VOLUME_SUBSTITUTION: step-2 has a volume with "$_NAME", and substitutions are not documented to work in volumes. Write the name and path out.',
    '3:52+6 warning VOLUME_SUBSTITUTION: step-2 has a volume with "$_PATH", and substitutions are not documented to work in volumes. Write the name and path out.',
  ]);
});

test("a step has a name and a path once", () => {
  const text = `steps:
  - {name: busybox, volumes: [{name: v1, path: /v1}, {name: v1, path: /v1/}]}
  - {name: busybox, volumes: [{name: v1, path: /v1}]}
`;
  expect(saidOf(checkVolumes, text)).toEqual([
    '2:61+2 error DUPLICATE_VOLUME: step-1 has two volumes with the name "v1". Give each volume of a step its own name and path.',
    "  2:38+2 the first is here",
    '2:71+4 error DUPLICATE_VOLUME: step-1 has two volumes with the path "/v1/". Give each volume of a step its own name and path.',
    "  2:48+3 the first is here",
  ]);
});

test("a step cannot have a volume of options again", () => {
  const text = `steps:
  - {name: busybox, volumes: [{name: v1, path: /v1}]}
  - {name: busybox, volumes: [{name: v1, path: /v1}]}
options: {volumes: [{name: v1, path: /v2}]}
`;
  expect(saidOf(checkVolumes, text)).toEqual([
    '2:38+2 error VOLUME_CONFLICT: step-1 has a volume with the name "v1" of one in options. Take it out of the step, which has those of options anyway, or give it another name.',
    "  4:28+2 that of options is here",
    '3:38+2 error VOLUME_CONFLICT: step-2 has a volume with the name "v1" of one in options. Take it out of the step, which has those of options anyway, or give it another name.',
    "  4:28+2 that of options is here",
  ]);
});

test("a volume carries files between steps", () => {
  const text = `steps:
  - {name: busybox, volumes: [{name: v1, path: /v1}]}
  - {name: busybox}
`;
  expect(saidOf(checkVolumes, text)).toEqual([
    '2:38+2 error VOLUME_USED_ONCE: the volume "v1" is mounted by one step only. Mount it in another step too, or take it out.',
  ]);
});

test("a volume of options needs two steps", () => {
  const text = `steps:
  - {name: busybox}
options: {volumes: [{name: v1, path: /v1}]}
`;
  expect(saidOf(checkVolumes, text)).toEqual([
    '3:28+2 error VOLUME_USED_ONCE: the volume "v1" is mounted by one step only. Mount it in another step too, or take it out.',
  ]);
});

test("a volume in two steps, at two paths, is fine", () => {
  const text = `steps:
  - {name: busybox, volumes: [{name: v1, path: /v1}]}
  - {name: busybox, volumes: [{name: v1, path: /elsewhere}]}
`;
  expect(saidOf(checkVolumes, text)).toEqual([]);
});
