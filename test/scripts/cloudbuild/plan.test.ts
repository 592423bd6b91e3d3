// The command on a repository of git in a temporary folder: two images, and a step that uses both.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { readBuildFile } from "../../../cloudbuild/files/read-build-file.ts";
import { checkBuild } from "../../../cloudbuild/check/check-build.ts";
import { plan } from "../../../scripts/cloudbuild/plan.ts";
import { catchOutput } from "../commands/output.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const hasGit = spawnSync("git", ["--version"]).status === 0;
const { said, printed } = catchOutput();

function image(name: string): string {
  return `steps:
  - id: build
    name: gcr.io/cloud-builders/docker@sha256:${"3d".repeat(32)}
    args:
      - buildx
      - build
      - --push
      - --tag=r.example/p/${name}:$_TAG
      - --metadata-file=/workspace/.digests/${name}.json
      - --file=${name}/Dockerfile
      - .
images: ["r.example/p/${name}:$_TAG"]
substitutions: { _TAG: "0" }
options: { machineType: E2_HIGHCPU_8, logging: CLOUD_LOGGING_ONLY }
`;
}

const files: { readonly [path: string]: string } = {
  "cloudbuild/builds.ts": `export default {
  components: {
    web: { config: "web/cloudbuild.yaml" },
    worker: { config: "worker/cloudbuild.yaml" },
    deploy: { config: "deploy/cloudbuild.yaml" },
  },
  environments: {
    development: { substitutions: { _TAG: "$COMMIT_SHA" } },
    production: { substitutions: { _TAG: "$TAG_NAME" } },
  },
  durations: { "web:build": 300, "worker:build": 120, "gone:build": 1 },
  output: "cloudbuild/cloudbuild.yaml",
};
`,
  "web/cloudbuild.yaml": image("web"),
  "web/Dockerfile": "FROM scratch\nCOPY web lib /\n",
  "worker/cloudbuild.yaml": image("worker"),
  "worker/Dockerfile": "FROM scratch\nCOPY worker /\n",
  "deploy/cloudbuild.yaml": `steps:
  - id: deploy
    name: bash
    env: [DIGESTS=/workspace/.digests]
    script: deploy
options: { logging: CLOUD_LOGGING_ONLY }
`,
  "lib/a.txt": "a\n",
};

