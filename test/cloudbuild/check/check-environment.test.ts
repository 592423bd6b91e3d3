import { expect, test } from "vitest";
import { checkEnvironment } from "../../../cloudbuild/check/check-environment.ts";
import { saidOf } from "./said-of.ts";

test("a variable has a value", () => {
  const text = `steps:
  - {name: busybox, env: [TOKEN]}
options: {env: [PATH]}
`;
  expect(saidOf(checkEnvironment, text)).toEqual([
    '3:17+4 error ENV_WITHOUT_VALUE: the env of options has "PATH", which is no NAME=VALUE. Write NAME=VALUE in one text; a secret belongs into secretEnv, by its name alone.',
    '2:27+5 error ENV_WITHOUT_VALUE: the env of step-1 has "TOKEN", which is no NAME=VALUE. Write NAME=VALUE in one text; a secret belongs into secretEnv, by its name alone.',
  ]);
});

test("an empty value is one, and a substitution may hold the whole entry", () => {
  const text = `steps:
  - {name: busybox, env: [TOKEN=, $_ENTRY]}
`;
  expect(saidOf(checkEnvironment, text)).toEqual([]);
});

test("a variable set twice has the later value", () => {
  const text = `steps:
  - {name: busybox, env: [A=1, B=2, A=3]}
`;
  expect(saidOf(checkEnvironment, text)).toEqual([
    '2:37+3 warning DUPLICATE_ENV: the env of step-1 sets "A" twice, and the later value counts. Keep one of them.',
    "  2:27+3 the first is here",
  ]);
});

test("a step may set what options set", () => {
  const text = `steps:
  - {name: busybox, env: [A=1]}
options: {env: [A=2]}
`;
  expect(saidOf(checkEnvironment, text)).toEqual([]);
});
