import { expect, test } from "vitest";
import { scheduleBuild } from "../../../cloudbuild/plan/schedule.ts";
import { explainStep } from "../../../scripts/cloudbuild/explain-step.ts";
import { singleBuild } from "../../../scripts/cloudbuild/single-build.ts";
import { handoff, mergedOf, source, twoComponents } from "./two-components.ts";

const durations = { "trainer:build": 300, "trainer:push": 20, "job:step-1": 3600, "trainer:lint": 5 };

function explained(id: string): readonly string[] {
  const merged = twoComponents();
  return explainStep(id, { merged, schedule: scheduleBuild(merged, durations), source }).split("\n");
}

test("says of each wait why it is there and where that is written, and what decides about the start", () => {
  expect(explained("job:step-1")).toEqual([
    "job:step-1 (job.yaml:2:11)",
    "  starts at 5:20 and ends at 1:05:20",
    "  is on the critical path, which takes 1:06:20",
    "",
    "It waits for",
    "  trainer:push",
    "    uses us-docker.pkg.dev/p/r/trainer:1, which that step pushes: trainer.yaml:5:9",
    "  trainer:lint",
    '    needs "trainer:lint": cloudbuild/builds.ts:4:47',
    "",
    "What decides when it starts",
    "  0:00  5:00     trainer:build",
    "  5:00  5:20     trainer:push",
    "  5:20  1:05:20  job:step-1",
    "",
    "What waits for it",
    "  job:tell",
  ]);
});

test("says that a step without waitFor waits for all before it, and that nobody said how long it takes", () => {
  expect(explained("job:tell")).toEqual([
    "job:tell (job.yaml:4:9)",
    "  starts at 1:05:20 and ends at 1:06:20: nobody said how long it takes",
    "  is on the critical path, which takes 1:06:20",
    "",
    "It waits for",
    "  job:step-1",
    "    it has no waitFor, and waits for all before it: job.yaml:4:5",
    "",
    "What decides when it starts",
    "  0:00     5:00     trainer:build",
    "  5:00     5:20     trainer:push",
    "  5:20     1:05:20  job:step-1",
    "  1:05:20  1:06:20  job:tell",
    "",
    "Nothing waits for it.",
  ]);
});

test("says that a step waits for nothing, and is not on the critical path", () => {
  expect(explained("trainer:lint")).toEqual([
    "trainer:lint (trainer.yaml:8:9)",
    "  starts at 0:00 and ends at 0:05",
    "  is not on the critical path, which takes 1:06:20",
    "",
    "It waits for nothing.",
    "",
    "What waits for it",
    "  job:step-1",
  ]);
});

test("says which file with a digest the step reads, and where it is written", () => {
  const merged = mergedOf(handoff);
  const lines = explainStep("reader:pin", { merged, schedule: scheduleBuild(merged), source }).split("\n");
  expect(lines.slice(4, 7)).toEqual([
    "It waits for",
    "  image:push",
    "    reads /workspace/.digests/image.json, which that step writes: image.yaml:2:9",
  ]);
});

test("shows where a waitFor names the step, and control characters of ids as text", () => {
  const text =
    'steps:\n  - {name: a, id: "a\\e[31m"}\n  - name: b\n    id: b\n    waitFor:\n      - "a\\e[31m"\n';
  const [first] = mergedOf({ web: text }).steps;
  if (first === undefined) throw new Error("no steps");
  const merged = singleBuild(first.file);
  expect(
    explainStep("b", { merged, schedule: scheduleBuild(merged) })
      .split("\n")
      .slice(4, 7),
  ).toEqual(["It waits for", "  a\\x1b[31m", "    its waitFor says so: web.yaml:6:9"]);
});
