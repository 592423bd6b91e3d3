// Finds wiring between things of different types. As lenient as kfp's files need it: what kfp makes up itself (inputs
// called `pipelinechannel--`, items of loops) has guessed types, and schema 2.0.0 passes everything as `STRING`.
import { own } from "./json-object.ts";
import type {
  ComponentOutputsSpec,
  ComponentSpec,
  InputArtifactDefinition,
  InputParameterDefinition,
  PipelineSpec,
  PipelineTaskSpec,
  TaskInputArtifact,
  TaskInputParameter,
} from "./pipeline-spec.ts";
import { artifactMismatch, constantMismatch, parameterMismatch } from "./type-mismatch.ts";

/** One sentence for each; references that lead nowhere are passed over. */
export function typeProblems(spec: PipelineSpec): readonly string[] {
  const components = Object.entries(spec.components ?? {});
  const all: readonly (readonly [string, ComponentSpec])[] = [["root", spec.root], ...components];
  const looped = new Set(
    all.flatMap(([, { dag }]) =>
      Object.values(dag?.tasks ?? {})
        .filter(isLoop)
        .map(({ componentRef }) => componentRef.name),
    ),
  );
  return all.flatMap(([name, component], index) => {
    const scope = { spec, component, path: index === 0 ? "root/dag" : `components/${name}/dag` };
    // What a loop gives is lists of what its body gives.
    return [...taskProblems(scope), ...(index > 0 && looped.has(name) ? [] : outputProblems(scope))];
  });
}

function isLoop({ parameterIterator, artifactIterator }: PipelineTaskSpec): boolean {
  return parameterIterator !== undefined || artifactIterator !== undefined;
}

/** A DAG, within which wires lead. */
interface Scope {
  readonly spec: PipelineSpec;
  readonly component: ComponentSpec;
  readonly path: string;
}

function taskProblems(scope: Scope): readonly string[] {
  return Object.entries(scope.component.dag?.tasks ?? {}).flatMap(([name, task]) => {
    const { componentRef, inputs, parameterIterator, artifactIterator } = task;
    const items = [parameterIterator?.items.inputParameter, artifactIterator?.items.inputArtifact];
    const declared = own(scope.spec.components, componentRef.name)?.inputDefinitions;
    const begin = (input: string) => `${scope.path}/tasks/${name} gives its input "${input}" `;
    const parameters = Object.entries(inputs?.parameters ?? {}).flatMap(([input, source]) => {
      if (isMadeUp(input) || items.includes(input)) return [];
      const wanted = own(declared?.parameters, input);
      if (wanted !== undefined) return parameterProblems(scope, begin(input), source, wanted);
      const isArtifact = own(declared?.artifacts, input) !== undefined;
      return isArtifact ? [`${begin(input)}a parameter, where its component takes an artifact.`] : [];
    });
    const artifacts = Object.entries(inputs?.artifacts ?? {}).flatMap(([input, source]) => {
      if (isMadeUp(input) || items.includes(input)) return [];
      const wanted = own(declared?.artifacts, input);
      if (wanted !== undefined) return artifactProblems(scope, begin(input), source, wanted);
      const isParameter = own(declared?.parameters, input) !== undefined;
      return isParameter ? [`${begin(input)}an artifact, where its component takes a parameter.`] : [];
    });
    return [...parameters, ...artifacts];
  });
}

function parameterProblems(
  scope: Scope,
  begin: string,
  source: TaskInputParameter,
  wanted: InputParameterDefinition,
): readonly string[] {
  const { taskOutputParameter: output, componentInputParameter: outer, runtimeValue: value } = source;
  if (source.parameterExpressionSelector !== undefined) return [];
  if (value !== undefined) return constantMismatch(begin, value, wanted);
  if (output !== undefined) {
    const { producerTask: task, outputParameterKey: key } = output;
    return parameterMismatch(
      `${begin}${outputOf(task, key)}`,
      known(outputsOf(scope, task)?.parameters, key),
      wanted,
    );
  }
  if (outer === undefined) return [];
  const given = known(scope.component.inputDefinitions?.parameters, outer);
  return parameterMismatch(`${begin}the parameter "${outer}"`, given, wanted);
}

function artifactProblems(
  scope: Scope,
  begin: string,
  { taskOutputArtifact: output, componentInputArtifact: outer }: TaskInputArtifact,
  wanted: InputArtifactDefinition,
): readonly string[] {
  if (output !== undefined) {
    const { producerTask: task, outputArtifactKey: key } = output;
    return artifactMismatch(
      `${begin}${outputOf(task, key)}`,
      known(outputsOf(scope, task)?.artifacts, key),
      wanted,
    );
  }
  if (outer === undefined) return [];
  const given = known(scope.component.inputDefinitions?.artifacts, outer);
  return artifactMismatch(`${begin}the artifact "${outer}"`, given, wanted);
}

function outputProblems(scope: Scope): readonly string[] {
  const { dag, outputDefinitions: declared } = scope.component;
  const begin = (name: string) => `${scope.path}/outputs makes "${name}" of `;
  const parameters = Object.entries(dag?.outputs?.parameters ?? {}).flatMap(([name, from]) => {
    const { valueFromParameter: one, valueFromOneof: several } = from;
    const wanted = known(declared?.parameters, name);
    return (several?.parameterSelectors ?? (one ? [one] : [])).flatMap((selector) => {
      const { producerSubtask: task, outputParameterKey: key } = selector;
      const given = known(outputsOf(scope, task)?.parameters, key);
      return parameterMismatch(begin(name) + outputOf(task, key), given, wanted);
    });
  });
  const artifacts = Object.entries(dag?.outputs?.artifacts ?? {}).flatMap(([name, { artifactSelectors }]) => {
    const wanted = known(declared?.artifacts, name);
    return artifactSelectors.flatMap(({ producerSubtask: task, outputArtifactKey: key }) => {
      const given = known(outputsOf(scope, task)?.artifacts, key);
      return artifactMismatch(begin(name) + outputOf(task, key), given, wanted);
    });
  });
  return [...parameters, ...artifacts];
}

function outputOf(task: string, key: string): string {
  return `the output "${key}" of the task "${task}"`;
}

/** Of a loop, it is unknown whether its outputs are declared as one item or as the list of all. */
function outputsOf({ spec, component }: Scope, name: string): ComponentOutputsSpec | undefined {
  const task = own(component.dag?.tasks, name);
  if (task === undefined || isLoop(task)) return undefined;
  return own(spec.components, task.componentRef.name)?.outputDefinitions;
}

/** Nothing is known of what kfp makes up itself. */
function known<T>(definitions: { readonly [name: string]: T } | undefined, name: string): T | undefined {
  return isMadeUp(name) ? undefined : own(definitions, name);
}

function isMadeUp(name: string): boolean {
  return name.startsWith("pipelinechannel--");
}
