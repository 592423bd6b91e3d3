// The plan of a build as a text that people read: why what is built, when each step runs, and what it costs about.
import { count } from "../../pipeline/ir/count-text.ts";
import type { ChangeReason, ComponentChange } from "../../cloudbuild/plan/changes.ts";
import type { DependencyReason } from "../../cloudbuild/plan/dependencies.ts";
import type { BuildPrice } from "../../cloudbuild/plan/price.ts";
import { buildPrices } from "../../cloudbuild/plan/price.ts";
import type { Pointer } from "../../cloudbuild/plan/pointing-step.ts";
import type { Schedule } from "../../cloudbuild/plan/schedule.ts";
import type { Wait } from "../../cloudbuild/merge/merged-build.ts";
import { printable } from "../../pipeline/ir/printable-text.ts";
import { clockTime } from "./simulation-text.ts";
import { alignedLines } from "../terminal/table.ts";
import type { BuildPlan, PlannedChanges } from "./build-plan.ts";

export function buildPlanText(plan: BuildPlan): string {
  const { schedule, changes } = plan;
  const isEmpty = schedule.steps.length === 0;
  const lines = [
    headline(plan),
    "",
    ...(changes === undefined ? [] : [...changeLines(changes), ""]),
    ...(isEmpty ? ["There is nothing to build."] : [...stepLines(schedule), "", ...summary(plan)]),
  ];
  return printable(lines.join("\n"));
}

function headline({ file, environment, schedule }: BuildPlan): string {
  const { steps, waves } = schedule;
  const components = new Set(steps.map(({ component }) => component)).size;
  const sizes = [count(steps.length, "step"), count(components, "component"), count(waves.length, "wave")];
  const of = environment === undefined ? "" : ` for ${environment}`;
  return `${file}${of}: ${sizes[0]} of ${sizes[1]}, in ${sizes[2]}`;
}

/** By wave; a star marks the critical path. */
function stepLines({ steps, waves }: Schedule): readonly string[] {
  const rows = waves.flatMap((_, index) =>
    steps
      .filter(({ wave }) => wave === index + 1)
      .map(({ id, start, end, seconds, isKnown, isCritical, wave }) => [
        String(wave),
        isCritical ? "*" : "",
        id,
        clockTime(start),
        `${clockTime(seconds)}${isKnown ? "" : " assumed"}`,
        clockTime(end),
      ]),
  );
  return alignedLines([["WAVE", "", "STEP", "BEGINS", "TAKES", "ENDS"], ...rows]);
}

function summary({ schedule, price, serialPrice, changes }: BuildPlan): readonly string[] {
  const { criticalPath, total, serial } = schedule;
  const beside = `one after another ${clockTime(serial)}${dollarsBeside(serialPrice)}`;
  const whole =
    changes === undefined || changes.components.every(({ reasons }) => reasons.length > 0)
      ? []
      : [
          `Building everything: ${clockTime(changes.whole.schedule.total)}${dollarsBeside(changes.whole.price)}.`,
        ];
  return [
    `* critical path: ${criticalPath.join(" -> ")}`,
    `At least ${clockTime(total)}${dollarsBeside(price)}; ${beside}.`,
    ...whole,
    ...priceLines(price),
    "Steps that run at once share the machine's CPUs: time and price are the least that they may be.",
  ];
}

function priceLines(price: BuildPrice): readonly string[] {
  if (price.kind === "unknown") return [`The price is unknown: ${price.why}.`];
  const { source, date, freeMinutes } = buildPrices;
  const free = `, of which ${freeMinutes.toLocaleString("en")} in a month are free,`;
  const minutes = Number(price.minutes.toFixed(2));
  return [
    `${count(minutes, "minute")} of ${price.machine}${price.mayBeFree ? free : ""} at $${price.perMinute}: ${source} of ${date}, default pool.`,
  ];
}

function dollarsBeside(price: BuildPrice): string {
  return price.kind === "known" ? `, ${dollars(price.dollars)}` : "";
}

function dollars(amount: number): string {
  return amount > 0 && amount < 0.01 ? "less than $0.01" : `$${amount.toFixed(2)}`;
}

function changeLines({ components, pointers, isDirty }: PlannedChanges): readonly string[] {
  const rebuilt = components.filter(({ reasons }) => reasons.length > 0);
  const [first] = rebuilt[0]?.reasons ?? [];
  const everything = first?.kind === "everything" ? first.why : undefined;
  const lines =
    everything === undefined
      ? components.flatMap((change) => componentLines(change, pointers))
      : [`Everything is built. ${everything}`];
  const dirty = "What is in no commit yet did not count, and gcloud builds submit would send it.";
  return isDirty ? [...lines, dirty] : lines;
}

function componentLines(
  { component, reasons }: ComponentChange,
  pointers: readonly Pointer[],
): readonly string[] {
  if (reasons.length > 0) {
    return [`${component} is built:`, ...reasons.map((reason) => `    ${reasonText(reason)}`)];
  }
  const own = pointers.filter((pointer) => pointer.component === component);
  if (own.length === 0) return [`${component} is as it was, and is left out`];
  return own.map(
    ({ image, tag, last }) => `${component} is as it was: ${image}:${tag} becomes ${lastText(last)}`,
  );
}

/** Of many tags, the first. */
function lastText([first = "", ...more]: Pointer["last"]): string {
  if (first.startsWith("sha256:")) return `@${first}`;
  if (more.length === 0) return `:${first}`;
  return `:${first}, or the first that there is of ${count(more.length, "older tag")} of the same content`;
}

/** Of many files, the first. */
function reasonText(reason: ChangeReason): string {
  switch (reason.kind) {
    case "files": {
      const [first = "", ...more] = reason.files;
      const files = more.length === 0 ? first : `${first} and ${count(more.length, "other file")}`;
      return `${files}: ${dependencyText(reason.because)}`;
    }
    case "component": {
      const { component, step, on, because } = reason;
      return `${component} is built, and ${step} waits for ${on}${becauseText(because)}`;
    }
    case "files needed":
      return `${reason.step} waits for ${reason.on}, and no image can stand for what that leaves behind`;
    case "publishes":
      return `publishes ${reason.what}, for which nothing can stand`;
    case "everything":
      return reason.why;
    default:
      return reason satisfies never;
  }
}

function becauseText(because: Wait["because"]): string {
  if (because.kind !== "image") return "";
  const isDigest = because.image.startsWith("/workspace/");
  return isDigest ? ", whose image's digest it reads" : `, whose image ${because.image} it uses`;
}

function dependencyText(because: DependencyReason): string {
  switch (because.kind) {
    case "folder":
      return `in its folder ${because.folder === "" ? "(the repository)" : because.folder}`;
    case "dockerfile":
      return "says how its image is built";
    case "source":
      return `read by ${because.by}, ${because.dockerfile}:${because.line}`;
    case "input":
      return `one of its inputs, ${because.glob}`;
    case "shared":
      return `shared by all, ${because.glob}`;
    case "builds":
      return "says what is built";
    case "unknown":
      return `may be part of it: ${because.why}`;
    default:
      return because satisfies never;
  }
}
