// Settings of tasks and loops that no platform could follow.
import type { ResourceSettings, RetrySettings } from "../dsl/graph.ts";
import { allMembers, type LoopDag, type Plan, type TaskMember } from "./dag.ts";
import type { Problem } from "./problem.ts";
import { isCores, isDuration, isMemory } from "./quantities.ts";

export function checkSettings(plan: Plan): readonly Problem[] {
  return [...allMembers(plan.root)].flatMap((member) => {
    const messages =
      member.kind === "task" ? checkTask(member) : member.kind === "loop" ? checkLoop(member) : [];
    return messages.map((message): Problem => ({ code: "ILLEGAL_SETTING", where: member.path, message }));
  });
}

function checkTask({ node: { component, settings } }: TaskMember): readonly string[] {
  const inContainer = component.kind === "container";
  const unused = [
    ...(settings.resources && !inContainer ? ["resources()"] : []),
    ...(Object.keys(settings.env).length > 0 && !inContainer ? ["env()"] : []),
  ].map(
    (setter) => `${setter} is set, but a ${component.kind} has no container. Set it on the tasks inside.`,
  );
  return [...unused, ...checkRetry(settings.retry), ...checkResources(settings.resources ?? {})];
}

function checkLoop({ node: { parallelism } }: LoopDag): readonly string[] {
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
    ...(backoffFactor === undefined || backoffFactor > 0
      ? []
      : [`backoffFactor is ${backoffFactor}. Give a number above 0.`]),
    ...Object.entries({ backoffDuration, backoffMaxDuration })
      .filter(([, value]) => value !== undefined && !isDuration(value))
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
  const count = accelerator?.count;
  return [
    ...Object.entries({ cpu, cpuRequest })
      .filter(([, value]) => value !== undefined && !isCores(value))
      .map(([name, value]) => `${name} is "${value}". Give cores, as 8, "0.5" or "500m".`),
    ...Object.entries({ memory, memoryRequest })
      .filter(([, value]) => value !== undefined && !isMemory(value))
      .map(([name, value]) => `${name} is "${value}". Give an amount, as "32G" or "512Mi".`),
    ...(count === undefined || (Number.isSafeInteger(count) && count > 0)
      ? []
      : [`the accelerator's count is ${count}. Give a whole number above 0.`]),
  ];
}
