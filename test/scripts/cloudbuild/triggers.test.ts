import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { matchesGlob } from "../../../cloudbuild/plan/globs.ts";
import { readTriggers } from "../../../cloudbuild/triggers/read-triggers.ts";
import type { BuildTrigger } from "../../../cloudbuild/triggers/trigger.ts";
import { deployTriggers } from "../../../scripts/cloudbuild/deploy-triggers.ts";
import { triggers } from "../../../scripts/cloudbuild/triggers.ts";
import { catchOutput } from "../commands/output.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { fakeTriggers } from "./fake-triggers.ts";

const output = catchOutput();
const server = await fakeTriggers();
beforeEach(() => {
  for (const list of [server.stored, server.requests, server.faults]) list.length = 0;
});

/** Gives builds.ts: one component, and a trigger on pushes and one on tags. */
function sample({
  branch = "^main$",
  triggersOutput = "",
  dockerfile = "web/Dockerfile",
  copied = "package.json src",
} = {}): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, ".git"));
  mkdirSync(join(folder, "web"));
  writeFileSync(join(folder, "web", "Dockerfile"), `FROM scratch\nCOPY ${copied} /app/\n`);
  writeFileSync(join(folder, "package.json"), "{}");
  writeFileSync(
    join(folder, "web", "cloudbuild.yaml"),
    [
      "steps:",
      "  - id: build",
      "    name: gcr.io/cloud-builders/docker@sha256:" + "0".repeat(64),
      '    args: [build, "--tag=europe-docker.pkg.dev/p/r/web:$_TAG", "--file=$_FILE", "."]',
      "options: {logging: CLOUD_LOGGING_ONLY}",
      `substitutions: {_TAG: "none", _FILE: ${JSON.stringify(dockerfile)}}`,
      "",
    ].join("\n"),
  );
  const declared = {
    components: { web: { config: "web/cloudbuild.yaml" } },
    environments: {
      production: { substitutions: { _TAG: "$TAG_NAME" } },
      other: { substitutions: { _TAG: "0", _FILE: "other/Dockerfile" } },
    },
    output: "cloudbuild.yaml",
    triggers: {
      region: "europe-west1",
      repository: { kind: "github", owner: "o", name: "n" },
      ...(triggersOutput !== "" && { output: triggersOutput }),
      list: {
        main: { on: { kind: "push", branch } },
        release: { on: { kind: "tag", tag: "^v" }, environment: "production" },
      },
    },
  };
  writeFileSync(join(folder, "builds.ts"), `export default ${JSON.stringify(declared, null, 2)};\n`);
  return join(folder, "builds.ts");
}

const online = (builds: string, ...more: readonly string[]) =>
  triggers.run(["--builds", builds, "--project", "p", "--endpoint", server.url, ...more]);

test("triggers are written, checked, and told where they are stale", async () => {
  const builds = sample({ triggersOutput: "triggers.yaml" });
  const file = join(dirname(builds), "triggers.yaml");
  expect(await triggers.run(["--builds", builds, "--check"])).toBe(1);
  expect(await triggers.run(["--builds", builds])).toBe(0);
  expect(await triggers.run(["--builds", builds, "--check"])).toBe(0);
  expect(output.said.map((line) => line.replace(/^.*triggers\.yaml: /, ""))).toEqual([
    "does not exist. Write it.",
    "written",
  ]);
  const [main] = readTriggers(readFileSync(file, "utf8"), file);
  expect(main?.includedFiles).toEqual([
    ".dockerignore",
    "builds.ts",
    "cloudbuild.yaml",
    "package.json",
    "src",
    "src/**",
    "web/**",
  ]);
  writeFileSync(file, readFileSync(file, "utf8").replace('"^v"', '"^w"'));
  expect(await triggers.run(["--builds", builds, "--check"])).toBe(1);
  expect(output.said.at(-1)).toContain('is "tag: \\"^w\\"", should be "tag: \\"^v\\""');
});

/** Gives the trigger on pushes. */
async function mainOf(builds: string) {
  expect(await triggers.run(["--builds", builds, "--json"])).toBe(0);
  const [main] = JSON.parse(output.printed.at(-1) ?? "") as readonly [BuildTrigger];
  return main;
}

const onMain = '"branch": "^main$"\n        }';

