// Settings of tasks and loops that no platform could follow.
import type {
  ComponentDefinition,
  IteratorSettings,
  ResourceSettings,
  RetrySettings,
  Source,
  TaskNode,
  TaskSettings,
} from "../dsl/graph.ts";
import { allMembers, type Plan, type TaskMember } from "./dag.ts";
import type { Problem } from "./problem.ts";
import { isCores, isDuration, isMemory } from "./quantities.ts";

export function checkSettings(plan: Plan): readonly Problem[] {
  return [...allMembers(plan.root)].flatMap((member) => {
    if (member.kind === "task") return checkTask(member);
    return member.kind === "loop" ? illegal(member.path, checkParallelism(member.node.parallelism)) : [];
  });
}

function illegal(where: string, messages: readonly string[]): readonly Problem[] {
  return messages.map((message) => ({ code: "ILLEGAL_SETTING", where, message }));
}

function checkTask({ path, node }: TaskMember): readonly Problem[] {
  const { component, settings } = node;
  const messages = [
    ...checkUse(component, settings),
    ...checkRetry(settings.retry),
    ...checkResources(settings.resources ?? {}),
    ...(settings.iterator ? checkIterator(node, settings.iterator) : []),
  ];
  return illegal(path, messages);
}

/** What is set must have somewhere to go. */
function checkUse({ kind }: ComponentDefinition, settings: TaskSettings): readonly string[] {
  const inContainer = kind === "container";
  const unused = [
    ...(settings.resources && !inContainer ? ["resources()"] : []),
    ...(settings.resourceSpec && !inContainer ? ["resourceSpec()"] : []),
    ...(Object.keys(settings.env).length > 0 && !inContainer ? ["env()"] : []),
  ].map((setter) => `${setter} is set, but ${named(kind)} has no container. Set it on ${hint(kind)}.`);
  const platforms = kind === "pipeline" ? Object.keys(settings.platforms) : [];
  return [
    ...unused,
    ...platforms.map(
      (platform) =>
        `something is set for ${platform}, but a pipeline has no container. Set it on the tasks inside.`,
    ),
  ];
}

function named(kind: ComponentDefinition["kind"]): string {
  return /^[aeiou]/.test(kind) ? `an ${kind}` : `a ${kind}`;
}

function hint(kind: ComponentDefinition["kind"]): string {
  return kind === "pipeline" ? "the tasks inside" : "a task that has one";
}

function checkIterator(
  { component, arguments: given, undeclared }: TaskNode,
  iterator: IteratorSettings,
): readonly string[] {
  const { itemInput, items, parallelism } = iterator;
  const known = Object.keys(component.inputs).join(", ") || "none";
  const list =
    "raw" in items ? undefined : "inputParameter" in items ? items.inputParameter : items.inputArtifact;
  const inputs = { ...component.inputs, ...given, ...undeclared };
  return [
    ...(Object.hasOwn(component.inputs, itemInput)
      ? []
      : [`iterate() gives its items to "${itemInput}", which is no input. Its inputs are: ${known}.`]),
    ...(list === undefined || Object.hasOwn(inputs, list)
      ? []
      : [`iterate() takes its items from "${list}", which is no input. Its inputs are: ${known}.`]),
    ...("raw" in items && !isListText(items.raw)
      ? [
          `iterate() takes its items from "${items.raw}", which is no JSON of a list. Give a list, as "[4, 16]".`,
        ]
      : []),
    ...checkParallelism(parallelism),
  ];
}

function isListText(text: string): boolean {
  if (text.includes("{{$")) return true; // what only the platform knows
  try {
    return Array.isArray(JSON.parse(text));
  } catch {
    return false;
  }
}

function checkParallelism(parallelism: number | undefined): readonly string[] {
  if (parallelism === undefined || (Number.isSafeInteger(parallelism) && parallelism > 0)) return [];
  return [`parallelism is ${parallelism}. Give a whole number above 0, or leave it out.`];
}

function checkRetry(retry: RetrySettings | undefined): readonly string[] {
  if (retry === undefined) return [];
  const { maxRetryCount, backoffFactor, backoffDuration, backoffMaxDuration } = retry;
  return [
    ...(Number.isSafeInteger(maxRetryCount) && maxRetryCount >= 0
      ? []
      : [`maxRetryCount is ${maxRetryCount}. Give a whole number, 0 or more.`]),
    ...(backoffFactor === undefined || backoffFactor === null || backoffFactor > 0
      ? []
      : [`backoffFactor is ${backoffFactor}. Give a number above 0.`]),
    ...Object.entries({ backoffDuration, backoffMaxDuration })
      .filter(([, value]) => typeof value === "string" && !isDuration(value))
      .map(
        ([name, value]) => `${name} is "${value}". Give a number and a unit, as "60s", "5m", "1h" or "1d".`,
      ),
  ];
}

function checkResources({
  cpu,
  cpuRequest,
  memory,
  memoryRequest,
  accelerator,
}: ResourceSettings): readonly string[] {
  const { type, count } = accelerator ?? {};
  return [
    ...Object.entries({ cpu, cpuRequest })
      .filter(([, value]) => isKnown(value) && !isCores(value))
      .map(([name, value]) => `${name} is "${value}". Give cores, as 8, "0.5" or "500m".`),
    ...Object.entries({ memory, memoryRequest })
      .filter(([, value]) => isKnown(value) && !isMemory(String(value)))
      .map(([name, value]) => `${name} is "${value}". Give an amount, as "32G" or "512Mi".`),
    ...(typeof type === "string" && type.trim() === ""
      ? [`the accelerator's type is "${type}". Give one, as "NVIDIA_L4", or leave out the accelerator.`]
      : []),
    ...(!isKnown(count) || (Number.isSafeInteger(Number(count)) && Number(count) > 0)
      ? []
      : [`the accelerator's count is ${count}. Give a whole number above 0.`]),
  ];
}

/** What is neither left out nor known only to the run. */
function isKnown(value: string | number | Source | undefined): value is string | number {
  return value !== undefined && typeof value !== "object" && !String(value).includes("{{$");
}
