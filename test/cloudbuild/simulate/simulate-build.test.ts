import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readBuildFile } from "../../../cloudbuild/files/read-build-file.ts";
import type { Build, BuildStep } from "../../../cloudbuild/format/build.ts";
import { stepNames } from "../../../cloudbuild/merge/step-names.ts";
import { scheduleBuild } from "../../../cloudbuild/plan/schedule.ts";
import { simulateBuild } from "../../../cloudbuild/simulate/simulate-build.ts";
import type { SimulationRequest } from "../../../cloudbuild/simulate/simulation.ts";
import { builtinValues } from "../../../cloudbuild/substitutions/builtins.ts";
import "../../property-seed.ts";

function step(id: string, waitFor: readonly string[] = [], more: Partial<BuildStep> = {}): BuildStep {
  return { name: "node", id, waitFor: waitFor.length === 0 ? ["-"] : waitFor, ...more };
}

/** Each step as `id STATUS start-end`, and the build as `STATUS seconds`. */
function story(
  steps: readonly BuildStep[],
  more: Partial<SimulationRequest> & { readonly timeout?: string } = {},
) {
  const { timeout, ...request } = more;
  const build: Build = { steps, ...(timeout === undefined ? {} : { timeout }) };
  const simulation = simulateBuild({ build, values: {}, mode: "submit", ...request });
  return [
    `${simulation.status} ${simulation.seconds}`,
    ...simulation.steps.map(({ id, status, start, end }) =>
      start === undefined ? `${id} ${status}` : `${id} ${status} ${start}-${end}`,
    ),
  ];
}

describe("a simulated build", () => {
  const diamond = [step("a"), step("b", ["a"]), step("c", ["a"]), step("d", ["b", "c"])];

  test("runs a diamond in the time of its longer side", () => {
    expect(story(diamond, { durations: { a: 10, b: 20, c: 50, d: 5 } })).toEqual([
      ...["SUCCESS 65", "a SUCCESS 0-10", "b SUCCESS 10-30", "c SUCCESS 10-60", "d SUCCESS 60-65"],
    ]);
  });

  test("runs steps that say nothing one after another, 60 seconds each", () => {
    expect(story([{ name: "a" }, { name: "b", id: "b" }, { name: "c" }])).toEqual([
      ...["SUCCESS 180", "step-1 SUCCESS 0-60", "b SUCCESS 60-120", "step-3 SUCCESS 120-180"],
    ]);
  });

  test("ends with the first failure: what runs is cancelled, what waits never starts", () => {
    expect(story(diamond, { durations: { c: 90 }, outcomes: { b: 2 } })).toEqual([
      ...["FAILURE 120", "a SUCCESS 0-60", "b FAILURE 60-120", "c CANCELLED 60-120", "d QUEUED"],
    ]);
  });

  test.each<[string, Partial<BuildStep>, number, string]>([
    ["is not allowed", {}, 1, "FAILURE"],
    ["is allowed", { allowFailure: true }, 1, "SUCCESS"],
    ["has an allowed code", { allowExitCodes: [3, 4] }, 4, "SUCCESS"],
    ["has another code", { allowExitCodes: [3, 4] }, 5, "FAILURE"],
    [
      "has another code, and the codes go before the rest",
      { allowFailure: true, allowExitCodes: [3] },
      5,
      "FAILURE",
    ],
    ["is allowed, with an empty list of codes", { allowFailure: true, allowExitCodes: [] }, 5, "SUCCESS"],
  ])("of which a step's failure %s", (_, more, code, status) => {
    const [build, first, second] = story([step("a", [], more), step("b", ["a"])], { outcomes: { a: code } });
    expect(first).toBe("a FAILURE 0-60");
    expect([build, second]).toEqual(
      status === "SUCCESS" ? ["SUCCESS 120", "b SUCCESS 60-120"] : ["FAILURE 60", "b QUEUED"],
    );
  });

  test.each<[number, Partial<BuildStep>, readonly string[]]>([
    [30, {}, ["SUCCESS 90", "a SUCCESS 0-30", "b SUCCESS 30-90"]],
    [31, {}, ["FAILURE 30", "a TIMEOUT 0-30", "b QUEUED"]],
    [31, { allowFailure: true }, ["SUCCESS 90", "a TIMEOUT 0-30", "b SUCCESS 30-90"]],
    [31, { allowExitCodes: [1] }, ["FAILURE 30", "a TIMEOUT 0-30", "b QUEUED"]],
  ])("of which a step takes %i seconds and may take 30, with %j", (seconds, more, expected) => {
    const steps = [step("a", [], { timeout: "30s", ...more }), step("b", ["a"])];
    expect(story(steps, { durations: { a: seconds } })).toEqual(expected);
  });

  test.each([
    [60, ["SUCCESS 60", "a SUCCESS 0-60", "b SUCCESS 0-20", "c SUCCESS 20-30"]],
    [61, ["TIMEOUT 60", "a CANCELLED 0-60", "b SUCCESS 0-20", "c SUCCESS 20-30"]],
  ])("of which a step takes %i seconds and the build may take 60", (seconds, expected) => {
    const steps = [step("a"), step("b"), step("c", ["b"])];
    expect(story(steps, { durations: { a: seconds, b: 20, c: 10 }, timeout: "60s" })).toEqual(expected);
  });

  test("may take an hour where it does not say how long", () => {
    expect(story([step("a")], { durations: { a: 3600 } })[0]).toBe("SUCCESS 3600");
    expect(story([step("a")], { durations: { a: 3601 } })[0]).toBe("TIMEOUT 3600");
  });

  test.each<[Partial<SimulationRequest>, Partial<BuildStep>, string | undefined]>([
    [{}, {}, undefined],
    [{ outcomes: { a: 3 } }, {}, 'Step "a" exits with 3.'],
    [{ durations: { a: 31 } }, { timeout: "30s" }, 'Step "a" takes longer than its timeout.'],
    [{ durations: { a: 3601 } }, {}, "The build takes longer than its timeout of 3600 seconds."],
  ])("says why it is no success: %j", (request, more, detail) => {
    const build = { steps: [step("a", [], more)] };
    expect(simulateBuild({ build, values: {}, mode: "submit", ...request }).statusDetail).toBe(detail);
  });

  test("pushes its images when it succeeds, and none when it does not", () => {
    const build = { steps: [step("a")], images: ["x:$_TAG", "y"], artifacts: { images: ["y", "z"] } };
    const request = { build, values: { _TAG: "1" }, mode: "submit" } as const;
    expect(simulateBuild(request).images).toEqual(["x:1", "y", "z"]);
    expect(simulateBuild({ ...request, outcomes: { a: 1 } }).images).toEqual([]);
  });

  test("shows arguments with their substitutions, and maps all substitutions to names of variables", () => {
    const build: Build = {
      steps: [{ name: "$_IMAGE", args: ["--tag=$_TAG", "$$HOME"], automapSubstitutions: true }],
      substitutions: { _IMAGE: "node", _TAG: "0" },
    };
    const { steps } = simulateBuild({ build, values: { _TAG: "1", PROJECT_ID: "p" }, mode: "submit" });
    expect(steps[0]?.argv.slice(-3)).toEqual(["node", "--tag=1", "$HOME"]);
    expect(steps[0]?.env).toEqual(["HOME", "BUILDER_OUTPUT", "PROJECT_ID", "_IMAGE", "_TAG"]);
  });
});

