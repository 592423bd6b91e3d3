// What to say about the tasks that made a run fail.
import { readFileSync } from "node:fs";
import { artifactPath } from "../../ir/artifact-path.ts";
import type { RunState } from "../events.ts";
import { quoteWord } from "../executors/python/shell-text.ts";
import { lastAttempt, parseProgress } from "../tasks/task-log.ts";
import type { Values } from "../values.ts";
import type { TaskView, TaskViews } from "./task-view.ts";

const lastLines = 15;
/** Of many that failed, such as a loop's iterations, the first tell what the others would. */
const mostTasks = 5;
/** Characters of a value that are shown. */
const longestValue = 200;

/** Each failed task's reason, its inputs, its last lines, and where its log is; then what to do. */
export function failureReport(views: TaskViews, state: RunState, runId: string): readonly string[] {
  const failed = views.all().filter((view) => view.type === "task" && view.state === "FAILED");
  const [first] = failed;
  if (first === undefined || state !== "FAILED") return [];
  const more = failed.slice(mostTasks).map(({ path }) => path);
  return [
    ...failed.slice(0, mostTasks).flatMap(reportTask),
    ...(more.length === 0 ? [] : ["", `${more.length} more failed: ${more.slice(0, 20).join(", ")}`]),
    "",
    "Once the cause is corrected, with the options of this run (--root, --python ...):",
    `  pollux run --resume ${runId}    goes on with the pipeline as it was: only what did not succeed runs`,
    `  pollux run --only ${quoteWord(first.path)} --from ${runId}    that task alone, with the inputs it had`,
    "If the cause is in the pipeline, give its file to --only, or run it from its beginning: what is cached is not repeated.",
  ];
}

function reportTask({ path, message = "", log, inputs }: TaskView): readonly string[] {
  const lines = log === undefined ? [] : tail(log);
  return [
    "",
    `${path} failed: ${message}`,
    ...(inputs === undefined ? [] : describeInputs(inputs)),
    ...lines.map((line) => `  | ${line}`),
    ...(log === undefined ? [] : [`  its log: ${log}`]),
  ];
}

function describeInputs({ parameters, artifacts }: Values): readonly string[] {
  return [
    ...Object.entries(parameters).map(([name, value]) => [name, JSON.stringify(value)] as const),
    ...Object.entries(artifacts).map(
      ([name, list]) =>
        [name, list.map(({ uri, customPath }) => customPath ?? artifactPath(uri)).join(", ")] as const,
    ),
  ].map(
    ([name, text]) => `  ${name} = ${text.length > longestValue ? `${text.slice(0, longestValue)}…` : text}`,
  );
}

function tail(log: string): readonly string[] {
  try {
    const lines = lastAttempt(readFileSync(log, "utf8").trimEnd().split("\n"));
    return lines.filter((line) => line !== "" && parseProgress(line) === undefined).slice(-lastLines);
  } catch {
    return [];
  }
}
