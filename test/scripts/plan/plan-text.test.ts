// The text of a plan, whole.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makePlan } from "../../../pipeline/vertex/plan/index.ts";
import { describeChanges } from "../../../scripts/diff/describe-changes.ts";
import { planText } from "../../../scripts/plan/plan-text.ts";
import { given, job, twin } from "../../pipeline/vertex/plan/small-twin.ts";

const golden = (name: string) => readFileSync(join(import.meta.dirname, "golden", name), "utf8");

test("a plan against a job says of each task what becomes of it and why, what changed, and the price", () => {
  const spec = twin({ image: "trainer:2" });
  const against = job({ "for-loop-1[1]/report": { state: "FAILED", seconds: 5 } });
  const plan = makePlan({ spec, parameters: { ...given, rank: 16 }, against });
  const changes = describeChanges({ pipeline: against.spec }, { pipeline: spec });
  expect(`${planText(plan, changes)}\n`).toBe(golden("against-a-job.txt"));
});

test("a plan against a job of the same says that nothing has changed", () => {
  const plan = makePlan({ spec: twin(), parameters: given, against: job() });
  expect(`${planText(plan, [])}\n`).toBe(golden("nothing-changed.txt"));
});

test("a plan says of less than a cent that it is less", () => {
  const plan = makePlan({ spec: twin({ image: "trainer:2" }), parameters: given, against: job() });
  const cheap = { ...plan, price: { ...plan.price, certain: 0.001, possible: 0.001 } };
  expect(planText(cheap, [])).toContain(
    "\nLess than $0.01 for the tasks that run, and up to $0.01 for those not known yet; $0.03 for starting the pipeline.\n",
  );
});

test("a plan without a job says what it can", () => {
  const plan = makePlan({ spec: twin(), parameters: given, region: "europe-west4" });
  expect(`${planText(plan, [])}\n`).toBe(golden("without-a-job.txt"));
});
