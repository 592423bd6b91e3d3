// What a pipeline sets for one platform alone, as a line that says that it has no effect on this machine.
import { isObject, own } from "../../pipeline/ir/json-object.ts";
import type { Json, PipelineSpec } from "../../pipeline/ir/pipeline-spec.ts";

/** `platforms` is the second document of a pipeline's file. `undefined`: nothing in it is without effect here. */
export function platformNote(spec: PipelineSpec, platforms: Json | undefined): string | undefined {
  const documents = [...Object.entries(isObject(platforms) ? platforms : {}), ...ofComponents(spec)];
  const lines = documents.flatMap(([platform, document]) => {
    const settings = [...taskSettings(spec, document), ...pipelineSettings(document)];
    return settings.length === 0
      ? []
      : [`${spec.pipelineInfo.name}: for ${platform} it sets ${settings.join(", ")}`];
  });
  if (lines.length === 0) return undefined;
  return `${lines.join("\n")}. On this machine that has no effect.`;
}

/** A component may bring the same along for the platforms it knows. */
function ofComponents({ components = {} }: PipelineSpec): readonly (readonly [string, Json])[] {
  return Object.values(components).flatMap(({ singlePlatformSpecs = [] }) =>
    singlePlatformSpecs.map(
      ({ platform = "another platform", ...document }) => [platform, document as unknown as Json] as const, // the file is JSON
    ),
  );
}

/** `configMapAsEnv of log-message`. */
function taskSettings(spec: PipelineSpec, document: Json): readonly string[] {
  const executors = own(field(document, "deploymentSpec"), "executors");
  const tasks = new Map<string, string[]>();
  for (const [label, config] of Object.entries(isObject(executors) ? executors : {})) {
    const component = Object.entries(spec.components ?? {}).find(
      ([, one]) => one.executorLabel === label,
    )?.[0];
    const name = (component ?? label).replace(/^(?:comp|exec)-/, "");
    for (const setting of Object.keys(isObject(config) ? config : {})) {
      tasks.set(setting, [...(tasks.get(setting) ?? []), name]);
    }
  }
  return [...tasks].map(([setting, names]) => `${setting} of ${names.join(" and ")}`);
}

/** A workspace every run has. */
function pipelineSettings(document: Json): readonly string[] {
  const names = ["pipelineConfig", "config"].flatMap((name) => Object.keys(field(document, name)));
  return names.filter((name) => name !== "workspace");
}

function field(value: Json, name: string): { readonly [key: string]: Json } {
  const found = isObject(value) ? own(value, name) : undefined;
  return isObject(found) ? found : {};
}
