// A step -> why a pull request must not run it, and what in it is neither known to publish nor known not to.
import type { BuildStep } from "../format/build.ts";
import { dockerCommandOf } from "../steps/docker-commands.ts";
import { effectOf } from "../steps/effects.ts";
import type { KnownValues } from "../steps/known-values.ts";
import type { Command } from "../steps/step-commands.ts";
import { commandsOf, shellTextOf } from "../steps/step-commands.ts";

/** Undefined of one that publishes nothing, or only as a build that can be told not to. */
export function publishingOf(step: BuildStep, values: readonly KnownValues[]): string | undefined {
  const commands = values.flatMap((known) => commandsOf(step, 0, known));
  const effects = commands.filter((command) => !isBuild(command)).map(effectOf);
  if (effects.includes("pushes images")) return "it pushes images";
  return effects.includes("deploys or uploads") ? "it deploys or uploads" : undefined;
}

function isBuild(command: Command): boolean {
  return dockerCommandOf(command)?.kind === "build";
}

/** Each command as it is written, cut where it is long. */
export function unknownIn(step: BuildStep, values: readonly KnownValues[]): readonly string[] {
  const functions = functionsIn(step);
  const commands = values.flatMap((known) => commandsOf(step, 0, known));
  const unknown = commands.filter(
    (command) => effectOf(command) === "not known" && !functions.has(command.words[0]?.text ?? ""),
  );
  return [...new Set(unknown.map(shown))];
}

/** Their bodies are read where they stand. */
function functionsIn(step: BuildStep): ReadonlySet<string> {
  const text = shellTextOf(step, 0)?.text ?? "";
  return new Set([...text.matchAll(/([\w-]+)\s*\(\s*\)/g)].map(([, name = ""]) => name));
}

const longest = 60;

function shown({ words }: Command): string {
  const line = words
    .map(({ written }) => written)
    .join(" ")
    .replaceAll(/\s+/g, " ");
  return line.length > longest ? `${line.slice(0, longest)}...` : line;
}