test("files follow from what the environment's values make of the config", async () => {
  const builds = sample();
  mkdirSync(join(dirname(builds), "other"));
  writeFileSync(join(dirname(builds), "other/Dockerfile"), "FROM scratch\nCOPY apps /app/\n");
  writeFileSync(
    builds,
    readFileSync(builds, "utf8").replace(onMain, `${onMain},\n        "environment": "other"`),
  );
  const { includedFiles } = await mainOf(builds);
  expect(includedFiles).toEqual([
    ...[".dockerignore", "apps", "apps/**", "builds.ts", "cloudbuild.yaml"],
    ...["other/Dockerfile", "other/Dockerfile.dockerignore", "web/**"],
  ]);
});

test("a link and a submodule are files of their own, also on the way to others", async () => {
  const builds = sample({ copied: "link vendor linked/a/b inner/c/*.h plain package.json/x" });
  const folder = dirname(builds);
  for (const path of ["plain", "vendor", "inner", "lib"]) mkdirSync(join(folder, path));
  symlinkSync("lib", join(folder, "link"));
  symlinkSync("lib", join(folder, "linked"));
  writeFileSync(
    join(folder, ".gitmodules"),
    '[submodule "vendor"]\n\tpath = vendor\n\turl = ../v.git\n[submodule "inner"]\n\tpath = inner\n\turl = ../i.git\n',
  );
  const { includedFiles = [] } = await mainOf(builds);
  const fires = (path: string) => includedFiles.some((glob) => matchesGlob(glob, path));
  const changed = ["link", "vendor", "linked", "inner", "plain/x"];
  expect(changed.filter((path) => !fires(path))).toEqual([]);
  expect(fires("plain")).toBe(false);
});

test("a Dockerfile that a link leads out of the repository to is not read", async () => {
  const outside = join(temporaryFolder(), "Dockerfile");
  writeFileSync(outside, "FROM scratch\nCOPY secret-name /app/\n");
  const builds = sample({ dockerfile: "linked/Dockerfile" });
  symlinkSync(dirname(outside), join(dirname(builds), "linked"));
  const { includedFiles } = await mainOf(builds);
  expect(JSON.stringify(includedFiles)).not.toContain("secret-name");
});

test("without an output they go to stdout, and --json gives them as a list", async () => {
  const builds = sample();
  expect(await triggers.run(["--builds", builds])).toBe(0);
  expect(await triggers.run(["--builds", builds, "--json"])).toBe(0);
  const [yaml = "", json = ""] = output.printed;
  expect(readTriggers(yaml, "yaml")).toEqual(JSON.parse(json));
});

test("an error is shown with its place, and nothing is written", async () => {
  expect(await triggers.run(["--builds", sample({ branch: "^(?!x)" }), "--out", "-"])).toBe(1);
  expect(output.printed).toEqual([]);
  expect(output.said.join("\n")).toMatch(
    /builds\.ts:\d+:\d+: error TRIGGER_PATTERN: The pattern "\^\(\?!x\)"/,
  );
});

test("a difference to a file exits with 1, and without one with 0", async () => {
  const builds = sample();
  const file = join(dirname(builds), "live.json");
  writeFileSync(file, "[]");
  expect(await triggers.run(["--builds", builds, "--diff", file])).toBe(1);
  expect(output.printed).toEqual(["new         main", "new         release"]);
  await triggers.run(["--builds", builds, "--out", file]);
  expect(await triggers.run(["--builds", builds, "--diff", file])).toBe(0);
});

test("they are created, then changed, then the same; others are deleted only when that is said", async () => {
  const builds = sample();
  server.stored.push(
    { name: "main", id: "1", github: { owner: "o", name: "n", push: { branch: "main", invertRegex: true } } },
    { name: "old", id: "2", github: { owner: "o", name: "n", push: { branch: "old" } } },
    { name: "foreign", id: "3", github: { owner: "o", name: "other", push: { branch: "old" } } },
  );
  expect(await online(builds, "--apply")).toBe(0);
  expect(output.printed).toEqual(["created release", "changed main"]);
  expect(output.said.at(-1)).toBe("1 would be deleted; --prune does.");
  expect(server.stored.map(({ name }) => name)).toEqual(["main", "old", "foreign", "release"]);

  await expect(online(builds, "--apply", "--prune")).rejects.toMatchObject({
    code: "NOT_ASKED",
    message: "--prune: Delete old? There is nobody to ask. Give --yes.",
  });
  expect(await online(builds, "--apply", "--prune", "--yes")).toBe(0);
  expect(output.printed.slice(2)).toEqual(["deleted old"]);
  expect(server.stored.map(({ name }) => name)).toEqual(["main", "foreign", "release"]);

  expect(await online(builds, "--diff", "live", "--json")).toBe(0);
  expect(JSON.parse(output.printed.at(-1) ?? "")).toEqual({
    created: [],
    changed: [],
    same: ["main", "release"],
    taken: [],
    undeclared: [],
    related: [],
    elsewhere: ["foreign"],
  });
});

