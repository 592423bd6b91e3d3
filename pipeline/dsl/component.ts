// Defines a component: its inputs and outputs, and the container or the TypeScript module that does the work.
import type {
  CodeSpec,
  Component,
  ContainerSpec,
  InputPlaceholders,
  OutputPlaceholders,
} from "./component-types.ts";
import { definition, inputDefinitions, outputDefinitions } from "./definition.ts";
import { deepFreeze } from "./freeze.ts";
import type { CodeWork, ComponentDefinition, ContainerComponent, ContainerWork } from "./graph.ts";
import { inputPlaceholders, outputPlaceholders } from "./placeholders.ts";
import { addTask } from "./task.ts";
import type { InputTypes, InputValues, OutputTypes, OutputValues, ReceivedValues } from "./value-types.ts";

interface Described<I, O> {
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
}

interface InTypeScript<I, O> extends Described<I, O> {
  readonly run: CodeSpec;
  readonly container?: never;
}

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
  described: InContainer<I, O> | InTypeScript<I, O>,
): Component<InputValues<I>, OutputValues<O>, ReceivedValues<I>> {
  const { name, description } = described;
  const inputs = inputDefinitions(described.inputs);
  const outputs = outputDefinitions(described.outputs ?? {});
  const work = described.run
    ? codeWork(described.run)
    : containerWork(
        described.container({ inputs: inputPlaceholders(inputs), outputs: outputPlaceholders(outputs) }),
      );
  const recorded: ContainerComponent = {
    kind: "container",
    name,
    ...(description !== undefined && { description }),
    inputs,
    outputs,
    work,
  };
  return componentOf(deepFreeze(recorded));
}

/** The types are those the definition stands for, which only the caller can know. */
export function componentOf<I, O, R>(recorded: ComponentDefinition): Component<I, O, R> {
  const call = (inputs: Parameters<typeof addTask>[1]) => addTask(recorded, inputs);
  return Object.freeze(
    Object.assign(call, { componentName: recorded.name, [definition]: recorded }),
  ) as unknown as Component<I, O, R>;
}

function containerWork(spec: ContainerSpec): ContainerWork {
  const { image, command = [], args = [], env = {} } = spec;
  return { kind: "container", image, command: [...command], args: [...args], env: { ...env } };
}

function codeWork({ image, code, env = {} }: CodeSpec): CodeWork {
  return { kind: "code", image, code: code.href, env: { ...env } };
}
