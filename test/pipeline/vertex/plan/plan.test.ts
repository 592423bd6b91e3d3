// Which tasks a plan says would take their results from the cache, and why the others would not.
import { describe, expect, test } from "vitest";
import { makePlan } from "../../../../pipeline/vertex/plan/index.ts";
import { given, job, said, twin } from "./small-twin.ts";

const all = [
  "importer: cached",
  "clean: cached",
  "train: cached",
  "for-loop-1[0]/report: cached",
  "for-loop-1[1]/report: cached",
  "condition-2/deploy: cached",
];

/** What follows training where it runs again. */
const afterTraining = [
  "for-loop-1[0]/report: open, it depends on what train will give",
  "for-loop-1[1]/report: open, it depends on what train will give",
  "condition-2/deploy: open, whether it runs is decided by train",
];

describe("a plan against a job", () => {
  test("that was the same finds everything in the cache", () => {
    expect(said(job())).toEqual(all);
    expect(said(job({ train: { state: "CACHED" } }))).toEqual(all);
  });

  test("names the parameter that changed, and only its tasks and what follows run", () => {
    expect(said(job(), {}, { ...given, rank: 16 })).toEqual([
      "importer: cached",
      "clean: cached",
      'train: runs, input "rank" changed from 8 to 16',
      ...afterTraining,
    ]);
    expect(said(job(), {}, { ...given, languages: ["de", "fr"] })).toEqual([
      ...all.slice(0, 4),
      'for-loop-1[1]/report: runs, input "language" changed from "en" to "fr"',
      "condition-2/deploy: cached",
    ]);
  });

  test("follows artifacts: what is made anew is another one", () => {
    expect(said(job(), {}, { chats: "gs://others" })).toEqual([
      'importer: runs, input "uri" changed from "gs://chats" to "gs://others"',
      'clean: runs, input artifact "chats" is made anew by importer',
      'train: runs, input artifact "data" is made anew by clean',
      ...afterTraining,
    ]);
  });

  test("of this machine waits for artifacts, which may be the same again", () => {
    expect(said({ ...job(), source: "local" }, {}, { chats: "gs://others" }).slice(0, 3)).toEqual([
      'importer: runs, input "uri" changed from "gs://chats" to "gs://others"',
      "clean: open, it depends on what importer will give",
      "train: open, it depends on what clean will give",
    ]);
  });

  test("names what changed of the component", () => {
    const [image, several, constant] = [
      said(job(), { image: "trainer:2" }),
      said(job(), { image: "trainer:2", env: { A: "1" } }),
      said(job(), { epochs: 4 }),
    ].map((lines) => lines[2]);
    expect(image).toBe('train: runs, the image changed from "trainer:1" to "trainer:2"');
    expect(several).toBe(
      'train: runs, the image changed from "trainer:1" to "trainer:2"; the environment changed',
    );
    expect(constant).toBe('train: runs, input "epochs" changed from 3 to 4');
  });

  test("knows what has no result: what failed, did not run, or may not be cached", () => {
    expect(said(job({ train: { state: "FAILED" } }))[2]).toBe('train: runs, it failed in job "one"');
    expect(said(job({ train: { state: "UNFINISHED" } }))[2]).toBe(
      'train: runs, it has not ended in job "one"',
    );
    expect(said(job(), { caching: false })[2]).toBe("train: runs, caching is off");
    const uncached = job({}, { spec: twin({ caching: false }) });
    expect(said(uncached)[2]).toBe(
      'train: open, caching was off for it in job "one": whether its result was kept is not said',
    );
    expect(said({ ...uncached, source: "local" })[2]).toBe(
      'train: runs, caching was off for it in job "one", which kept no result',
    );
  });

  test("claims nothing of what a job of Vertex AI does not tell", () => {
    const { tasks = new Map(), ...rest } = job();
    const without = new Map([...tasks].filter(([path]) => !path.includes("[")));
    expect(said({ ...rest, tasks: without }).slice(3, 5)).toEqual([
      'for-loop-1[0]/report: open, job "one" does not say what became of it',
      'for-loop-1[1]/report: open, job "one" does not say what became of it',
    ]);
  });

  test("keeps a branch that was not taken for what it was, while what decides it is the same", () => {
    const skipped = {
      "condition-2": { state: "SKIPPED" },
      "condition-2/deploy": { state: "SKIPPED" },
    } as const;
    expect(said(job(skipped)).at(-1)).toBe(
      "condition-2/deploy: skipped, the condition of condition-2 is false",
    );
    expect(said(job(skipped), {}, { ...given, rank: 16 }).at(-1)).toBe(afterTraining.at(-1));
  });

  test("of another pipeline finds nothing, for pipelines share no results", () => {
    const spec = twin();
    const other = { ...spec, pipelineInfo: { name: "other" } };
    expect(said(job({}, { spec: other }))[1]).toBe(
      'clean: runs, pipelines share no results, and job "one" is of "other"',
    );
  });

  test("that had no such task says so", () => {
    const spec = twin();
    const { train: _, ...tasks } = spec.root.dag?.tasks ?? {};
    const without = { ...spec, root: { ...spec.root, dag: { ...spec.root.dag, tasks } } };
    expect(said(job({}, { spec: without }))[2]).toBe('train: runs, job "one" had no such task');
  });

  test("is against a pipeline as if that had run whole, with the same parameters", () => {
    const supposed = { name: "main.yaml", source: "file", spec: twin() } as const;
    expect(said(supposed).slice(0, 3)).toEqual(all.slice(0, 3));
    expect(said(supposed, { image: "trainer:2" })[2]).toBe(
      'train: runs, the image changed from "trainer:1" to "trainer:2"',
    );
  });

  test("is against nothing: then only what is off is known", () => {
    expect(said(undefined, { caching: false })).toEqual([
      "importer: open",
      "clean: open",
      "train: runs, caching is off",
      "for-loop-1[0]/report: open",
      "for-loop-1[1]/report: open",
      "condition-2/deploy: open, whether it runs is decided by train",
    ]);
  });

  test("lists the parameters that are others, and counts the tasks", () => {
    const plan = makePlan({ spec: twin(), parameters: { ...given, rank: 16 }, against: job() });
    expect(plan.parameters).toEqual([{ name: "rank", before: 8, now: 16 }]);
    expect(plan.counts).toEqual({ cached: 2, runs: 1, open: 3, skipped: 0 });
  });

  test("refuses parameters that the pipeline does not take", () => {
    expect(() => makePlan({ spec: twin(), parameters: { rank: "many" } })).toThrow(
      'small-twin: parameter "chats" is missing. Give text.\nsmall-twin: parameter "rank" is "many". Give a whole number.',
    );
  });
});

