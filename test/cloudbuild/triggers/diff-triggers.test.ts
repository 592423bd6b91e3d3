import fc from "fast-check";
import { expect, test } from "vitest";
import { applyTriggers, type TriggerApi } from "../../../cloudbuild/triggers/apply-triggers.ts";
import { diffTriggers, isSame } from "../../../cloudbuild/triggers/diff-triggers.ts";
import { readTriggers } from "../../../cloudbuild/triggers/read-triggers.ts";
import { diffJson, showTriggerDiff } from "../../../cloudbuild/triggers/show-trigger-diff.ts";
import type { BuildTrigger, ExistingTrigger } from "../../../cloudbuild/triggers/trigger.ts";
import { writeTriggers } from "../../../cloudbuild/triggers/write-triggers.ts";
import "../../property-seed.ts";
import { makeSample } from "./sample-builds.ts";

const { triggers } = makeSample();
const [main, pulls] = triggers as readonly [BuildTrigger, BuildTrigger]; // and a third
const place = { region: "europe-west1" };

/** As the service gives it back. */
const fromService = (trigger: BuildTrigger, index = 0): ExistingTrigger =>
  ({
    ...trigger,
    id: `0000-${index}`,
    createTime: "2026-01-01T00:00:00Z",
    resourceName: `projects/p/locations/europe-west1/triggers/${index}`,
    disabled: trigger.disabled ?? false,
    tags: trigger.tags ?? [],
    approvalConfig: trigger.approvalConfig ?? {},
    includedFiles: [...(trigger.includedFiles ?? [])].reverse(),
    eventType: "REPO",
    ...(trigger.github && { github: { ...trigger.github, installationId: "42" } }),
  }) as ExistingTrigger; // with fields that only the service says

test("what the service gives back of them is the same", () => {
  const diff = diffTriggers(triggers, triggers.map(fromService));
  expect(diff).toEqual({
    created: [],
    changed: [],
    same: ["main", "pulls", "release"],
    taken: [],
    undeclared: [],
    related: [],
    elsewhere: [],
  });
  expect(isSame(diff)).toBe(true);
});

test("what is new, changed, the same and undeclared is shown field by field", () => {
  const old = { ...main, name: "old one", description: "" };
  const existing = [
    fromService({
      ...main,
      includedFiles: ["web/**", "old/**"],
      substitutions: { _TAG: "latest", _API_TOKEN: "hunter2" },
      approvalConfig: { approvalRequired: true },
    }),
    fromService(pulls, 1),
    fromService(old, 2),
    fromService({ ...old, name: "older" }, 3),
    { name: "other", github: { owner: "someone", name: "else", push: { branch: ".*" } } },
    { name: "on-a-topic", pubsubConfig: { topic: "t" } },
  ];
  const diff = diffTriggers(triggers, existing);
  expect(showTriggerDiff(diff, { ...place, project: "p" })).toEqual([
    "new         release",
    "changed     main",
    '              approvalConfig: {"approvalRequired":true} -> nothing',
    '              includedFiles: + "cloudbuild/**"',
    '              includedFiles: + "package.json"',
    '              includedFiles: - "old/**"',
    "              substitutions._API_TOKEN: is there no more",
    "              substitutions._TAG: has another value, which is not shown",
    "same        pulls",
    "undeclared  old one",
    "undeclared  older",
    "",
    "2 would be deleted; an import never deletes. To do it, give --apply --prune, or:",
    "  gcloud builds triggers delete 0000-2 --region europe-west1 --project p",
    "  gcloud builds triggers delete older --region europe-west1 --project p",
    "",
    "Of other repositories or none, and left alone: on-a-topic, other",
  ]);
  expect(diffJson(diff)).not.toContain("hunter2");
  expect(isSame(diff)).toBe(false);
});

test("no value of a substitution, a variable or an argument of what exists is shown, whatever its name is", () => {
  const secrets = ["hunter1", "hunter2", "hunter3", "hunter4", "hunter5", "hunter6"];
  const [env, arg, one, two, three, four] = secrets as [string, string, string, string, string, string];
  const existing: ExistingTrigger = {
    ...main,
    build: { steps: [{ name: "x", env: [`DB=${env}`], args: [`--token=${arg}`] }] },
    substitutions: { _TAG: one, _SLACK: two },
    filter: `body.key == "${three}"`,
    webhookConfig: { secret: three },
    sourceToBuild: { uri: `https://${four}@github.com/a/b` },
    github: { ...main.github, hidden: four } as ExistingTrigger["github"] & object, // as a later version may say
  };
  const declared = { ...main, filename: "other.yaml", serviceAccount: "" };
  const diff = diffTriggers([declared], [existing]);
  const shown = showTriggerDiff(diff, place);
  expect(shown).toEqual([
    "changed     main",
    "              build: is there no more",
    '              filename: "cloudbuild/cloudbuild.yaml" -> "other.yaml"',
    "              filter: is there no more",
    "              github.hidden: is there no more",
    `              serviceAccount: "${main.serviceAccount}" -> nothing`,
    "              sourceToBuild: is there no more",
    "              substitutions._SLACK: is there no more",
    "              substitutions._TAG: has another value, which is not shown",
    "              webhookConfig: is there no more",
  ]);
  const moved = { name: main.name, filename: "other.yaml" };
  const texts = [diff, diffTriggers([moved], [existing])].flatMap((one) => [
    ...showTriggerDiff(one, place),
    diffJson(one),
  ]);
  expect(secrets.filter((secret) => texts.join("\n").includes(secret))).toEqual([]);
});

