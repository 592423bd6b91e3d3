// Defines a component: its inputs and outputs, and the container or the TypeScript module that does the work.
import type { ExecutorSpec } from "../ir/pipeline-spec.ts";
import type {
  CodeSpec,
  Component,
  ContainerSpec,
  InputPlaceholders,
  OutputPlaceholders,
  PythonSpec,
  TaskOptions,
} from "./component-types.ts";
import { definition, inputDefinitions, outputDefinitions } from "./definition.ts";
import { deepFreeze } from "./freeze.ts";
import type {
  ComponentDefinition,
  ContainerComponent,
  ContainerWork,
  ExecutorComponent,
  PlatformParts,
} from "./graph.ts";
import { inputPlaceholders, outputPlaceholders } from "./placeholders.ts";
import { addTask } from "./task.ts";
import type { InputTypes, InputValues, OutputTypes, OutputValues, ReceivedValues } from "./value-types.ts";

interface Described<I, O> extends PlatformParts {
  readonly name: string;
  readonly description?: string;
  readonly inputs: I;
  readonly outputs?: O;
}

interface InContainer<I, O> extends Described<I, O> {
  readonly container: (io: {
    readonly inputs: InputPlaceholders<InputValues<I>>;
    readonly outputs: OutputPlaceholders<OutputValues<O>>;
  }) => ContainerSpec;
  readonly run?: never;
  readonly python?: never;
  readonly executor?: never;
}

interface InTypeScript<I, O> extends Described<I, O> {
  readonly run: CodeSpec;
  readonly container?: never;
  readonly python?: never;
  readonly executor?: never;
}

interface InPython<I, O> extends Described<I, O> {
  readonly python: PythonSpec;
  readonly container?: never;
  readonly run?: never;
  readonly executor?: never;
}

/** As the IR spells it: for resolvers, custom jobs, and importers of an unusual kind. */
interface InExecutor<I, O> extends Described<I, O> {
  readonly executor: ExecutorSpec;
  readonly container?: never;
  readonly run?: never;
  readonly python?: never;
}

type AnyWork<I, O> = InContainer<I, O> | InTypeScript<I, O> | InPython<I, O> | InExecutor<I, O>;

/**
 * Defines a component. Calling it inside a pipeline's body adds a task to that body.
 *
 *     const train = component({
 *       name: "train",
 *       inputs: { dataset: Dataset, rank: int({ default: 8 }) },
 *       outputs: { model: Model },
 *       container: ({ inputs, outputs }) => ({
 *         image: "example.com/trainer:1",
 *         args: ["--dataset", inputs.dataset.path, "--rank", inputs.rank, "--model", outputs.model.path],
 *       }),
 *     });
 */
export function component<const I extends InputTypes, const O extends OutputTypes = {}>(
  described: AnyWork<I, O>,
): Component<InputValues<I>, OutputValues<O>, ReceivedValues<I>> {
  const { name, description, singlePlatformSpecs, taskConfigPassthroughs } = described;
  const inputs = inputDefinitions(described.inputs);
  const outputs = outputDefinitions(described.outputs ?? {});
  const parts = {
    name,
    ...(description !== undefined && { description }),
    inputs,
    outputs,
    ...(singlePlatformSpecs && { singlePlatformSpecs }),
    ...(taskConfigPassthroughs && { taskConfigPassthroughs }),
  };
  const recorded: ContainerComponent | ExecutorComponent = described.executor
    ? { kind: "executor", ...parts, executor: described.executor }
    : { kind: "container", ...parts, work: workOf(described, parts) };
  return componentOf(deepFreeze(recorded));
}

/** The types are those the definition stands for, which only the caller can know. */
export function componentOf<I, O, R>(recorded: ComponentDefinition): Component<I, O, R> {
  const call = (inputs: Parameters<typeof addTask>[1], options?: TaskOptions) =>
    addTask(recorded, inputs, options);
  return Object.freeze(
    Object.assign(call, { componentName: recorded.name, [definition]: recorded }),
  ) as unknown as Component<I, O, R>;
}

function workOf<I, O>(
  described: Exclude<AnyWork<I, O>, InExecutor<I, O>>,
  { inputs, outputs }: Pick<ContainerComponent, "inputs" | "outputs">,
): ContainerComponent["work"] {
  if (described.container) {
    return containerWork(
      described.container({ inputs: inputPlaceholders(inputs), outputs: outputPlaceholders(outputs) }),
    );
  }
  if (described.run) {
    const { image, code, inline = false, env = {} } = described.run;
    return { kind: inline ? "inlineCode" : "code", image, code: code.href, env: { ...env } };
  }
  const { image, file, source, function: name, env = {} } = described.python;
  const code = source === undefined ? String(file) : { file: String(file), source };
  return { kind: "inlinePython", image, code, function: name, env: { ...env } };
}

function containerWork(spec: ContainerSpec): ContainerWork {
  const { image, command = [], args = [], env = {}, lifecycle } = spec;
  return {
    kind: "container",
    image,
    command: [...command],
    args: [...args],
    env: { ...env },
    ...(lifecycle && { lifecycle }),
  };
}
