import { expect, test } from "vitest";
import type { Builds, Trigger, Triggers } from "../../../cloudbuild/config/builds.ts";
import type { Finding } from "../../../cloudbuild/findings/finding.ts";
import type { TriggerMaking } from "../../../cloudbuild/triggers/make-triggers.ts";
import {
  account,
  makeList,
  makeSample,
  sampleBuild,
  sampleBuilds,
  samplePullRequestBuild,
} from "./sample-builds.ts";

const onMain = { kind: "push", branch: "^main$" } as const;
const main: Trigger = { on: onMain, environment: "development" };
const pulls: Trigger = {
  on: { kind: "pull request", branch: "^main$" },
  environment: "pull-request",
  serviceAccount: account.replace("builder", "reader"),
};

/** `severity CODE line: message remedy` */
function told(findings: readonly Finding[]): readonly string[] {
  return findings.map(
    ({ severity, code, place, message, remedy }) =>
      `${severity} ${code} ${place.line}:${place.column}: ${message} ${remedy}`,
  );
}

const ofList = (list: { readonly [name: string]: Trigger }, more: Partial<TriggerMaking> = {}) =>
  told(makeList(list, more).findings);
const ofTriggers = (triggers: Partial<Triggers>) => told(makeSample(sampleBuilds(triggers)).findings);
const ofEnvironment = (
  substitutions: { readonly [name: string]: string },
  more: Partial<TriggerMaking> = {},
) =>
  told(
    makeSample(sampleBuilds({ list: { main } }, { environments: { development: { substitutions } } }), more)
      .findings,
  );

test("a name has 1 to 64 letters, digits and dashes", () => {
  expect(ofList({ ["a".repeat(64)]: main })).toEqual([]);
  expect(ofList({ ["a".repeat(65)]: main })).toHaveLength(1);
  expect(ofList({ "-a": main })).toHaveLength(1);
  expect(ofList({ on_main: main })).toEqual([
    'error TRIGGER_NAME 37:7: The name "on_main" is not one that a trigger can have. ' +
      "Take 1 to 64 letters, digits and dashes, without a dash at either end.",
  ]);
});

test("a project has at most 300 triggers", () => {
  const list = (count: number) =>
    Object.fromEntries(
      Array.from({ length: count }, (_, index) => [
        `t${index}`,
        { ...main, on: { kind: "push", branch: `^b${index}$` } } as const,
      ]),
    );
  expect(ofList(list(300))).toEqual([]);
  expect(ofList(list(301))).toEqual([
    "error TOO_MANY_TRIGGERS 36:5: There are 301 triggers, and a project has at most 300. " +
      "Join some of them: one trigger's pattern may stand for many branches.",
  ]);
});

test("second-generation repositories have no triggers in global", () => {
  const repository = {
    kind: "connection",
    repository: "projects/p/locations/global/connections/c/repositories/r",
  } as const;
  expect(ofTriggers({ region: "global" })).toEqual([]);
  expect(ofTriggers({ region: "global", repository })).toEqual([
    'error TRIGGER_REGION 29:5: The region "global" has no triggers of second-generation repositories. ' +
      'Give one as "us-central1"; of a second-generation repository, its own.',
  ]);
  expect(ofTriggers({ region: "Europe" })[0]).toContain('The region "Europe" is no region of Google Cloud.');
});

test("a connected repository has its whole name and is in the triggers' region", () => {
  const of = (repository: string) => ofTriggers({ repository: { kind: "connection", repository } });
  expect(of("projects/p/locations/europe-west1/connections/c/repositories/r")).toEqual([]);
  expect(of("c/r")).toEqual([
    'error TRIGGER_REPOSITORY 30:5: The repository "c/r" is no connected repository. ' +
      "Give its whole name, as projects/P/locations/R/connections/C/repositories/N.",
  ]);
  expect(of("projects/p/locations/us-east1/connections/c/repositories/r")).toEqual([
    'error TRIGGER_REPOSITORY 30:5: The repository "projects/p/locations/us-east1/connections/c/repositories/r" ' +
      "is not in the triggers' region, europe-west1. Give the region of the connection to the triggers.",
  ]);
});

test("a GitHub repository is an owner and a name, not an address", () => {
  expect(
    ofTriggers({ repository: { kind: "github", owner: "https://github.com/o", name: "n.git" } }),
  ).toEqual([
    'error TRIGGER_REPOSITORY 30:5: "https://github.com/o/n.git" is no repository of GitHub. ' +
      'Give the owner and the name alone, as in "https://github.com/OWNER/NAME".',
  ]);
});

test("an environment must be declared", () => {
  expect(ofList({ main: { on: onMain, environment: "staging" } }, { build: undefined })).toEqual([
    'error UNKNOWN_ENVIRONMENT 42:9: The trigger "main" names the environment "staging", and there are ' +
      '"development", "production", "pull-request". Name one of them, or declare it under environments.',
  ]);
});

