import { expect, test } from "vitest";
import { firesOn } from "../../../cloudbuild/triggers/fires-on.ts";
import type { BuildTrigger, EventFilter } from "../../../cloudbuild/triggers/trigger.ts";

const on = (filter: EventFilter): BuildTrigger => ({
  name: "one",
  github: { owner: "o", name: "n", ...filter },
});
const push = (branch: string) => ({ kind: "push", branch }) as const;
const tag = (name: string) => ({ kind: "tag", tag: name }) as const;
const pullRequest = (branch: string) => ({ kind: "pull request", branch }) as const;

test("a trigger fires on its own kind of event alone", () => {
  const events = [push("main"), tag("main"), pullRequest("main")];
  const fired = (trigger: BuildTrigger) => events.map(firesOn(trigger));
  expect(fired(on({ push: { branch: "^main$" } }))).toEqual([true, false, false]);
  expect(fired(on({ push: { tag: "^main$" } }))).toEqual([false, true, false]);
  expect(fired(on({ pullRequest: { branch: "^main$" } }))).toEqual([false, false, true]);
  expect(fired({ name: "by hand" })).toEqual([false, false, false]);
});

test("a second-generation repository's trigger fires as a first-generation one's", () => {
  const trigger = { name: "one", repositoryEventConfig: { repository: "r", push: { branch: "^main$" } } };
  expect(firesOn(trigger)(push("main"))).toBe(true);
});

test("an inverted pattern fires on all others", () => {
  const trigger = on({ push: { branch: "^main$", invertRegex: true } });
  expect([push("main"), push("x")].map(firesOn(trigger))).toEqual([false, true]);
});

test("one whose pattern cannot be read does not fire", () => {
  expect(firesOn(on({ push: { branch: "(?!a)" } }))(push("main"))).toBe(false);
});