function git(folder: string, ...args: readonly string[]): string {
  const who = ["-c", "user.name=T", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false"];
  return execFileSync("git", [...who, ...args], { cwd: folder, encoding: "utf8", stdio: "pipe" }).trim();
}

function write(folder: string, path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

/** Its second commit changes lib/a.txt. */
function repository(): {
  readonly folder: string;
  readonly builds: string;
  readonly commits: readonly string[];
} {
  const folder = temporaryFolder();
  git(folder, "init", "--quiet", "--initial-branch=main");
  for (const [path, text] of Object.entries(files)) write(folder, path, text);
  const commits = ["first", "second"].map((message) => {
    git(folder, "add", "--all");
    git(folder, "commit", "--quiet", "--message", message);
    write(folder, "lib/a.txt", "b\n");
    return git(folder, "rev-parse", "HEAD");
  });
  return { folder, builds: join(folder, "cloudbuild/builds.ts"), commits };
}

describe.skipIf(!hasGit)("pollux cloudbuild plan, with git", () => {
  test("says when steps run, what the whole waits for, and the price beside that of a serial build", async () => {
    const { builds } = repository();
    expect(await plan.run(["--env", "development", "--builds", builds])).toBe(0);
    expect(printed.join("").replaceAll(builds, "builds.ts"))
      .toBe(`builds.ts for development: 3 steps of 3 components, in 2 waves

WAVE     STEP           BEGINS  TAKES         ENDS
1     *  web:build      0:00    5:00          5:00
1        worker:build   0:00    2:00          2:00
2     *  deploy:deploy  5:00    1:00 assumed  6:00

* critical path: web:build -> deploy:deploy
At least 6:00, $0.10; one after another 8:00, $0.13.
6 minutes of E2_HIGHCPU_8 at $0.016: Cloud Build's list prices of 2025-08-25, default pool.
Steps that run at once share the machine's CPUs: time and price are the least that they may be.
`);
    expect(said).toEqual([`${builds}: durations of steps that there are not: gone:build`]);
  });

  test("says what a change rebuilds and why, and writes the build without the rest", async () => {
    const { folder, builds, commits } = repository();
    const [base = "", head = ""] = commits;
    const out = join(folder, "pruned.yaml");
    const argv = ["--env", "development", "--builds", builds, "--changed", "HEAD~1..HEAD", "--out", out];
    expect(await plan.run(argv)).toBe(0);
    const text = printed.join("").replaceAll(builds, "builds.ts").replaceAll(base, "BASE");
    expect(text).toBe(`builds.ts for development: 3 steps of 3 components, in 2 waves

web is built:
    lib/a.txt: read by COPY, web/Dockerfile:2
worker is as it was: r.example/p/worker:\${_TAG} becomes :BASE
deploy is built:
    web is built, and deploy:deploy waits for web:build, whose image's digest it reads

WAVE     STEP              BEGINS  TAKES         ENDS
1        worker:unchanged  0:00    1:00 assumed  1:00
1     *  web:build         0:00    5:00          5:00
2     *  deploy:deploy     5:00    1:00 assumed  6:00

* critical path: web:build -> deploy:deploy
At least 6:00, $0.10; one after another 7:00, $0.11.
Building everything: 6:00, $0.10.
6 minutes of E2_HIGHCPU_8 at $0.016: Cloud Build's list prices of 2025-08-25, default pool.
Steps that run at once share the machine's CPUs: time and price are the least that they may be.
`);
    const { read, findings } = readBuildFile(out, readFileSync(out, "utf8"));
    expect(findings).toEqual([]);
    expect(read?.build.substitutions).toEqual({ _TAG: head });
    expect(read?.build.images).toEqual(["r.example/p/web:$_TAG"]);
    expect(read?.build.steps.map(({ id, waitFor }) => [id, waitFor])).toEqual([
      ["worker:unchanged", ["-"]],
      ["web:build", ["-"]],
      ["deploy:deploy", ["worker:unchanged", "web:build"]],
    ]);
    expect(read && checkBuild(read, { modes: ["trigger", "submit"] })).toEqual([]);
  });

  test("gives all of it as JSON", async () => {
    const { builds, commits } = repository();
    const argv = ["--env", "development", "--builds", builds, "--changed", "HEAD~1..HEAD", "--json"];
    expect(await plan.run(argv)).toBe(0);
    const json: unknown = JSON.parse(printed.join(""));
    expect(json).toMatchObject({
      file: builds,
      environment: "development",
      schedule: { criticalPath: ["web:build", "deploy:deploy"], total: 360, serial: 420 },
      price: { kind: "known", machine: "E2_HIGHCPU_8", minutes: 6 },
      changes: {
        base: commits[0],
        head: commits[1],
        components: [
          { component: "web", reasons: [{ kind: "files", files: ["lib/a.txt"] }] },
          { component: "worker", reasons: [] },
          { component: "deploy", reasons: [{ kind: "component", component: "web" }] },
        ],
        pointers: [{ component: "worker", image: "r.example/p/worker", tag: "${_TAG}", last: [commits[0]] }],
      },
    });
  });

  test("without a base everything is built, and it is said why", async () => {
    const { builds } = repository();
    const argv = ["--env", "development", "--builds", builds, "--changed", `${"0".repeat(40)}..HEAD`];
    expect(await plan.run(argv)).toBe(0);
    expect(printed.join("")).toContain(
      "\nEverything is built. It is the first push: there is nothing to compare with.\n",
    );
  });

  test("a last tag that the commit does not tell must be given where the build is written", async () => {
    const { folder, builds } = repository();
    const argv = ["--env", "production", "--builds", builds, "--changed", "HEAD~1..HEAD"];
    expect(await plan.run(argv)).toBe(0);
    expect(printed.join("")).toContain(
      "worker is as it was: r.example/p/worker:${_TAG} becomes :(the last, which --last-tag or --last says)\n",
    );
    const out = join(folder, "pruned.yaml");
    await expect(plan.run([...argv, "--out", out])).rejects.toMatchObject({ code: "LAST_IMAGE_UNKNOWN" });
    expect(await plan.run([...argv, "--out", out, "--last-tag", "v1"])).toBe(0);
    expect(said.slice(-2)).toEqual([
      `${out}: written`,
      `${out}: give _TAG with --substitutions, which the commit alone does not tell`,
    ]);
    const digest = `sha256:${"a".repeat(64)}`;
    write(folder, "last.json", JSON.stringify({ worker: digest }));
    expect(await plan.run([...argv, "--out", out, "--last", join(folder, "last.json")])).toBe(0);
    expect(readFileSync(out, "utf8")).toContain(`- LAST=${digest}\n`);
  });

  test("an image that no build of the base has made is looked for at the commits before it", async () => {
    const { folder, builds, commits } = repository();
    const next = (path: string): string => {
      write(folder, path, "x\n");
      git(folder, "add", "--all");
      git(folder, "commit", "--quiet", "--message", path);
      return git(folder, "rev-parse", "HEAD");
    };
    const [first = "", second = ""] = commits;
    const [readme, worker, docs] = ["README.md", "worker/a", "docs/a"].map(next);
    next("docs/b");
    const out = join(folder, "pruned.yaml");
    const argv = ["--env", "development", "--builds", builds, "--changed"];
    expect(await plan.run([...argv, "HEAD~1..HEAD", "--out", out])).toBe(0);
    const text = readFileSync(out, "utf8");
    expect(text).toContain(`- LAST=${docs} ${worker}\n`);
    expect(text).toContain(`- LAST=${docs} ${worker} ${readme} ${second}\n`);
    expect(text).not.toContain(first);
    expect(printed.join("")).toContain(
      `becomes :${docs}, or the first that there is of 3 older tags of the same content\n`,
    );
  });

  test("where the base is a tag of git, images that are tagged with it are found", async () => {
    const { folder, builds, commits } = repository();
    git(folder, "tag", "--no-sign", "v1", commits[0] ?? "");
    const out = join(folder, "pruned.yaml");
    const argv = ["--env", "production", "--builds", builds, "--changed", "v1..HEAD", "--out", out];
    expect(await plan.run(argv)).toBe(0);
    expect(printed.join("")).toContain("worker is as it was: r.example/p/worker:${_TAG} becomes :v1\n");
    expect(readFileSync(out, "utf8")).toContain("- LAST=v1\n");
  });

  test("after a force push an image that is named is compared with its own commit", async () => {
    const { folder, builds } = repository();
    git(folder, "branch", "old");
    git(folder, "reset", "--quiet", "--hard", "HEAD~1");
    write(folder, "docs/a", "x");
    git(folder, "add", "--all");
    git(folder, "commit", "--quiet", "--message", "instead");
    const argv = ["--env", "production", "--builds", builds, "--changed", "old..HEAD", "--last-tag", "old"];
    expect(await plan.run(argv)).toBe(0);
    expect(printed.join("")).toContain("web is built:\n    lib/a.txt: read by COPY, web/Dockerfile:2\n");
  });

  test("digests of components that there are not are told", async () => {
    const { folder, builds } = repository();
    const last = join(folder, "last.json");
    writeFileSync(last, JSON.stringify({ worke: `sha256:${"a".repeat(64)}` }));
    const argv = ["--env", "development", "--builds", builds, "--changed", "HEAD~1..HEAD", "--last", last];
    expect(await plan.run(argv)).toBe(0);
    expect(said.at(-1)).toBe(`${last}: digests of components that ${builds} does not have: worke`);
  });

  test("takes how long steps took from a finished build", async () => {
    const { folder, builds } = repository();
    const timing = { startTime: "2026-11-01T10:00:00Z", endTime: "2026-11-01T10:10:00Z" };
    const file = join(folder, "done.json");
    writeFileSync(file, JSON.stringify({ steps: [{ id: "worker:build", status: "SUCCESS", timing }] }));
    expect(await plan.run(["--env", "development", "--builds", builds, "--timings", file])).toBe(0);
    expect(printed.join("")).toContain(
      "* critical path: worker:build -> deploy:deploy\nAt least 11:00, $0.18;",
    );
  });

  test("nothing is built where nothing is made from what has changed, but new tags are pointed", async () => {
    const { folder, builds } = repository();
    git(folder, "add", "--all");
    git(folder, "commit", "--quiet", "--allow-empty", "--message", "third");
    const argv = ["--env", "development", "--builds", builds, "--changed", "HEAD~1..HEAD"];
    expect(await plan.run(argv)).toBe(0);
    expect(printed.join("")).toContain("deploy is as it was, and is left out\n");
    expect(printed.join("")).toContain(": 2 steps of 2 components, in 1 wave\n");
  });
});

describe.skipIf(!hasGit)("pollux cloudbuild plan, of what pushes nothing", () => {
  test("of pull requests it plans the build that they run, and points no tag", async () => {
    const { folder, builds } = repository();
    const triggers = `pullRequestOutput: "cloudbuild/pull-request.yaml",
  triggers: {
    region: "us-central1",
    repository: { kind: "github", owner: "o", name: "n" },
    list: { checks: { on: { kind: "pull request", branch: "^main$" }, environment: "development" } },
  },
};`;
    const text = readFileSync(builds, "utf8").replace(/\};\n$/, triggers);
    const other = join(dirname(builds), "with-triggers.ts");
    writeFileSync(other, text);
    const out = join(folder, "pruned.yaml");
    const argv = ["--env", "development", "--builds", other, "--changed", "HEAD~1..HEAD", "--out", out];
    expect(await plan.run(argv)).toBe(0);
    expect(printed.join("")).toContain("\nworker is as it was, and is left out\n");
    const { read } = readBuildFile(out, readFileSync(out, "utf8"));
    expect(read?.build.steps.map(({ id }) => id)).toEqual(["web:build"]);
    expect(read?.build.steps[0]?.args).not.toContain("--push");
    expect(read?.build.images).toBeUndefined();
  });

  test("what pushes no image is built again where others wait for it", async () => {
    const { folder, builds } = repository();
    const text = readFileSync(builds, "utf8").replace(
      'web: { config: "web/cloudbuild.yaml" },',
      `web: { config: "web/cloudbuild.yaml", needs: [{ on: ["checks"] }] },
    checks: { config: "checks/cloudbuild.yaml" },`,
    );
    write(folder, "checks/cloudbuild.yaml", "steps:\n  - { id: test, name: node, args: [test] }\n");
    const other = join(dirname(builds), "with-checks.ts");
    writeFileSync(other, text);
    const argv = ["--env", "development", "--builds", other, "--changed", "HEAD~1..HEAD"];
    expect(await plan.run(argv)).toBe(0);
    expect(printed.join("")).toContain(
      "checks is built:\n    web:build waits for checks:test, and no image can stand for what that leaves behind\n",
    );
  });
});

test.each([
  [["--env", "prod"], "UNKNOWN_ENVIRONMENT"],
  [[], "NO_ENVIRONMENT"],
  [["--env", "production", "--last-tag", "a b"], "WRONG_ARGUMENTS"],
  [["--env", "production", "--timings", "no-such.json"], "NO_SUCH_FILE"],
])("the arguments %j are the user's mistake", async (argv, code) => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, ".git")); // so that it is a repository's root
  for (const [path, text] of Object.entries(files)) write(folder, path, text);
  await expect(plan.run([...argv, "--builds", join(folder, "cloudbuild/builds.ts")])).rejects.toMatchObject({
    code,
  });
});

test("an unknown environment is told with those that there are", async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, ".git"));
  for (const [path, text] of Object.entries(files)) write(folder, path, text);
  const builds = join(folder, "cloudbuild/builds.ts");
  await expect(plan.run(["--env", "producton", "--builds", builds])).rejects.toMatchObject({
    code: "UNKNOWN_ENVIRONMENT",
    message: `${builds}: there is no environment "producton". Did you mean "production"? Give one of: development, production.`,
  });
});
