// A pipeline's problems that need no run to be seen: broken references, cycles, conditions, what is not supported.
import { referenceProblems } from "../ir/check-references.ts";
import { ConditionError, parseCondition } from "../ir/conditions.ts";
import type { ComponentSpec, DagSpec, PipelineSpec, PipelineTaskSpec } from "../ir/pipeline-spec.ts";
import { UserError } from "../ir/user-error.ts";
import { deepestDag, depthProblems } from "./check-depth.ts";
import { findCycle } from "./dag-plan.ts";
import type { TaskExecutor } from "./executors/task-executor.ts";
import { parseExpression } from "./scheduler/parameter-expression.ts";
import { fileName } from "./tasks/task-folder.ts";
import { own } from "../ir/json-object.ts";

/**
 * Throws `PIPELINE_INVALID`, or `IMAGE_UNKNOWN` if only images are missing; every problem is said. `root`: where the
 * run's files go. Default: nowhere, so that the whole length of a path is the tasks'.
 */
export function checkSpec(
  spec: PipelineSpec,
  executor: Pick<TaskExecutor, "checkImage">,
  root: string = "",
): void {
  const problems = new Set<string>();
  const images = new Map<string, string>();
  const recursive = new Set<string>();
  const report: Report = { problems, images, checked: new Set(), recursive, spec };
  const where = spec.pipelineInfo.name;
  for (const problem of referenceProblems(spec)) problems.add(`${where}: ${problem}`);
  if (spec.root.dag === undefined) problems.add(`${where}: it has no tasks. Give its root a dag.`);
  else checkDag(report, where, spec.root.dag, { stack: [], certain: true });
  if (recursive.size === 0) {
    for (const problem of depthProblems(spec, root)) problems.add(`${where}: ${problem}`);
  }

  const unknown: string[] = [];
  for (const image of images.keys()) {
    try {
      executor.checkImage(image);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      unknown.push(`${images.get(image)}: ${error.message}`);
    }
  }
  const all = [...problems, ...unknown];
  if (all.length === 0) return;
  throw new UserError(problems.size > 0 ? "PIPELINE_INVALID" : "IMAGE_UNKNOWN", all.join("\n"));
}

interface Report {
  readonly spec: PipelineSpec;
  readonly problems: Set<string>;
  /** Of each image that is sure to be needed: the first task that needs it. */
  readonly images: Map<string, string>;
  /** Components that have been looked at; those that are sure to run are looked at once more as such. */
  readonly checked: Set<string>;
  /** Components that contain themselves. */
  readonly recursive: Set<string>;
}

interface Scope {
  /** The components that this DAG is in. */
  readonly stack: readonly string[];
  /** No condition stands before it: what it needs can be asked for before anything starts. */
  readonly certain: boolean;
}

function checkDag(report: Report, where: string, dag: DagSpec, scope: Scope): void {
  const { problems } = report;
  const cycle = findCycle(dag);
  if (cycle !== undefined) {
    problems.add(
      `${where}: tasks wait for each other: ${[...cycle, cycle[0]].join(" -> ")}. Break the cycle.`,
    );
  }
  for (const [name, task] of Object.entries(dag.tasks)) {
    checkName(report, where, name);
    checkTask(report, `${where}/${name}`, task, scope);
  }
}

/** A file name may have 255 bytes; the number of a loop's round comes after the task's name. */
const longestName = 200;

/** Names make paths such as `for-loop-2[0]/tag`, which have to say one thing only. */
function checkName({ problems }: Report, where: string, name: string): void {
  const named = `${where}: the task name ${JSON.stringify(name)}`;
  const bytes = Buffer.byteLength(fileName(name));
  if (name === "") problems.add(`${named} is empty. Give the task a name.`);
  if (name.includes("/")) problems.add(`${named} has a "/" in it. Leave it out.`);
  if (/\[\d+\]$/.test(name)) problems.add(`${named} ends like a loop's round. Leave the brackets out.`);
  if (bytes > longestName) {
    problems.add(`${named} takes ${bytes} bytes as a file name. Shorten it to ${longestName}.`);
  }
}

function checkTask(report: Report, where: string, task: PipelineTaskSpec, scope: Scope): void {
  const { problems, spec, checked, recursive } = report;
  checkTexts(report, where, task);
  const { name } = task.componentRef;
  const component = own(spec.components, name);
  if (component === undefined) return; // `referenceProblems` has found it
  if (scope.stack.length > deepestDag) return; // `depthProblems` says so
  if (scope.stack.includes(name)) {
    recursive.add(name);
    problems.add(`${where}: the component "${name}" contains itself. Break the recursion.`);
    return;
  }
  const certain = scope.certain && task.triggerPolicy?.condition === undefined;
  const mark = `${certain ? "certain" : "maybe"} ${name}`;
  if (checked.has(mark)) return;
  checked.add(mark);
  if (component.dag === undefined) checkExecutor(report, where, component, certain);
  else checkDag(report, where, component.dag, { stack: [...scope.stack, name], certain });
}

function checkTexts({ problems }: Report, where: string, task: PipelineTaskSpec): void {
  const { condition } = task.triggerPolicy ?? {};
  try {
    if (condition !== undefined) parseCondition(condition);
  } catch (error) {
    if (!(error instanceof ConditionError)) throw error;
    problems.add(`${where}: its condition \`${condition}\` is not supported: ${error.message}.`);
  }
  for (const [input, { parameterExpressionSelector }] of Object.entries(task.inputs?.parameters ?? {})) {
    if (parameterExpressionSelector === undefined) continue;
    try {
      parseExpression(parameterExpressionSelector);
    } catch (error) {
      problems.add(`${where}: input "${input}": ${(error as Error).message}.`);
    }
  }
}

function checkExecutor(
  { problems, spec, images }: Report,
  where: string,
  { executorLabel = "" }: ComponentSpec,
  certain: boolean,
): void {
  const executor = own(spec.deploymentSpec?.executors, executorLabel);
  if (executor?.container !== undefined) {
    const { image } = executor.container;
    if (certain && !images.has(image)) images.set(image, where);
  } else if (executor !== undefined && executor.importer === undefined) {
    const kind = Object.keys(executor).join(", ");
    problems.add(
      `${where}: executors of the kind ${kind} are not supported here. Run this pipeline on Vertex AI.`,
    );
  }
}