test("production without approval is told", () => {
  const release: Trigger = { on: { kind: "tag", tag: "^v" }, environment: "production", approval: false };
  expect(ofList({ release })).toEqual([
    'warning PRODUCTION_WITHOUT_APPROVAL 43:9: The trigger "release" builds for "production" without anybody\'s ' +
      'approval. Leave "approval: false" out, so that somebody has to approve each build.',
  ]);
});

test("a pattern that RE2 does not take is refused", () => {
  const of = (branch: string) => ofList({ main: { ...main, on: { kind: "push", branch } } });
  expect(of("^(?!main$)")).toEqual([
    'error TRIGGER_PATTERN 40:11: The pattern "^(?!main$)" of the trigger "main" has the lookahead "(?!", ' +
      'which RE2 does not take. Write it in RE2\'s syntax, as "^main$"; "invert: true" fires on all that do not match.',
  ]);
  expect(of("")[0]).toContain('The pattern "" of the trigger "main" is empty, which RE2 does not take.');
});

test("a pattern that is only a name matches longer names too", () => {
  expect(ofList({ main: { ...main, on: { kind: "push", branch: "rel-1.0" } } })).toEqual([
    'warning UNANCHORED_PATTERN 40:11: The pattern "rel-1.0" of the trigger "main" matches "x-rel-1.0-x" as well. ' +
      'Write "^rel-1[.]0$" for that branch alone.',
  ]);
});

test("a malformed glob is refused", () => {
  expect(ofList({ main: { ...main, ignoredFiles: ["docs/[a"] } })).toEqual([
    'error TRIGGER_GLOB 44:11: The glob "docs/[a" of the trigger "main" cannot be read: its [ has no ]. ' +
      "Write it as Go's filepath.Match has it, with ** for any folders.",
  ]);
});

test("what the build needs and no environment gives is an error", () => {
  expect(ofEnvironment({})).toEqual([
    'error UNDEFINED_TRIGGER_SUBSTITUTION 9:7: The build of the trigger "main" uses _TAG without a default, and the ' +
      'environment "development" has none. Give _TAG a value in the environment, or a default in the config: under a ' +
      "trigger it would be empty.",
  ]);
  expect(ofList({ main: { on: onMain } })[0]).toContain("and it has no environment that would give it one.");
});

test("what only pull requests have is undefined on a push", () => {
  const { options = {} } = sampleBuild;
  const build = { steps: [{ name: "a", args: ["$_PR_NUMBER", "${_OTHER:-none}"] }], options };
  expect(ofEnvironment({}, { build })).toEqual([
    'error UNDEFINED_TRIGGER_SUBSTITUTION 9:7: The build of the trigger "main" uses _PR_NUMBER without a default, and ' +
      'the environment "development" has none. Give _PR_NUMBER a value in the environment, or a default in the config: ' +
      "under a trigger it would be empty.",
  ]);
  expect(ofList({ pulls }, { pullRequestBuild: build })).toEqual([]);
});

test("only names that begin with an underscore can be given", () => {
  expect(ofEnvironment({ _TAG: "a", TAG_NAME: "b" }, { build: undefined })).toEqual([
    'error TRIGGER_SUBSTITUTION_NAME 11:9: A trigger cannot give a value to "TAG_NAME". ' +
      "Begin its name with _, and go on with capital letters, digits and _.",
  ]);
});

test("values have at most 4,000 bytes, names 100, and there are at most 200", () => {
  const build = undefined;
  const [key, value] = [`_${"A".repeat(99)}`, "x".repeat(4000)];
  const many = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`_A${index}`, ""]));
  expect(ofEnvironment({ [key]: value, ...many(199) }, { build })).toEqual([]);
  expect(ofEnvironment({ _A: `${value}x` }, { build })).toEqual([
    'error TRIGGER_SUBSTITUTION_LIMIT 10:9: Of the substitution "_A" the value has 4001 bytes, and at most 4000 are ' +
      "taken. Make it shorter.",
  ]);
  expect(ofEnvironment({ [`${key}A`]: "" }, { build })[0]).toContain(
    "the name has 101 bytes, and at most 100 are taken.",
  );
  expect(ofEnvironment(many(201), { build })).toEqual([
    "error TRIGGER_SUBSTITUTION_LIMIT 9:7: There are 201 substitutions, and a trigger has at most 200. Join some of them.",
  ]);
});

test("a value may use the service's own substitutions, and no unknown ones", () => {
  expect(ofEnvironment({ _TAG: "$COMMIT_SHA-${_NOTE}-$$HOME" })).toEqual([]);
  expect(ofEnvironment({ _TAG: "$HOME" })).toEqual([
    'error UNKNOWN_REFERENCE 10:9: The value of _TAG uses "$HOME", and there is no substitution of that name. ' +
      'Correct the name, or write "$$HOME" for a dollar sign.',
  ]);
});

