// KFP's older format for a component (a name, inputs, outputs, a container) to the IR that kfp compiles it to: the
// component, and a pipeline of nothing but one task of it.
import type { PipelineFile } from "../pipeline-file.ts";
import type {
  ComponentInputsSpec,
  ComponentOutputsSpec,
  DagSpec,
  PipelineContainerSpec,
  PipelineSpec,
} from "../pipeline-spec.ts";
import { UserError } from "../user-error.ts";
import { readYaml } from "../yaml.ts";
import { commandLine, type Ports } from "./command-line.ts";
import { checkComponent, type ComponentDocument, type OutputDeclaration } from "./component-document.ts";
import { declaredType } from "./declared-type.ts";
import { inputDefinitions, outputDefinitions } from "./ports.ts";
import { componentName } from "./sanitized-name.ts";

export { isComponentYaml } from "./component-document.ts";

/** `where` is the file's name; throws a `UserError` that lists everything wrong with it. */
export function readComponentYaml(text: string, where: string): PipelineFile {
  const [document = null, ...others] = readYaml(text, where);
  const checked =
    others.length > 0 ? { problems: ["a component is one YAML document."] } : checkComponent(document);
  const problems = "problems" in checked ? [...checked.problems] : [];
  const pipeline = "component" in checked ? build(checked.component, text, problems) : undefined;
  if (pipeline !== undefined && problems.length === 0) return { pipeline };
  const lines = problems.map((problem) => `${where}: ${problem}`);
  throw new UserError("NOT_A_COMPONENT", `${lines.join("\n")}\nCorrect the component.`);
}

/** Adds a sentence to `problems` for everything that is wrong. */
function build(component: ComponentDocument, text: string, problems: string[]): PipelineSpec {
  const name = componentName(component.name ?? "name");
  if (name === "" || name.length > 128) {
    problems.push(`name ${JSON.stringify(component.name)} has no letter and no digit, or more than 128.`);
  }
  const inputs = inputDefinitions(component.inputs ?? [], text, problems);
  const outputs = outputDefinitions(component.outputs ?? [], problems);
  const definitions = {
    ...(isEmpty(inputs) ? {} : { inputDefinitions: inputs }),
    ...(isEmpty(outputs) ? {} : { outputDefinitions: outputs }),
  };
  return {
    pipelineInfo: { name },
    schemaVersion: "2.1.0",
    root: { ...definitions, dag: onlyTask(name, inputs, outputs) },
    components: { [`comp-${name}`]: { ...definitions, executorLabel: `exec-${name}` } },
    deploymentSpec: { executors: { [`exec-${name}`]: { container: container(component, problems) } } },
  };
}

function container(component: ComponentDocument, problems: string[]): PipelineContainerSpec {
  const { image, command = [], args = [], env = {} } = component.implementation.container;
  const ports: Ports = { inputs: kinds(component.inputs), outputs: kinds(component.outputs) };
  const path = "implementation/container";
  const commands = commandLine(command, { path: `${path}/command`, ports, problems });
  const allArgs = commandLine(args, { path: `${path}/args`, ports, problems });
  const variables = Object.entries(env).map(([name, value]) => ({ name, value }));
  return {
    image,
    ...(isEmpty(commands) ? {} : { command: commands }),
    ...(isEmpty(allArgs) ? {} : { args: allArgs }),
    ...(isEmpty(variables) ? {} : { env: variables }),
  };
}

function kinds(ports: readonly OutputDeclaration[] = []): Ports["inputs"] {
  return new Map(ports.map(({ name, type }) => [name, declaredType(type).kind]));
}

/** The task passes on all that the pipeline is given, and the pipeline all that the task gives. */
function onlyTask(name: string, inputs: ComponentInputsSpec, outputs: ComponentOutputsSpec): DagSpec {
  const wires = {
    ...(inputs.parameters && {
      parameters: byName(inputs.parameters, (input) => ({ componentInputParameter: input })),
    }),
    ...(inputs.artifacts && {
      artifacts: byName(inputs.artifacts, (input) => ({ componentInputArtifact: input })),
    }),
  };
  const results = {
    ...(outputs.parameters && {
      parameters: byName(outputs.parameters, (output) => ({
        valueFromParameter: { producerSubtask: name, outputParameterKey: output },
      })),
    }),
    ...(outputs.artifacts && {
      artifacts: byName(outputs.artifacts, (output) => ({
        artifactSelectors: [{ producerSubtask: name, outputArtifactKey: output }],
      })),
    }),
  };
  const task = {
    taskInfo: { name },
    componentRef: { name: `comp-${name}` },
    cachingOptions: { enableCache: true },
    ...(isEmpty(wires) ? {} : { inputs: wires }),
  };
  return { tasks: { [name]: task }, ...(isEmpty(results) ? {} : { outputs: results }) };
}

function byName<T>(definitions: object, wire: (name: string) => T): { readonly [name: string]: T } {
  return Object.fromEntries(Object.keys(definitions).map((name) => [name, wire(name)]));
}

function isEmpty(value: object): boolean {
  return Object.keys(value).length === 0;
}
