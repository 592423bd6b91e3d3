import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { writeTriggers } from "../../../cloudbuild/triggers/write-triggers.ts";
import { firesOnFiles } from "./fires-on-files.ts";
import { account, makeList, makeSample, sampleBuilds, sampleList } from "./sample-builds.ts";

const golden = (name: string): string => readFileSync(join(import.meta.dirname, "golden", name), "utf8");
const connection = "projects/$PROJECT_ID/locations/europe-west1/connections/c/repositories/site";

test("triggers of a first-generation repository are as the golden file has them", () => {
  const { triggers, findings } = makeSample();
  expect(findings).toEqual([]);
  expect(writeTriggers(triggers, { region: "europe-west1" })).toBe(golden("github.yaml"));
});

test("triggers of a second-generation repository are as the golden file has them", () => {
  const config = sampleBuilds({ repository: { kind: "connection", repository: connection } });
  const { triggers, findings } = makeSample(config, { project: "site-1" });
  expect(findings).toEqual([]);
  expect(writeTriggers(triggers, { region: "europe-west1", file: "x.yaml" })).toBe(golden("connection.yaml"));
});

test("the order in which they are declared makes no difference", () => {
  const list = Object.fromEntries(Object.entries(sampleList).reverse());
  expect(makeList(list).triggers).toEqual(makeSample().triggers);
});

test("without triggers there are none", () => {
  const { triggers: _, ...config } = sampleBuilds();
  expect(makeSample(config)).toEqual({ triggers: [], findings: [], refused: [] });
});

test("production wants approval unless it is said not to, and others only where it is said", () => {
  const on = { kind: "push", branch: "^main$" } as const;
  const approvals = makeList({
    a: { on, environment: "production" },
    b: { on, environment: "production", approval: false },
    c: { on, environment: "development", approval: true },
    d: { on, environment: "development" },
  }).triggers.map(({ approvalConfig }) => approvalConfig);
  expect(approvals).toEqual([{ approvalRequired: true }, undefined, { approvalRequired: true }, undefined]);
});

test("a build that could not be made leaves all substitutions of the environment", () => {
  const { triggers } = makeSample(sampleBuilds(), { build: undefined });
  expect(triggers[0]?.substitutions).toEqual({ _TAG: "$COMMIT_SHA", _UNKNOWN: "x" });
});

test("each trigger's files follow from the values of its own environment", () => {
  const { triggers } = makeSample(sampleBuilds(), {
    dependencies: ({ _TAG = "" }) => [`apps/${_TAG.length}/**`],
  });
  expect(triggers.map(({ includedFiles }) => includedFiles)).toEqual([
    ["apps/11/**", "cloudbuild/cloudbuild.yaml"],
    ["apps/16/**", "cloudbuild/pull-request.yaml"],
    undefined,
  ]);
});

test("those that an error is about are named, all of them where it is about all", () => {
  const wrong = { on: { kind: "push", branch: "(?!a)" } } as const;
  const { refused } = makeList({ ...sampleList, wrong });
  expect(refused).toEqual(["wrong"]);
  expect(makeSample(sampleBuilds({ region: "nowhere" })).refused).toEqual(["main", "pulls", "release"]);
});

test("the project takes the place of $PROJECT_ID, which the service would not replace", () => {
  const serviceAccount = "projects/$PROJECT_ID/serviceAccounts/b@${PROJECT_ID}.iam.gserviceaccount.com";
  const { triggers } = makeSample(sampleBuilds({ serviceAccount }), { project: "p" });
  expect(triggers[0]?.serviceAccount).toBe(account.replace("builder", "b"));
});

test("a push fires on what the build depends on, a tag on everything, and either build on its own file alone", () => {
  const [main, pulls, release] = makeSample().triggers;
  const push = { kind: "push", branch: "main" } as const;
  const pull = { kind: "pull request", branch: "main" } as const;
  const fires = (file: string) => [
    main !== undefined && firesOnFiles(main, push, [file]),
    pulls !== undefined && firesOnFiles(pulls, pull, [file]),
  ];
  expect(fires("web/src/a.ts")).toEqual([true, true]);
  expect(fires("web/README.md")).toEqual([false, true]);
  expect(fires("docs/a.txt")).toEqual([false, false]);
  expect(fires("cloudbuild/cloudbuild.yaml")).toEqual([true, false]);
  expect(fires("cloudbuild/pull-request.yaml")).toEqual([false, true]);
  expect(release !== undefined && firesOnFiles(release, { kind: "tag", tag: "v1" }, [])).toBe(true);
});
