// A step of a merged build -> why it waits, as lines: each wait with its reason and its place, the way that decides when
// it starts, and what waits for it.
import type { Place } from "../../cloudbuild/files/build-file.ts";
import { placeText } from "../../cloudbuild/findings/show-findings.ts";
import type { MergedBuild, MergedStep, Wait } from "../../cloudbuild/merge/merged-build.ts";
import { placeInSource, type Source } from "../../cloudbuild/merge/source-place.ts";
import type { Schedule, ScheduledStep } from "../../cloudbuild/plan/schedule.ts";
import { printable } from "../../pipeline/ir/printable-text.ts";
import { alignedLines } from "../terminal/table.ts";
import { clockTime } from "./simulation-text.ts";

export interface ExplainedBuild {
  readonly merged: MergedBuild;
  readonly schedule: Schedule;
  /** builds.ts; absent of a config on its own. */
  readonly source?: Source;
}

/** `id` is that of a step of it. */
export function explainStep(id: string, build: ExplainedBuild): string {
  const { merged } = build;
  const step = merged.steps.find((each) => each.id === id);
  if (step === undefined) throw new Error(`no step ${id}`); // the caller has looked
  const waiters = merged.steps.filter(({ waits }) => waits.some(({ on }) => on === id));
  return [
    `${id} (${placeText(placeOfStep(step))})`,
    ...timeLines(step, build),
    "",
    ...(step.waits.length === 0 ? ["It waits for nothing."] : ["It waits for"]),
    ...step.waits.flatMap((wait) => [`  ${wait.on}`, `    ${reason(step, wait, build)}`]),
    ...chainLines(step, build),
    "",
    ...(waiters.length === 0 ? ["Nothing waits for it."] : ["What waits for it"]),
    ...waiters.map((waiter) => `  ${waiter.id}`),
  ]
    .map((line) => printable(line).replaceAll(/[\t\n]/g, " "))
    .join("\n");
}

function timeLines({ id }: MergedStep, { schedule }: ExplainedBuild): readonly string[] {
  const { start, end, isCritical, isKnown } = timesOf(id, schedule);
  return [
    `  starts at ${clockTime(start)} and ends at ${clockTime(end)}${isKnown ? "" : ": nobody said how long it takes"}`,
    `  is ${isCritical ? "" : "not "}on the critical path, which takes ${clockTime(schedule.total)}`,
  ];
}

function reason(step: MergedStep, { on, because }: Wait, build: ExplainedBuild): string {
  switch (because.kind) {
    case "config":
      return configReason(step, on);
    case "needs": {
      const need = `needs "${because.need}"`;
      if (build.source === undefined) return need;
      const words = [step.component, "needs", because.need];
      return `${need}: ${placeText(placeInSource(build.source, words))}`;
    }
    case "image": {
      // what is left in a folder of /workspace is the image's digest
      const [uses, leaves] = because.image.startsWith("/") ? ["reads", "writes"] : ["uses", "pushes"];
      const before = build.merged.steps.find(({ id }) => id === on);
      const place = before === undefined ? "" : `: ${placeText(placeOfStep(before))}`;
      return `${uses} ${because.image}, which that step ${leaves}${place}`;
    }
  }
}

function configReason({ component, file, index, step }: MergedStep, on: string): string {
  const original = file.build.steps[index] ?? step;
  const name = component === "" ? on : on.slice(component.length + 1);
  const at = original.waitFor?.indexOf(name) ?? -1;
  const isSaid = at >= 0;
  const place = placeText(file.placeOf(["steps", index, ...(isSaid ? ["waitFor", at] : [])]));
  return isSaid
    ? `its waitFor says so: ${place}`
    : `it has no waitFor, and waits for all before it: ${place}`;
}

/** From the first step that started with the build to this one, each decided by the one before. */
function chainLines({ id }: MergedStep, { merged, schedule }: ExplainedBuild): readonly string[] {
  const chain: ScheduledStep[] = [];
  const waits = new Map(merged.steps.map((step) => [step.id, step.waits]));
  for (let at: string | undefined = id; at !== undefined;) {
    chain.unshift(timesOf(at, schedule));
    const before: readonly ScheduledStep[] = (waits.get(at) ?? []).map(({ on }) => timesOf(on, schedule));
    at = before.reduce<ScheduledStep | undefined>(
      (last, each) => (last && last.end >= each.end ? last : each),
      undefined,
    )?.id;
  }
  if (chain.length < 2) return [];
  const rows = chain.map((each) => ["", clockTime(each.start), clockTime(each.end), each.id]);
  return ["", "What decides when it starts", ...alignedLines(rows)];
}

function timesOf(id: string, { steps }: Schedule): ScheduledStep {
  const found = steps.find((step) => step.id === id);
  if (found === undefined) throw new Error(`no step ${id} in the schedule`); // it has every step of the build
  return found;
}

/** In its own config, where it may have no id. */
function placeOfStep({ file, index }: MergedStep): Place {
  return file.placeOf(["steps", index, file.build.steps[index]?.id === undefined ? "name" : "id"]);
}
