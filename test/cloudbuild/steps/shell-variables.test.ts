import { expect, test } from "vitest";
import { commandsOf } from "../../../cloudbuild/steps/step-commands.ts";

const linesOf = (script: string, env: readonly string[] = []): readonly string[] =>
  commandsOf({ name: "bash", script, env }, 0).map(({ words }) => words.map(({ text }) => text).join(" "));

test("a variable that the text sets once, to what is known, has its value", () => {
  expect(linesOf("A=1\nexport B=x:$A C\npush $B ${A}")).toEqual(["export B=x:1 C", "push x:1 1"]);
  expect(linesOf("A=$A-2; push $A", ["A=1"])).toEqual(["push 1-2"]);
});

test("one that is set twice, by a command, as a list, or by the shell's own words has none", () => {
  const texts = ["A=1; A=2; push $A", "A=$(b); push $A", "for A in 1 2; do push $A; done", "A+=1; push $A"];
  expect(texts.map((text) => linesOf(text, ["A=0"]).at(-1))).toEqual(texts.map(() => "push $A"));
});

test("what a shell gets with -c and eval is read in its place", () => {
  expect(linesOf("bash -euc 'push $A; pull'; eval \"push $A\"", ["A=1"])).toEqual([
    ...["push 1", "pull", "push 1"],
  ]);
});
