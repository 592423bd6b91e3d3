import { expect, test } from "vitest";
import { checkImageOrder } from "../../../cloudbuild/check/check-image-order.ts";
import { saidOf } from "./said-of.ts";

test("a step waits for the image that it runs in", () => {
  const text = `steps:
  - {id: build, name: docker, args: [build, -t, r/app, .]}
  - {id: test, name: "r/app:latest", waitFor: ["-"]}
`;
  expect(saidOf(checkImageOrder, text)).toEqual([
    '3:23+12 warning IMAGE_NOT_AWAITED: step "test" runs in "r/app:latest" without waiting for step "build", which makes it. Add "build" to waitFor.',
    "  2:5+54 it is made here",
  ]);
});

test("a step that pushes an image waits for it", () => {
  const text = `steps:
  - {name: docker, args: [build, "--tag=r/app:1", .]}
  - {name: docker, args: [push, "r/app:1"], waitFor: ["-"]}
`;
  expect(saidOf(checkImageOrder, text)).toEqual([
    '3:34+7 warning IMAGE_NOT_AWAITED: step-2 pushes "r/app:1" without waiting for step-1, which makes it. Give that step an id and name it in waitFor.',
    "  2:5+49 it is made here",
  ]);
});

test("what it waits for in turn counts, and an image that is pulled was there before", () => {
  const text = `steps:
  - {id: build, name: docker, args: [build, -t, r/app, .]}
  - {id: lint, name: busybox, waitFor: [build]}
  - {name: r/app, waitFor: [lint]}
  - {name: docker, args: [pull, r/base]}
  - {name: r/base, waitFor: ["-"]}
`;
  expect(saidOf(checkImageOrder, text)).toEqual([]);
});

test("images are pushed when all steps have ended, too late for a step that deploys one", () => {
  const text = `steps:
  - {name: docker, args: [build, -t, "r/app:$SHORT_SHA", .]}
  - {name: gcr.io/cloud-builders/gcloud, args: [run, deploy, app, "--image=r/app:\${SHORT_SHA}"]}
images: ["r/app:$SHORT_SHA"]
`;
  expect(saidOf(checkImageOrder, text)).toEqual([
    '3:76+18 warning IMAGE_NOT_PUSHED_YET: step-2 deploys "r/app:${SHORT_SHA}", which is pushed only when all steps have ended. Push it in a step before, as docker push, and keep it in images for its provenance.',
    "  4:10+18 it is listed here",
  ]);
});

test("a command in a shell deploys as well", () => {
  const text = `steps:
  - {name: docker, args: [build, -t, r/app, .]}
  - {name: cloud-sdk, entrypoint: bash, args: [-c, "cd x && gcloud run deploy app --image r/app"]}
images: [r/app]
`;
  expect(saidOf(checkImageOrder, text)).toEqual([
    '3:91+5 warning IMAGE_NOT_PUSHED_YET: step-2 deploys "r/app", which is pushed only when all steps have ended. Push it in a step before, as docker push, and keep it in images for its provenance.',
    "  4:10+5 it is listed here",
  ]);
});

test("an image that a step pushes first can be deployed", () => {
  const text = `steps:
  - {name: docker, args: [build, -t, "r/app:1", .]}
  - {name: docker, args: [push, "r/app:1"]}
  - {name: gcr.io/cloud-builders/kubectl, args: [set, image, deployment/app, "app=r/app:1"]}
images: ["r/app:1"]
`;
  expect(saidOf(checkImageOrder, text)).toEqual([]);
});

test("an image that is pushed is built", () => {
  const text = `steps:
  - {name: docker, args: [build, -t, "r/app:1", .]}
images: ["r/app:2"]
`;
  expect(saidOf(checkImageOrder, text)).toEqual([
    '3:10+9 warning IMAGE_NOT_BUILT: "r/app:2" is to be pushed, and no step builds it. Name what the steps build: "r/app:1".',
  ]);
});

test("an image that an unknown program, a pull or another tag may make is fine", () => {
  const text = `steps:
  - {name: docker, args: [build, -t, "r/app:$_TAG", .]}
  - {name: docker, args: [tag, "r/app:$_TAG", "r/app:2"]}
  - {name: docker, args: [pull, r/base]}
images: ["r/app:2", "r/app:1", r/base, r/app]
`;
  expect(saidOf(checkImageOrder, text)).toEqual([]);
});

test("where a step is not understood, nothing is said of what it builds", () => {
  const text = `steps:
  - {name: node, args: [npm, run, image]}
images: [r/app]
`;
  expect(saidOf(checkImageOrder, text)).toEqual([]);
});
