// Says how a task in a given DAG gets at a value: from a task beside it, or from an input of the DAG.
import type { Source } from "../dsl/graph.ts";
import type { TaskInputArtifact, TaskInputParameter } from "../ir/pipeline-spec.ts";
import type { Dag, Plan } from "./dag.ts";
import { fieldsOf, homeOf, memberOf, outputKey, type RootSource, rootOf } from "./sources.ts";
import { itemInput, threadedInput, type Threads } from "./thread-inputs.ts";

export type Resolved = {
  /** The task beside it that makes the value. */
  readonly producer?: string;
} & (
  | { readonly kind: "parameter"; readonly input: TaskInputParameter }
  | { readonly kind: "artifact"; readonly input: TaskInputArtifact }
);

export function resolveSource(plan: Plan, threads: Threads, dag: Dag, source: Source): Resolved {
  const root = resolveRoot(plan, threads, dag, rootOf(source));
  const fields = fieldsOf(source);
  if (fields.length === 0 || root.kind === "artifact") return root;
  const path = fields.map((field) => `[${JSON.stringify(field)}]`).join("");
  return {
    ...root,
    input: { ...root.input, parameterExpressionSelector: `parseJson(string_value)${path}` },
  };
}

function resolveRoot(plan: Plan, threads: Threads, dag: Dag, source: RootSource): Resolved {
  const isArtifact = source.type.kind !== "parameter";
  if (homeOf(plan, source) !== dag) {
    if (dag.kind === "pipeline") throw new Error(`${dag.path}: a value from outside of the pipeline`);
    return componentInput(isArtifact, threadedInput(plan, threads, dag, source).name);
  }
  switch (source.kind) {
    case "input":
      return componentInput(isArtifact, source.name);
    case "item":
      if (dag.kind === "pipeline") throw new Error(`${dag.path}: an item outside of its loop`);
      return componentInput(isArtifact, itemInput(plan, threads, dag));
    case "status": {
      const producerTask = memberOf(plan, source.node).name;
      return { kind: "parameter", producer: producerTask, input: { taskFinalStatus: { producerTask } } };
    }
    case "output": {
      const member = memberOf(plan, source.node);
      const producer = member.name;
      const key = outputKey(plan, member, source.output);
      if (!isArtifact) {
        const taskOutputParameter = { producerTask: producer, outputParameterKey: key };
        return { kind: "parameter", producer, input: { taskOutputParameter } };
      }
      const taskOutputArtifact = { producerTask: producer, outputArtifactKey: key };
      return { kind: "artifact", producer, input: { taskOutputArtifact } };
    }
    default:
      return source satisfies never;
  }
}

function componentInput(isArtifact: boolean, name: string): Resolved {
  return isArtifact
    ? { kind: "artifact", input: { componentInputArtifact: name } }
    : { kind: "parameter", input: { componentInputParameter: name } };
}
