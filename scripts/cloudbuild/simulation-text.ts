// A simulation as people read it: what ran when, the command of each step, and what became of the build.
import type { SimulatedStep, Simulation } from "../../cloudbuild/simulate/simulation.ts";
import { printable } from "../../pipeline/ir/printable-text.ts";
import { describeSeconds } from "../../pipeline/runner/report/duration.ts";
import { alignedLines } from "../terminal/table.ts";
import { shellLine } from "./shell-line.ts";

const barWidth = 40;

export function simulationText(simulation: Simulation): string {
  const { steps, images } = simulation;
  return [
    ...timeLine(simulation),
    "",
    ...steps.flatMap((step) => [`# ${printable(step.id).replaceAll(/\s/g, " ")}`, shellLine(step.argv)]),
    "",
    ...images.map((image) => `pushed: ${printable(image)}`),
    outcomeLine(simulation),
  ].join("\n");
}

function timeLine({ steps, seconds }: Simulation): readonly string[] {
  return alignedLines([
    ["STEP", "START", "END", "STATUS", ""],
    ...steps.map((step) => [
      step.id,
      step.start === undefined ? "" : clockTime(step.start),
      step.end === undefined ? "" : clockTime(step.end),
      step.status === "FAILURE" ? `FAILURE (${step.exitCode})` : step.status,
      bar(step, seconds),
    ]),
  ]);
}

/** From the build's start to its end; what runs is seen, however short. */
function bar({ start, end }: SimulatedStep, total: number): string {
  if (start === undefined || end === undefined) return "";
  const column = (seconds: number) => Math.round((seconds / Math.max(total, 1)) * barWidth);
  const from = Math.min(column(start), barWidth - 1);
  return " ".repeat(from) + "#".repeat(Math.max(1, column(end) - from));
}

/** `12:05`, `1:00:00`; of parts of a second, three digits. */
export function clockTime(seconds: number): string {
  const milliseconds = Math.round(seconds * 1000);
  const whole = Math.floor(milliseconds / 1000);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const start = hours === 0 ? `${minutes}` : `${hours}:${String(minutes).padStart(2, "0")}`;
  const part = milliseconds % 1000;
  const rest = part === 0 ? "" : `.${String(part).padStart(3, "0")}`;
  return `${start}:${String(whole % 60).padStart(2, "0")}${rest}`;
}

function outcomeLine({ status, statusDetail, seconds, steps }: Simulation): string {
  const never = steps.filter((step) => step.status === "QUEUED").length;
  const left = never === 0 ? "" : ` ${never} of ${steps.length} steps never start.`;
  return `${status} after ${describeSeconds(seconds)}.${statusDetail === undefined ? "" : ` ${printable(statusDetail)}`}${left}`;
}