const anyBuild: fc.Arbitrary<Build> = fc
  .array(fc.option(fc.array(fc.nat(), { minLength: 1, maxLength: 3 })), { minLength: 1, maxLength: 20 })
  .map((rows) => ({
    timeout: "86400s",
    steps: rows.map((picks, index): BuildStep => {
      if (picks === null) return { name: "node", id: `s${index}` };
      return step(`s${index}`, index === 0 ? [] : picks.map((pick) => `s${pick % index}`));
    }),
  }));

test("what succeeds takes as long as its critical path, and starts no step before what it waits for has ended", () => {
  const anySeconds = fc.dictionary(
    fc.nat(19).map((index) => `s${index}`),
    fc.nat(900),
  );
  fc.assert(
    fc.property(anyBuild, anySeconds, (build, durations) => {
      const simulation = simulateBuild({ build, values: {}, mode: "submit", durations });
      const ends = new Map(simulation.steps.map(({ id, end }) => [id, end]));
      const steps = build.steps.map(({ id = "", waitFor }, index) => ({
        id,
        waits: (waitFor ?? build.steps.slice(0, index).map((each) => each.id ?? ""))
          .filter((on) => on !== "-")
          .map((on) => ({ on, because: { kind: "config" as const } })),
      }));
      for (const [index, { waits }] of steps.entries()) {
        const start = simulation.steps[index]?.start;
        for (const { on } of waits) expect(start).toBeGreaterThanOrEqual(ends.get(on) ?? Infinity);
      }
      // only ids and waits of the steps are looked at
      const schedule = scheduleBuild(
        { build, steps } as unknown as Parameters<typeof scheduleBuild>[0],
        durations,
      );
      expect([simulation.status, simulation.seconds]).toEqual(["SUCCESS", schedule.total]);
    }),
    { numRuns: 500 },
  );
});

test("no value of a secret or of an environment variable is in a simulation", () => {
  const anySecret = fc.string({ minLength: 1, unit: "grapheme-ascii" }).map((text) => `s3cret-${text}`);
  fc.assert(
    fc.property(anySecret, anySecret, anySecret, (one, two, three) => {
      const build: Build = {
        steps: [
          { name: "node", env: [`ONE=${one}`], secretEnv: ["TWO"], args: ["$$TWO"] },
          {
            name: "node",
            script: "true",
            secretEnv: ["THREE"],
            env: [`FOUR=${three}`],
            automapSubstitutions: true,
          },
        ],
        options: { env: [`FIVE=${one}`] },
        secrets: [{ kmsKeyName: "k", secretEnv: { TWO: two } }],
        availableSecrets: {
          secretManager: [{ versionName: `projects/p/secrets/${three}/versions/1`, env: "SIX" }],
          inline: [{ kmsKeyName: "k", envMap: { THREE: three } }],
        },
        substitutions: { _HIDDEN: two },
      };
      for (const outcomes of [{}, { "step-1": 1 }]) {
        const simulation = simulateBuild({ build, values: {}, mode: "trigger", outcomes });
        expect(JSON.stringify(simulation)).not.toContain("s3cret-");
      }
    }),
  );
});

const corpus = resolve(import.meta.dirname, "../../../../shared/cloudbuild/corpus");

test.skipIf(!existsSync(corpus))("every real build that is read succeeds when all of its steps do", () => {
  const files = readdirSync(corpus).filter((name) => name !== "INDEX.json");
  const outcomes = files.flatMap((name) => {
    const { read } = readBuildFile(name, readFileSync(join(corpus, name), "utf8"));
    if (read === undefined) return [];
    const { build } = read;
    const durations = Object.fromEntries(stepNames(build.steps).map((name) => [name, 1]));
    const simulation = simulateBuild({ build, values: builtinValues("push"), mode: "trigger", durations });
    return [simulation.status === "SUCCESS" ? "SUCCESS" : `${name}: ${simulation.statusDetail}`];
  });
  expect(outcomes.length).toBeGreaterThan(190);
  expect(outcomes).toEqual(outcomes.map(() => "SUCCESS"));
});
