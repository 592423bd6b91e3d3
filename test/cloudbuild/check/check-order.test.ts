import { expect, test } from "vitest";
import { checkOrder } from "../../../cloudbuild/check/check-order.ts";
import { saidOf } from "./said-of.ts";

test("a second step with an id of another is refused", () => {
  const text = `steps:
  - {id: build, name: busybox}
  - {id: build, name: busybox}
`;
  expect(saidOf(checkOrder, text)).toEqual([
    '3:10+5 error DUPLICATE_STEP_ID: step-2 has the id "build" of step-1. Give each step its own id.',
    "  2:10+5 the id was given here",
  ]);
});

test("ids that differ in a letter's case are two", () => {
  const text = `steps:
  - {id: build, name: busybox}
  - {id: Build, name: busybox}
`;
  expect(saidOf(checkOrder, text)).toEqual([]);
});

test("the id - is kept for waitFor", () => {
  const text = `steps:
  - {id: "-", name: busybox}
`;
  expect(saidOf(checkOrder, text)).toEqual([
    '2:10+3 error RESERVED_STEP_ID: step-1 has the id "-", which in waitFor means that a step waits for nothing. Give it another id.',
  ]);
});

test("an id may have any characters but be a dash alone", () => {
  const text = `steps:
  - {id: "Build / test (1): --", name: busybox}
  - {name: busybox, waitFor: ["Build / test (1): --"]}
`;
  expect(saidOf(checkOrder, text)).toEqual([]);
});

test("a wait for a step that is not there names the one that was meant", () => {
  const text = `steps:
  - {id: build-app, name: busybox}
  - {id: lint, name: busybox}
  - {id: test, name: busybox, waitFor: [build-ap]}
`;
  expect(saidOf(checkOrder, text)).toEqual([
    '4:41+8 error UNKNOWN_WAIT_FOR: step "test" waits for "build-ap", and no step has that id. Write "build-app".',
  ]);
});

test("a wait for a name like no other lists the steps before", () => {
  const text = `steps:
  - {id: build, name: busybox}
  - {name: busybox, waitFor: [nothing]}
`;
  expect(saidOf(checkOrder, text)).toEqual([
    '3:31+7 error UNKNOWN_WAIT_FOR: step-2 waits for "nothing", and no step has that id. Name a step before it: "build".',
  ]);
});

test("a wait where no step before has an id says so", () => {
  const text = `steps:
  - {name: busybox}
  - {id: test, name: busybox, waitFor: [step-1]}
`;
  expect(saidOf(checkOrder, text)).toEqual([
    '3:41+6 error UNKNOWN_WAIT_FOR: step "test" waits for "step-1", and no step has that id. Give the step that it waits for an id: no step before it has one.',
  ]);
});

test("a wait for a step below says where it stands", () => {
  const text = `steps:
  - {id: test, name: busybox, waitFor: [build]}
  - {id: build, name: busybox}
`;
  expect(saidOf(checkOrder, text)).toEqual([
    '2:41+5 error LATER_WAIT_FOR: step "test" waits for "build", which stands later in the file. Move "build" before it: a step can only wait for steps above.',
    "  3:10+5 it stands here",
  ]);
});

test("a step cannot wait for itself", () => {
  const text = `steps:
  - {id: test, name: busybox, waitFor: [test]}
`;
  expect(saidOf(checkOrder, text)).toEqual([
    '2:41+4 error WAIT_FOR_ITSELF: step "test" waits for "test", which is itself. Take it out of waitFor.',
  ]);
});

test("a name twice in waitFor is told once", () => {
  const text = `steps:
  - {id: build, name: busybox}
  - {id: test, name: busybox, waitFor: [build, build]}
`;
  expect(saidOf(checkOrder, text)).toEqual([
    '3:48+5 warning DUPLICATE_WAIT_FOR: step "test" waits for "build" twice. Name it once.',
  ]);
});

test("a dash among ids does nothing", () => {
  const text = `steps:
  - {id: build, name: busybox}
  - {id: test, name: busybox, waitFor: [build, "-"]}
`;
  expect(saidOf(checkOrder, text)).toEqual([
    '3:48+3 warning WAIT_FOR_DASH_AMONG_IDS: step "test" has "-" beside ids in waitFor, where it changes nothing: the step waits for the ids. Take "-" out, or leave it alone for a step that starts at once.',
  ]);
});

test("waits for steps above, and a dash alone, are fine", () => {
  const text = `steps:
  - {id: build, name: busybox, waitFor: ["-"]}
  - {id: lint, name: busybox, waitFor: []}
  - {name: busybox, waitFor: [build, lint]}
`;
  expect(saidOf(checkOrder, text)).toEqual([]);
});
