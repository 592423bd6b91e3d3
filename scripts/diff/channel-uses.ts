// Finds where a value that a group passes on is used, and made: in tasks, conditions, loops and the pipeline's outputs.
import { objectOf, partAt, type CanonicalFile } from "../../pipeline/ir/compare/canonical-file.ts";
import { own, type JsonObject } from "../../pipeline/ir/json-object.ts";
import type { Json } from "../../pipeline/ir/pipeline-spec.ts";
import type { Included } from "./change.ts";
import { pointer } from "./subjects.ts";
import { isChannel, iteratorOf, takenOutput, traceSource } from "./trace-source.ts";

/** An input or output `key` of a group. */
export interface Channel {
  readonly side: "input" | "output";
  readonly of: "parameters" | "artifacts";
  readonly key: string;
  readonly group: readonly string[];
}

export interface Uses {
  /** Where the definitions are that the type comes from: an input's source. */
  readonly sources: readonly Included[];
  readonly ends: readonly Included[];
  /** The names of the other channels on the way. */
  readonly channels: ReadonlySet<string>;
}

/** The same for the same channel. */
export function channelName({ side, of, key, group }: Channel): string {
  return JSON.stringify([side, of, key, group]);
}

export function usesOf(file: CanonicalFile, start: Channel): Uses {
  const ends: Included[] = [];
  const channels = new Set<string>();
  const ahead: Channel[] = [start];
  const seen = new Set<string>();
  const add = (channel: Channel): void => {
    const name = channelName(channel);
    if (seen.has(name) || channel.group.length > 100) return; // a component may contain itself
    seen.add(name);
    ahead.push(channel);
    channels.add(name);
  };
  for (const channel of ahead) {
    for (const use of channel.side === "input" ? inside(file, channel) : around(file, channel)) {
      if ("side" in use) add(use);
      else ends.push(use);
    }
  }
  return { ends, channels, sources: start.side === "input" ? sourceOf(file, start) : [] };
}

function sourceOf(file: CanonicalFile, { of, key, group }: Channel): readonly Included[] {
  const field = of === "parameters" ? "componentInputParameter" : "componentInputArtifact";
  const { dag, source } = traceSource(file, group, { [field]: key });
  const input = objectOf(source)[field];
  if (typeof input === "string") {
    return [{ where: dag.join("/"), path: pointer(["inputDefinitions", of, input]) }];
  }
  const taken = takenOutput(source);
  if (taken === undefined) return [];
  const where = [...dag, taken.task].join("/");
  return [{ where, path: pointer(["component", "outputDefinitions", of, taken.key]) }];
}

type Use = Channel | Included;

function inside(file: CanonicalFile, { of, key, group }: Channel): readonly Use[] {
  const task = partAt(file, group.slice(0, -1), group.at(-1) ?? "");
  const where = group.join("/");
  const condition = String(objectOf(task["triggerPolicy"])["condition"] ?? "");
  const items = objectOf(iteratorOf(task)["items"]);
  const field = of === "parameters" ? "componentInputParameter" : "componentInputArtifact";
  return [
    { side: "input", of, key, group },
    { where, path: pointer(["inputDefinitions", of, key]) },
    ...(condition.includes(`'${key}'`) || condition.includes(`"${key}"`)
      ? [{ where, path: "triggerPolicy/condition" }]
      : []),
    ...(items["inputParameter"] === key || items["inputArtifact"] === key
      ? [{ where, path: `${of === "parameters" ? "parameterIterator" : "artifactIterator"}/items` }]
      : []),
    ...takersIn(file, { of, group }, (source) => source[field] === key),
  ];
}

/** Tasks of the DAG whose inputs `isIt`. */
function takersIn(
  file: CanonicalFile,
  { of, group }: Pick<Channel, "of" | "group">,
  isIt: (source: JsonObject) => boolean,
): readonly Use[] {
  const tasks = objectOf(objectOf(partAt(file, group)["dag"])["tasks"]);
  return Object.entries(tasks).flatMap(([name, task]) => {
    const inputs = Object.entries(objectOf(objectOf(objectOf(task)["inputs"])[of]));
    const isGroup = "dag" in partAt(file, [...group, name]);
    return inputs.flatMap(([input, source]): readonly Use[] => {
      if (!isIt(objectOf(source))) return [];
      if (isGroup && isChannel(input)) return [{ side: "input", of, key: input, group: [...group, name] }];
      const where = [...group, name].join("/");
      return [
        { where, path: pointer(["inputs", of, input]) },
        { where, path: pointer(["component", "inputDefinitions", of, input]) },
      ];
    });
  });
}

/** Who makes a group's output, and who takes it. */
function around(file: CanonicalFile, { of, key, group }: Channel): readonly Use[] {
  const [outer, name] = [group.slice(0, -1), group.at(-1) ?? ""];
  const takes = (source: JsonObject): boolean => {
    const taken = takenOutput(source);
    return taken?.task === name && taken.key === key;
  };
  const made = own(outputsAt(file, group, of), key);
  const passed = Object.entries(outputsAt(file, outer, of)).flatMap(([output, selected]) => {
    const isIt = selectorsOf(selected).some(([task, taken]) => task === name && taken === key);
    return isIt ? [outputUse(of, output, outer)] : [];
  });
  return [
    ...selectorsOf(made).map(([task, taken]): Use => {
      const maker = [...group, task];
      if ("dag" in partAt(file, maker) && isChannel(taken))
        return { side: "output", of, key: taken, group: maker };
      return { where: maker.join("/"), path: pointer(["component", "outputDefinitions", of, taken]) };
    }),
    ...passed,
    ...takersIn(file, { of, group: outer }, takes),
  ];
}

function outputUse(of: Channel["of"], key: string, group: readonly string[]): Use {
  if (group.length > 0 && isChannel(key)) return { side: "output", of, key, group };
  return { where: group.join("/"), path: pointer(["dag", "outputs", of, key]) };
}

function outputsAt(file: CanonicalFile, dag: readonly string[], of: Channel["of"]): JsonObject {
  return objectOf(objectOf(objectOf(partAt(file, dag)["dag"])["outputs"])[of]);
}

function selectorsOf(output: Json | undefined): readonly (readonly [string, string])[] {
  const { valueFromParameter, valueFromOneof, artifactSelectors } = objectOf(output);
  const all = artifactSelectors ??
    objectOf(valueFromOneof)["parameterSelectors"] ?? [valueFromParameter ?? null];
  return (Array.isArray(all) ? (all as readonly Json[]) : []).flatMap((selector) => {
    const { producerSubtask, outputParameterKey, outputArtifactKey } = objectOf(selector);
    const key = outputParameterKey ?? outputArtifactKey;
    return typeof producerSubtask === "string" && typeof key === "string" ? [[producerSubtask, key]] : [];
  });
}