describe("the price", () => {
  const planned = (against = job(), region = "us-central1") =>
    makePlan({ spec: twin(), parameters: { ...given, rank: 16 }, against, region });

  test("is the machine's by the time that it took, of tasks that run; and by itself of those that may", () => {
    const { tasks, price } = planned();
    const [, clean, train, report] = tasks;
    expect(clean).toMatchObject({ verdict: "cached", machine: "e2-standard-4", price: 0 });
    expect(train).toMatchObject({ machine: "g2-standard-8 (1 x L4)", seconds: 60 });
    expect(train?.pricePerHour).toBeCloseTo(0.98167, 4);
    expect(train?.price).toBeCloseTo(0.98167 / 60, 5);
    expect(report?.price).toBeCloseTo(0.154127 / 60, 6);
    expect(price).toMatchObject({ run: 0.03, unknown: 0 });
    expect([price.certain, price.possible]).toEqual([train?.price, 3 * (report?.price ?? 0)]);
  });

  test("is not made up where the machine, its price or the time is not known", () => {
    const other = {
      ...job(),
      spec: JSON.parse(JSON.stringify(twin()).replaceAll("NVIDIA_L4", "NVIDIA_TESLA_T4")),
    };
    expect(planned(other).tasks[2]).toMatchObject({
      seconds: 60,
      unknown: 'in job "one" it was on n1-standard-8 (1 x T4)',
    });
    expect(planned(job(), "mars-north1").tasks[2]?.unknown).toBe(
      "the list has no price of g2-standard-8 (1 x L4) in mars-north1",
    );
    expect(planned({ ...job(), source: "local" }).tasks[2]).toMatchObject({
      seconds: 60,
      unknown: 'the times of job "one" are this machine\'s',
    });
    expect(planned(job({ train: { state: "CACHED", seconds: undefined } as never })).tasks[2]).toMatchObject({
      unknown: 'no time is known from job "one"',
    });
    expect(planned({ ...job(), spec: twin() }).price.unknown).toBe(0);
  });
});
