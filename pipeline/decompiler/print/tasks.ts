// Turns a task into the call of its component, with the settings chained to it.
import { taskName } from "../../dsl/scope.ts";
import type { ResourceSettings, Source, TaskNode, TaskSettings } from "../../dsl/graph.ts";
import type { Json } from "../../ir/pipeline-spec.ts";
import { printArguments, printUndeclared } from "./arguments.ts";
import { isImporterCall, printImporter } from "./importers.ts";
import { printPlatform } from "./kubernetes/print-config.ts";
import { printEnv } from "./components.ts";
import { jsonLiteral, listLiteral, objectLiteral, stringLiteral } from "./literals.ts";
import type { Scope } from "./scope.ts";
import { printUpstream, printWanted } from "./sources.ts";

/** Tasks must be printed in the order in which their calls run, for the names that they get. */
export function printTask(scope: Scope, task: TaskNode): string {
  const { component } = task;
  const options = printOptions(scope, task);
  const more = options === "{}" ? "" : `, ${options}`;
  const call =
    component.kind === "importer" && isImporterCall(task)
      ? printImporter(scope, component, task.arguments, more)
      : `${scope.module.components.get(component)}(${printArguments(scope, task)}${more})`;
  return call + printSettings(scope, task.settings);
}

function printOptions(scope: Scope, task: TaskNode): string {
  const { name, component, waitsOnlyFor } = task;
  const isWanted = !isOwnName(scope.taskNames, component.name, name);
  return objectLiteral([
    ["name", isWanted ? stringLiteral(name) : undefined],
    ["undeclared", printUndeclared(scope, task)],
    ["waitsOnlyFor", waitsOnlyFor && listLiteral(waitsOnlyFor.map((one) => printUpstream(scope, one)))],
  ]);
}

/** Whether the DSL gives the name by itself; takes it, whoever gives it. */
function isOwnName(taken: Map<string, number>, component: string, name: string): boolean {
  const next = taken.get(component);
  const given = taskName(taken, component, undefined);
  if (given === name) return true;
  taken.delete(given);
  if (next !== undefined) taken.set(component, next);
  taskName(taken, component, name);
  return false;
}

function printSettings(scope: Scope, settings: TaskSettings): string {
  const { displayName, retry, caching, resources, resourceSpec, env, platforms } = settings;
  const calls: readonly (readonly [setter: string, given: string | undefined])[] = [
    ["displayName", displayName === undefined ? undefined : stringLiteral(displayName)],
    ["retry", retry && jsonLiteral({ ...retry })],
    ["caching", printCaching(caching)],
    ["resources", resources && printResources(scope, resources)],
    ["resourceSpec", resourceSpec && jsonLiteral(resourceSpec as Json)], // IR is JSON
    ["env", Object.keys(env).length > 0 ? printEnv(scope.module, env) : undefined],
    ["ignoreUpstreamFailure", settings.ignoreUpstreamFailure ? "" : undefined],
    ...Object.entries(platforms).map(
      ([name, config]) =>
        ["platform", `${stringLiteral(name)}, ${printPlatform(scope, name, config)}`] as const,
    ),
    ["condition", printCondition(settings)],
    ["after", settings.after.length > 0 ? printAwaited(scope, settings) : undefined],
    // It comes last because it changes the types of the outputs.
    ["iterate", settings.iterator && jsonLiteral({ ...settings.iterator })],
  ];
  return calls.map(([setter, given]) => (given === undefined ? "" : `.${setter}(${given})`)).join("");
}

function printCondition({ condition, isUncheckedCondition }: TaskSettings): string | undefined {
  if (condition === undefined) return undefined;
  return `${stringLiteral(condition)}${isUncheckedCondition ? ", { unchecked: true }" : ""}`;
}

function printCaching({ enabled, key }: TaskSettings["caching"]): string | undefined {
  if (enabled && key === undefined) return undefined;
  return `${enabled}${key === undefined ? "" : `, ${stringLiteral(key)}`}`;
}

function printAwaited(scope: Scope, { after }: TaskSettings): string {
  return after.map((upstream) => printUpstream(scope, upstream)).join(", ");
}

function printResources(scope: Scope, { accelerator, ...amounts }: ResourceSettings): string {
  const print = (value: number | string | Source) =>
    typeof value === "object"
      ? printWanted(scope, value, { kind: "parameter", type: "STRING" })
      : jsonLiteral(value);
  return objectLiteral([
    ...Object.entries(amounts).map(([name, value]) => [name, print(value)] as const),
    [
      "accelerator",
      accelerator &&
        objectLiteral([
          ["type", print(accelerator.type)],
          ["count", print(accelerator.count)],
        ]),
    ],
  ]);
}
