// Text of a command line must refer to inputs and outputs that are there, and hold no object by accident.
import type { CommandText, ContainerWork } from "../dsl/graph.ts";
import { allMembers, type Plan, type TaskMember } from "./dag.ts";
import type { Problem, ProblemCode } from "./problem.ts";
import { textsOf } from "../dsl/placeholders.ts";

export function checkPlaceholders(plan: Plan): readonly Problem[] {
  return [...allMembers(plan.root)].flatMap((member) => (member.kind === "task" ? checkTask(member) : []));
}

/** What JavaScript writes where an object is put into text. */
export function holdsObject(text: string): boolean {
  return text.includes("[object Object]");
}

function checkTask({ path, node }: TaskMember): readonly Problem[] {
  const { component, undeclared } = node;
  if (component.kind !== "container" || component.work.kind !== "container") return [];
  const problem = (code: ProblemCode, message: string): Problem => ({ code, where: path, message });
  const { texts, choices } = partsOf(component.work);
  const missing = new Set([...texts.flatMap((text) => references(text, "inputs")), ...choices]);
  const inputs = [...missing]
    .filter((name) => !isThere(name, component.inputs) && !isThere(name, undeclared))
    .map((name) => {
      const known = Object.keys(component.inputs).join(", ") || "none";
      const message = `its command refers to the input "${name}", which is not there. Its inputs are: ${known}.`;
      return problem("UNKNOWN_INPUT", message);
    });
  const outputs = [...new Set(texts.flatMap((text) => references(text, "outputs")))]
    .filter((name) => !isThere(name, component.outputs))
    .map((name) => {
      const known = Object.keys(component.outputs).join(", ") || "none";
      const message = `its command refers to the output "${name}", which is not there. Its outputs are: ${known}.`;
      return problem("UNKNOWN_OUTPUT", message);
    });
  const object = texts.find(holdsObject);
  if (object === undefined) return [...inputs, ...outputs];
  const message = `its command holds "${object}", where an object was put into text. Give a path or a uri of an artifact, and concat() and ifPresent() as arguments of their own.`;
  return [...inputs, ...outputs, problem("OBJECT_IN_TEXT", message)];
}

/** `pipelinechannel--` is what compilers call inputs that they add themselves. */
function isThere(name: string, known: { readonly [name: string]: unknown }): boolean {
  return Object.hasOwn(known, name) || name.startsWith("pipelinechannel--");
}

function references(text: string, side: "inputs" | "outputs"): readonly string[] {
  const reference = /\{\{\$\.(inputs|outputs)\.(?:parameters|artifacts)\[(?:'([^']*)'|"([^"]*)")\]/g;
  return [...text.matchAll(reference)]
    .filter((match) => match[1] === side)
    .map((match) => match[2] ?? match[3] ?? "");
}

interface Parts {
  readonly texts: readonly string[];
  /** Inputs on whose presence something depends. */
  readonly choices: readonly string[];
}

function partsOf({ image, command, args, env }: ContainerWork): Parts {
  return join([...command, ...args].map(partsOfText), [image, ...Object.values(env)]);
}

function partsOfText(text: CommandText): Parts {
  if (typeof text === "string") return { texts: [text], choices: [] };
  if (text.kind === "concat") return join(text.parts.map(partsOfText));
  const { texts, choices } = join([...textsOf(text.present), ...textsOf(text.absent)].map(partsOfText));
  return { texts, choices: [text.input, ...choices] };
}

function join(parts: readonly Parts[], texts: readonly string[] = []): Parts {
  return {
    texts: [...texts, ...parts.flatMap((part) => part.texts)],
    choices: parts.flatMap(({ choices }) => choices),
  };
}