test("a trigger of another repository that has the name is not taken over", async () => {
  const builds = sample();
  const theirs = { name: "main", id: "1", github: { owner: "o", name: "other", push: { branch: "x" } } };
  server.stored.push({ ...theirs });
  expect(await online(builds, "--diff", "live")).toBe(1);
  expect(output.printed).toEqual([
    "new         release",
    "taken       main: there is one of github.com/o/other",
  ]);
  await expect(online(builds, "--apply")).rejects.toMatchObject({
    code: "TRIGGER_TAKEN",
    message:
      'trigger "main": there is one of that name, of github.com/o/other. Give yours another name, or delete that one.\n' +
      "Nothing is done.",
  });
  expect(server.stored).toEqual([theirs]);
});

test("an error of one trigger leaves the others compared, and nothing is done", async () => {
  const builds = sample({ branch: "^(?!x)" });
  server.stored.push({ name: "main", id: "1", github: { owner: "o", name: "n", push: { branch: "x" } } });
  expect(await online(builds, "--diff", "live")).toBe(1);
  expect(output.printed).toEqual(["new         release"]);
  expect(output.said.at(-1)).toBe("Not compared, for their errors: main.");
  expect(await online(builds, "--apply")).toBe(1);
  expect(server.stored).toHaveLength(1);
});

test("whoever is asked and says no has nothing deleted, and nothing else done", async () => {
  const repository = { github: { owner: "o", name: "n" } };
  server.stored.push({ name: "old", id: "2", github: { ...repository.github, push: { branch: "old" } } });
  const questions: string[] = [];
  const declared = [{ name: "new", github: { ...repository.github, push: { branch: "^new$" } } }];
  const options = {
    ...{ region: "europe-west1", project: "p", endpoint: server.url, repository },
    ...{ prune: true, yes: false, json: false },
  };
  const no = async (question: string) => questions.push(question) < 1;
  expect(await deployTriggers(declared, options, no)).toBe(1);
  expect(questions).toEqual(["Delete old?"]);
  expect(server.stored.map(({ name }) => name)).toEqual(["old"]);
  expect(output.said.at(-1)).toBe("Nothing is deleted, and nothing else is done.");
});

test.each([
  [
    ["--apply", "--check"],
    "--out and --check, --diff, and --apply are different things to do. Give one of them.",
  ],
  [["--prune"], "--prune deletes through the API. Give it with --apply."],
  [["--json", "--out", "a"], "--json goes to stdout. Leave out --out and --check."],
  [["--project", "a b"], "--project a b: is no project's id. Give one as my-project-1."],
  [["--check"], "--check: stdout has nothing to compare with. Give --out FILE."],
])("%j says what is wrong", async (options, message) => {
  await expect(triggers.run(["--builds", sample(), ...options])).rejects.toMatchObject({
    code: "WRONG_ARGUMENTS",
    message: `pollux cloudbuild triggers: ${message}`,
  });
});

test("what is no export of triggers is refused, and so is a file that is not there", async () => {
  const builds = sample();
  await expect(triggers.run(["--builds", builds, "--diff", "nowhere.json"])).rejects.toMatchObject({
    code: "NO_SUCH_FILE",
  });
  await expect(triggers.run(["--builds", builds, "--diff", builds])).rejects.toMatchObject({
    code: "NOT_TRIGGERS",
  });
});

test("builds.ts without triggers is told so", async () => {
  const builds = sample();
  const text = readFileSync(builds, "utf8")
    .replace('"triggers"', '"durations"')
    .replace(/"durations": \{[^]*$/, "};\n");
  writeFileSync(builds, text.replace(/,\s*\};\n$/, "\n};\n"));
  await expect(triggers.run(["--builds", builds])).rejects.toMatchObject({ code: "NO_TRIGGERS" });
});
