// Text in a command line that is replaced when the task runs.
import type {
  ArtifactPlaceholders,
  InputPlaceholders,
  OutputPlaceholders,
  Placeholder,
} from "./component-types.ts";
import type { CommandText, ConcatText, IfPresentText, InputDefinitions, OutputDefinitions } from "./graph.ts";
import { mapEntries } from "./map-entries.ts";

/** Everything a task is told, as JSON: KFP's ExecutorInput. */
export const executorInput: Placeholder = "{{$}}";

/** One argument out of several texts: `concat("--rank=", inputs.rank)`. */
export function concat(...parts: readonly CommandText[]): ConcatText {
  return { kind: "concat", parts };
}

/** Arguments that depend on whether the caller gave an optional input: `ifPresent("base", ["--base", inputs.base.path])`. */
export function ifPresent(
  input: string,
  present: readonly CommandText[],
  absent: readonly CommandText[] = [],
): IfPresentText {
  return { kind: "ifPresent", input, present, absent };
}

/** `I` and `O` are what the definitions stand for, which only the caller can know. */
export function inputPlaceholders<I>(inputs: InputDefinitions): InputPlaceholders<I> {
  return mapEntries(inputs, ({ type }, name) =>
    type.kind === "artifact" ? artifact("inputs", name) : value(type.kind, name),
  ) as InputPlaceholders<I>;
}

export function outputPlaceholders<O>(outputs: OutputDefinitions): OutputPlaceholders<O> {
  return mapEntries(outputs, ({ type }, name) =>
    type.kind === "parameter"
      ? { path: `{{$.outputs.parameters['${name}'].output_file}}` }
      : artifact("outputs", name),
  ) as OutputPlaceholders<O>;
}

function artifact(side: "inputs" | "outputs", name: string): ArtifactPlaceholders {
  return { path: `{{$.${side}.artifacts['${name}'].path}}`, uri: `{{$.${side}.artifacts['${name}'].uri}}` };
}

function value(kind: "parameter" | "artifactList", name: string): Placeholder {
  return kind === "parameter" ? `{{$.inputs.parameters['${name}']}}` : `{{$.inputs.artifacts['${name}']}}`;
}