test("the first substitutions and the last ones are told of by their names", () => {
  const { substitutions: _, ...without } = main;
  const shown = (declared: BuildTrigger, existing: BuildTrigger) =>
    showTriggerDiff(diffTriggers([declared], [existing]), place).slice(1);
  expect(shown(main, without)).toEqual(["              substitutions._TAG: is new"]);
  expect(shown(without, main)).toEqual(["              substitutions._TAG: is there no more"]);
});

test("the name that a trigger of another repository, or of none, has is taken", () => {
  const theirs = { name: "main", github: { owner: "other", name: "site", push: { branch: ".*" } } };
  const diff = diffTriggers(triggers.slice(0, 2), [theirs, { name: "pulls", pubsubConfig: { topic: "t" } }]);
  expect(diff).toEqual({
    ...{ created: [], changed: [], same: [], undeclared: [], related: [], elsewhere: [] },
    taken: [
      { name: "main", by: "github.com/other/site" },
      { name: "pulls", by: "no repository" },
    ],
  });
  expect(isSame(diff)).toBe(false);
  expect(showTriggerDiff(diff, place)[0]).toBe("taken       main: there is one of github.com/other/site");
});

test("triggers of the repository on other events, or of its other generation, are never undeclared", () => {
  const of = (repository: string) => ({ repository, push: { branch: "x" } });
  const connection = "projects/p/locations/europe-west1/connections/c/repositories";
  const existing: readonly ExistingTrigger[] = [
    { name: "by-hand", sourceToBuild: { uri: "https://github.com/Someone/site.git" } },
    { name: "nightly", pubsubConfig: {}, gitFileSource: { uri: "https://github.com/someone/site" } },
    { name: "second", repositoryEventConfig: of(`${connection}/someone-site`) },
    { name: "other", repositoryEventConfig: of(`${connection}/else`) },
    { name: "theirs", sourceToBuild: { uri: "https://github.com/other/site" } },
  ];
  const diff = diffTriggers(triggers, existing);
  expect([diff.undeclared, diff.related, diff.elsewhere]).toEqual([
    [],
    ["by-hand", "nightly", "second"],
    ["other", "theirs"],
  ]);
  expect(showTriggerDiff(diff, place).slice(3)).toEqual([
    "",
    "Of this repository, but started or connected otherwise, and left alone: by-hand, nightly, second",
    "",
    "Of other repositories or none, and left alone: other, theirs",
  ]);
});

test("a project's number and $PROJECT_ID are the project, and its connection the same", () => {
  const of = (project: string) => ({
    repositoryEventConfig: {
      repository: `projects/${project}/locations/r/connections/c/repositories/n`,
    },
  });
  const existing = ["p", "123", "other"].map((project) => ({ name: project, ...of(project) }));
  expect(diffTriggers([], existing, of("p")).undeclared.map(({ name }) => name)).toEqual(["123", "p"]);
  expect(diffTriggers([], existing, of("$PROJECT_ID")).elsewhere).toEqual([]);
});

test("a trigger that moves to the other generation is changed, not taken", () => {
  const { github: _, ...rest } = main;
  const repository = "projects/p/locations/europe-west1/connections/c/repositories/site";
  const after = { ...rest, repositoryEventConfig: { repository, push: { branch: "^main$" } } };
  expect(diffTriggers([after], [fromService(main)]).changed[0]?.changes.map(({ path }) => path)).toEqual([
    ["github"],
    ["repositoryEventConfig"],
  ]);
});

test("a pattern that becomes one of tags is a change of one field for another", () => {
  const after = { ...main, github: { owner: "someone", name: "site", push: { tag: "^v" } } };
  expect(diffTriggers([after], [fromService(main)]).changed[0]?.changes).toEqual([
    { path: ["github", "push", "branch"], before: "^main$" },
    { path: ["github", "push", "tag"], after: "^v" },
  ]);
});

test("exports in YAML and JSON, lists, pages and snake case are read alike", () => {
  const one = { name: "a", included_files: ["x"], substitutions: { _A: "", _a_b: "1" } };
  const expected = [{ name: "a", includedFiles: ["x"], substitutions: { _A: "", _a_b: "1" } }];
  const texts = [one, [one], { triggers: [one] }].map((value) => JSON.stringify(value));
  expect(texts.map((text) => readTriggers(text, "f"))).toEqual([expected, expected, expected]);
  expect(readTriggers("name: a\nfilename: b\n---\nid: c\n", "f")).toEqual([
    { name: "a", filename: "b" },
    { name: "c", id: "c" },
  ]);
  expect(readTriggers("", "f")).toEqual([]);
  expect(readTriggers("[]", "f")).toEqual([]);
});