test("a tag's name is empty on a push to a branch", () => {
  expect(ofEnvironment({ _TAG: "$TAG_NAME" })).toEqual([
    'warning EMPTY_BUILTIN 10:9: TAG_NAME is empty on a push, and the value of _TAG in the environment "development" ' +
      'uses it under the trigger "main". Use what a push has, as COMMIT_SHA, or give the trigger another environment.',
  ]);
  expect(ofEnvironment({ _TAG: "${TAG_NAME:-none}" })).toEqual([]);
});

test("a service account is named in full", () => {
  const [name] = [account.split("/")[3] ?? ""];
  expect(ofList({ main: { ...main, serviceAccount: name } })).toEqual([
    `error TRIGGER_SERVICE_ACCOUNT 43:9: The service account "${name}" of the trigger "main" is not its whole name. ` +
      `Write it as ${account}.`,
  ]);
});

test("with a service account the build says where logs go", () => {
  const build = { ...sampleBuild, options: {} };
  expect(ofList({ main }, { build: { ...build, logsBucket: "gs://logs" } })).toEqual([]);
  expect(ofList({ main }, { build })).toEqual([
    'error SERVICE_ACCOUNT_LOGS 37:7: The trigger "main" has a service account, and its build does not say where logs ' +
      'go. Set "logging: CLOUD_LOGGING_ONLY" in the options of the configs, or a logsBucket.',
  ]);
});

test("pull requests do not run what publishes", () => {
  const without = sampleBuilds({ list: { pulls } });
  const { pullRequestOutput: _, ...config } = without;
  expect(told(makeSample(config satisfies Builds).findings)).toEqual([
    'error PULL_REQUEST_PUBLISHES 36:7: The trigger "pulls" would let pull requests run "cloudbuild/cloudbuild.yaml", ' +
      "which publishes. Give builds.ts another file as pullRequestOutput, for the build without publishing.",
  ]);
  const pullRequestBuild = {
    ...samplePullRequestBuild,
    images: ["a"],
    artifacts: { objects: { location: "gs://b", paths: ["c"] } },
  };
  expect(ofList({ pulls }, { pullRequestBuild })).toEqual([
    'error PULL_REQUEST_PUBLISHES 37:7: The trigger "pulls" runs "cloudbuild/pull-request.yaml", which publishes images ' +
      "and artifacts.objects. Leave them out of what pull requests run.",
  ]);
});

test("pull requests get secrets only once somebody has looked at them", () => {
  const secrets = [{ versionName: "projects/p/secrets/s/versions/1", env: "TOKEN" }];
  const pullRequestBuild = { ...samplePullRequestBuild, availableSecrets: { secretManager: secrets } };
  const withComments = (comments: "COMMENTS_DISABLED" | "COMMENTS_ENABLED") =>
    ofList(
      { pulls: { ...pulls, on: { kind: "pull request", branch: "^main$", comments } } },
      { pullRequestBuild },
    );
  const remedy = 'Say comments: "COMMENTS_ENABLED", so that somebody of the repository writes /gcbrun first.';
  expect(ofList({ pulls }, { pullRequestBuild })).toEqual([
    'warning PULL_REQUEST_SECRETS 37:7: The trigger "pulls" gives pull requests of those who may write to the repository ' +
      `the secrets "TOKEN" unseen. ${remedy}`,
  ]);
  expect(withComments("COMMENTS_ENABLED")).toEqual([]);
  expect(withComments("COMMENTS_DISABLED")[0]).toBe(
    'error PULL_REQUEST_SECRETS 41:11: The trigger "pulls" gives anybody\'s pull requests the secrets "TOKEN" unseen. ' +
      remedy,
  );
});

test("pull requests have a service account of their own", () => {
  expect(ofList({ main, pulls: { ...pulls, serviceAccount: account } })).toEqual([
    `warning PULL_REQUEST_SERVICE_ACCOUNT 44:7: The trigger "pulls" runs pull requests as "${account}", which publishes ` +
      "as well. Give it a service account of its own, which may write logs and read, and nothing else.",
  ]);
});

test("pull requests from outside are looked at first", () => {
  const on = { kind: "pull request", branch: "^main$", comments: "COMMENTS_DISABLED" } as const;
  expect(ofList({ pulls: { ...pulls, on } })).toEqual([
    'warning PULL_REQUEST_UNGUARDED 41:11: The trigger "pulls" runs what anybody writes into a pull request, without a ' +
      'look at it. Leave "comments" out, so that somebody of the repository writes /gcbrun first.',
  ]);
});

test("two triggers that build the same push are told, and not those of other events or disabled ones", () => {
  const all = { ...main, on: { kind: "push", branch: "^(main|next)$" } } as const;
  expect(ofList({ main, pulls, next: { ...main, on: { kind: "push", branch: "^next$" } } })).toEqual([]);
  expect(ofList({ main, all: { ...all, disabled: true } })).toEqual([]);
  expect(ofList({ main: { ...main, on: { ...onMain, invert: true } }, next: all })).toEqual([
    'warning OVERLAPPING_TRIGGERS 45:7: The triggers "main" and "next" both build a push of the branch "next". ' +
      "Make their patterns differ, or one of them disabled, so that nothing is built twice at a time.",
  ]);
});
