import { describe, expect, test } from "vitest";
import { builtins, builtinValues, eventsOf, isBuiltin } from "../../../cloudbuild/substitutions/builtins.ts";

describe("built-in substitutions", () => {
  test("are those of the documentation", () => {
    expect([...builtins.keys()]).toEqual(
      (
        "PROJECT_ID PROJECT_NUMBER BUILD_ID LOCATION TRIGGER_NAME COMMIT_SHA REVISION_ID SHORT_SHA REPO_NAME " +
        "REPO_FULL_NAME BRANCH_NAME TAG_NAME REF_NAME TRIGGER_BUILD_CONFIG_PATH SERVICE_ACCOUNT_EMAIL " +
        "SERVICE_ACCOUNT _HEAD_BRANCH _BASE_BRANCH _HEAD_REPO_URL _PR_NUMBER"
      ).split(" "),
    );
  });

  test("do not count those of pull requests as known everywhere", () => {
    expect(["PROJECT_ID", "_PR_NUMBER", "_X", "FOO", "constructor"].map(isBuiltin)).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
  });

  test.each([
    ["push", ["TAG_NAME"]],
    ["tag", ["BRANCH_NAME"]],
    ["pull request", ["TAG_NAME"]],
  ] as const)("are all there on a %s but %j", (event, empty) => {
    const values = builtinValues(event);
    expect(Object.keys(values).filter((name) => values[name] === "")).toEqual(empty);
  });

  test("are four under gcloud builds submit", () => {
    const values = builtinValues("submit");
    expect(Object.keys(values).filter((name) => values[name] !== "")).toEqual([
      "PROJECT_ID",
      "PROJECT_NUMBER",
      "BUILD_ID",
      "LOCATION",
    ]);
  });

  test("have values for pull requests alone", () => {
    expect(builtinValues("pull request")["_PR_NUMBER"]).toBe("42");
    expect(builtinValues("push")["_PR_NUMBER"]).toBeUndefined();
  });

  test("are no shorter at their longest", () => {
    for (const { sample, longest } of builtins.values()) {
      expect(longest.length).toBeGreaterThanOrEqual(sample.length);
    }
  });

  test("belong to the events of a mode", () => {
    expect(eventsOf("submit")).toEqual(["submit"]);
    expect(eventsOf("trigger")).toEqual(["push", "tag", "pull request"]);
  });
});