test("what gcloud does not quote stays the text that it is", () => {
  expect(
    readTriggers("name: a\ngithub: {push: {branch: .}}\nsubstitutions: {_A: 1e3, _B: 0777}\n", "f"),
  ).toEqual([{ name: "a", github: { push: { branch: "." } }, substitutions: { _A: "1e3", _B: "0777" } }]);
});

test("where nothing is declared any more, the repository says whose the others are", () => {
  const repository = { github: { owner: "SomeOne", name: "site" } };
  const { undeclared, elsewhere } = diffTriggers([], [main, { name: "by-hand" }], repository);
  expect([undeclared.map(({ name }) => name), elsewhere]).toEqual([["main"], ["by-hand"]]);
  expect(diffTriggers([], [main]).elsewhere).toEqual(["main"]);
});

test("what is no trigger is refused by name", () => {
  expect(() => readTriggers("- a", "f.yaml")).toThrow(
    "f.yaml: holds something that is no trigger. Give what gcloud builds triggers list --format=json prints.",
  );
  expect(() => readTriggers("a: [", "f.yaml")).toThrow(/^f\.yaml: cannot be read: .*\. Correct it\.$/);
});

const names = fc.constantFrom("a", "b", "c", "d");
const texts = fc.array(fc.constantFrom("x/**", "*.md", "yes", "1:30", "0777"), { maxLength: 3 });
const filter = fc.oneof(
  fc.record({ push: fc.record({ branch: fc.constantFrom("^main$", ".*"), invertRegex: fc.boolean() }) }),
  fc.record({ push: fc.record({ tag: fc.constant("^v") }) }),
  fc.record({
    pullRequest: fc.record({
      branch: fc.constant("^main$"),
      commentControl: fc.constantFrom("COMMENTS_DISABLED" as const, "COMMENTS_ENABLED" as const),
    }),
  }),
);
const event = fc.oneof(
  filter.map((rest) => ({ github: { owner: "o", name: "n", ...rest } })),
  filter.map((rest) => ({ repositoryEventConfig: { repository: "r", ...rest } })),
);
const trigger: fc.Arbitrary<BuildTrigger> = fc
  .tuple(
    event,
    fc.record(
      {
        description: fc.string(),
        disabled: fc.boolean(),
        tags: texts,
        includedFiles: texts,
        ignoredFiles: texts,
        substitutions: fc.dictionary(fc.constantFrom("_A", "_B"), fc.constantFrom("", "on", "$COMMIT_SHA")),
        approvalConfig: fc.record({ approvalRequired: fc.boolean() }),
        serviceAccount: fc.constantFrom("", "projects/p/serviceAccounts/a"),
        filename: fc.constantFrom("a.yaml", "b.yaml"),
      },
      { requiredKeys: [] },
    ),
    names,
  )
  .map(([on, rest, name]) => ({ name, ...on, ...rest }));
const triggerLists = fc.uniqueArray(trigger, { selector: ({ name }) => name, maxLength: 4 });

test("triggers do not differ from themselves, nor from what is read of what is written of them", () => {
  fc.assert(
    fc.property(triggerLists, (list) => {
      expect(isSame(diffTriggers(list, list.map(fromService)))).toBe(true);
      expect(isSame(diffTriggers(list, readTriggers(writeTriggers(list, place), "f")))).toBe(true);
    }),
  );
});

test("carried out, a difference is none any more, and only pruning deletes", async () => {
  await fc.assert(
    fc.asyncProperty(triggerLists, triggerLists, fc.boolean(), async (declared, before, prune) => {
      const stored = new Map(before.map((one, index) => [one.name, fromService(one, index)]));
      const gone: string[] = [];
      const api = inMemory(stored, gone);
      const diff = diffTriggers(declared, await api.list());
      await applyTriggers(diff, { api, prune, onDone: () => {} });
      const left = diffTriggers(declared, await api.list());
      expect([left.created, left.changed]).toEqual([[], []]);
      expect(gone).toEqual(prune ? diff.undeclared.map(({ name }) => name) : []);
    }),
  );
});

/** As the API does it, field by field. */
function inMemory(stored: Map<string, ExistingTrigger>, gone: string[]): TriggerApi {
  return {
    list: async () => [...stored.values()],
    create: async (one) => void stored.set(one.name, fromService(one)),
    patch: async (existing, one, fields) => {
      const copy = structuredClone(existing) as unknown as Message; // to be changed
      for (const field of fields) take(copy, one as unknown as Message, field.split("."));
      stored.set(one.name, copy as unknown as ExistingTrigger); // as it was
    },
    delete: async ({ name }) => {
      gone.push(name);
      stored.delete(name);
    },
  };
}

type Message = { [field: string]: unknown };

function take(target: Message, from: Message, [field = "", ...rest]: readonly string[]): void {
  if (rest.length > 0) {
    target[field] ??= {};
    take(target[field] as Message, (from[field] ?? {}) as Message, rest); // messages all the way
  } else if (from[field] === undefined) delete target[field];
  else target[field] = from[field];
}
