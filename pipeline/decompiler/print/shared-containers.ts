// Finds components whose containers differ in a few texts only, and gives what they share a function of its own.
import { groupBy } from "../../ir/group-by.ts";
import type { ComponentDefinition, ContainerComponent } from "../../dsl/graph.ts";
import { listLiteral, objectLiteral } from "./literals.ts";
import type { Module } from "./module.ts";
import { camelCase, namesIn, takeName } from "./names.ts";
import { namedPlaceholder, printText } from "./placeholders.ts";
import { printLongText } from "./shared-texts.ts";

/** The function that gives a component's container, and what it is called with. */
export interface SharedContainer {
  readonly name: string;
  readonly given: readonly string[];
}

/** A component's command and arguments in one list. */
interface Candidate {
  readonly component: ContainerComponent;
  readonly image: string;
  readonly texts: readonly string[];
  /** How many of them are the command. */
  readonly length: number;
}

/** `undefined` where the components have different texts. */
type Skeleton = readonly (string | undefined)[];

/** Gives the declarations; from now on `module.containers` has what components call. */
export function shareContainers(
  module: Module,
  components: readonly ComponentDefinition[],
): readonly string[] {
  const candidates = components.flatMap((component) => {
    const candidate = component.kind === "container" ? candidateOf(component) : undefined;
    return candidate === undefined ? [] : [candidate];
  });
  const alike = groupBy(candidates, ({ texts, length }) => `${length} ${texts.length}`);
  return [...alike.values()].flatMap((group) => shareAmong(module, group));
}

/** Placeholders of inputs and outputs stand for something else in each component. */
function candidateOf(component: ContainerComponent): Candidate | undefined {
  const { work } = component;
  if (work.kind !== "container") return undefined;
  const texts = [...work.command, ...work.args].filter((text) => typeof text === "string");
  const isWhole = texts.length === work.command.length + work.args.length;
  const isOwn = [work.image, ...texts].some((text) => /\{\{\$\.(inputs|outputs)\b/.test(text));
  return isWhole && !isOwn ? { component, image: work.image, texts, length: work.command.length } : undefined;
}

/** What most of them share; then the same for those that do not have it. */
function shareAmong(module: Module, candidates: readonly Candidate[]): readonly string[] {
  if (candidates.length < 2) return [];
  const skeleton = skeletonOf(candidates);
  const fits = ({ texts }: Candidate) =>
    skeleton.every((text, index) => text === undefined || text === texts[index]);
  const members = candidates.filter(fits);
  if (members.length < 2 || !isWorthIt(skeleton)) return [];
  const others = candidates.filter((candidate) => !fits(candidate));
  return [declare(module, skeletonOf(members), members), ...shareAmong(module, others)];
}

function skeletonOf(candidates: readonly Candidate[]): Skeleton {
  const [first] = candidates;
  return (first?.texts ?? []).map((_, index) => {
    const counts = new Map<string, number>();
    for (const { texts } of candidates) {
      const text = texts[index] ?? "";
      counts.set(text, (counts.get(text) ?? 0) + 1);
    }
    return [...counts].find(([, count]) => count > candidates.length / 2)?.[0];
  });
}

/** A call must say much less than the container. */
function isWorthIt(skeleton: Skeleton): boolean {
  const kept = skeleton.filter((text) => text !== undefined);
  return kept.length > 3 && skeleton.length - kept.length < 4 && kept.join("").length > 120;
}

function declare(module: Module, skeleton: Skeleton, members: readonly Candidate[]): string {
  const name = takeName(module.names, nameOf(module, skeleton));
  const names = namesIn(module.names);
  const image = takeName(names, "image");
  const parameters = skeleton.map((text, index) =>
    text === undefined ? takeName(names, parameterName(skeleton, index, members)) : undefined,
  );
  const print = (text: string) => printLongText(module, text, namedPlaceholder);
  const printed = skeleton.map((text, index) =>
    text === undefined ? (parameters[index] ?? "") : print(text),
  );
  for (const { component, image: ownImage, texts } of members) {
    const given = texts.filter((_, index) => skeleton[index] === undefined);
    const first = printText(module, ownImage, namedPlaceholder);
    module.containers.set(component, { name, given: [first, ...given.map(print)] });
  }
  const length = members[0]?.length ?? 0;
  const container = objectLiteral([
    ["image", image],
    ["command", length === 0 ? undefined : listLiteral(printed.slice(0, length))],
    ["args", length === printed.length ? undefined : listLiteral(printed.slice(length))],
  ]);
  const typed = [image, ...parameters.filter((one) => one !== undefined)].map((one) => `${one}: string`);
  return `const ${name} = (${typed.join(", ")}) => (${container});`;
}

/** kfp's SDK embeds Python functions. */
function nameOf(module: Module, skeleton: Skeleton): string {
  const runsPython = skeleton.some(
    (text) => text !== undefined && module.texts.get(text)?.startsWith("runExecutor"),
  );
  return runsPython ? "kfpPython" : "sharedContainer";
}

/** After a flag as the flag, or what the texts look like. */
function parameterName(skeleton: Skeleton, index: number, members: readonly Candidate[]): string {
  const [, flag] = /^--?([\w-]{2,})$/.exec(skeleton[index - 1] ?? "") ?? [];
  if (flag !== undefined) return camelCase(flag, "text");
  const texts = members.map(({ texts }) => texts[index] ?? "");
  if (texts.some((text) => /pip3? install/.test(text))) return "install";
  return texts.every((text) => text.includes("\n")) ? "source" : "text";
}
