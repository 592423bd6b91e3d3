// The code of a component must be there, and what is embedded into the IR must fit in.
import type { ComponentDefinition, ContainerComponent, InlinePythonWork } from "../dsl/graph.ts";
import { mapEntries } from "../dsl/map-entries.ts";
import { inlinePython, readPython } from "../inline/python/index.ts";
import { bundleComponent } from "../inline/typescript/bundle-component.ts";
import { UserError } from "../ir/user-error.ts";
import { codeProblem } from "./code-path.ts";
import type { Problem } from "./problem.ts";

/** A command line that holds a component's code. */
export interface EmbeddedCommand {
  readonly command: readonly string[];
  readonly args: readonly string[];
}

/** Of the components whose code was embedded: once for each, however many tasks call it. */
export type EmbeddedCode = Map<ContainerComponent, EmbeddedCommand>;

/** What it embeds is kept for those who write the IR. */
export function checkCode(component: ComponentDefinition, embedded: EmbeddedCode): readonly Problem[] {
  if (component.kind !== "container") return [];
  const { name, work } = component;
  switch (work.kind) {
    case "container":
      return [];
    case "code": {
      const message = codeProblem(work.code);
      return message === undefined ? [] : [{ code: "CODE_NOT_FOUND", where: name, message }];
    }
    case "inlineCode":
      return whatKeeps(name, () => embedded.set(component, bundleComponent(work.code)));
    case "inlinePython":
      return whatKeeps(name, () => embedded.set(component, embedPython(component, work)));
    default:
      return work satisfies never;
  }
}

function embedPython(
  { inputs, outputs }: ContainerComponent,
  { image, code, function: name }: InlinePythonWork,
): EmbeddedCommand {
  return inlinePython({
    image,
    ...(typeof code === "string" ? readPython(new URL(code)) : code),
    function: name,
    inputs: mapEntries(inputs, ({ type }) => type),
    outputs: mapEntries(outputs, ({ type }) => type),
  });
}

/** What keeps the code from being embedded; what is indented belongs to the line before it. */
function whatKeeps(where: string, embed: () => unknown): readonly Problem[] {
  try {
    embed();
    return [];
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const code = error.code === "NO_SUCH_FILE" ? "CODE_NOT_FOUND" : "CODE_UNUSABLE";
    return error.message.split(/\n(?=\S)/).map((message) => ({ code, where, message }));
  }
}
