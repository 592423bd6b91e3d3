import { expect, test } from "vitest";
import { closestName, didYouMean } from "../../../pipeline/ir/closest-name.ts";

test("a name with a letter wrong, missing or more is found", () => {
  const names = ["deploy", "build-app", "test"];
  expect(["build-ap", "build-app1", "buald-app"].map((name) => closestName(name, names))).toEqual([
    "build-app",
    "build-app",
    "build-app",
  ]);
});

test("letters in each other's place count as one", () => {
  expect(closestName("buidl", ["build"])).toBe("build");
  expect(closestName("ubild", ["build"])).toBe("build");
  expect(closestName("dliub", ["build"])).toBeUndefined();
});

test("capitals and separators are no difference", () => {
  expect(closestName("Build_App", ["build-apq", "build-app"])).toBe("build-app");
});

test("short names and others are not guessed at", () => {
  expect(closestName("ab", ["ac"])).toBeUndefined();
  expect(closestName("build", ["deploy", ""])).toBeUndefined();
  expect(closestName("-", ["_"])).toBeUndefined();
});

test("the guess is a sentence after another, or nothing", () => {
  expect(didYouMean("builds", ["build"])).toBe(' Did you mean "build"?');
  expect(didYouMean("builds", [])).toBe("");
});
