// A step that builds and pushes an image -> one that only builds it, from the cache and without writing to it. What says so
// is cut out of the step by its place; where that cannot be told, the step is refused.
import type { BuildStep } from "../format/build.ts";
import { dockerCommandOf } from "../steps/docker-commands.ts";
import type { DockerCommand } from "../steps/docker-commands.ts";
import { isOn, isRegistryOutput } from "../steps/docker-options.ts";
import type { GivenOption } from "../steps/docker-options.ts";
import type { KnownValues } from "../steps/known-values.ts";
import type { Command, Word } from "../steps/step-commands.ts";
import { commandsOf, shellTextOf } from "../steps/step-commands.ts";

export type WithoutPush =
  | { readonly kind: "same" }
  | { readonly kind: "changed"; readonly step: BuildStep }
  /** `why`: `$_PUSH may have it push, ...` */
  | { readonly kind: "refused"; readonly why: string };

export interface PushRemoval {
  /** Of each of these the step is the same in the end. */
  readonly values: readonly KnownValues[];
  /** Whether another step reads the file. */
  readonly isRead: (path: string) => boolean;
  /** Whether another step runs an image of this build, which stays with the daemon where nothing else is said. */
  readonly isUsed?: (build: DockerBuild) => boolean;
}

export type DockerBuild = DockerCommand & { readonly kind: "build" };

/** From `start` to `end`: in a shell's text, or the step's arguments counted. */
interface Cut {
  readonly start: number;
  readonly end: number;
  /** What stands there then. */
  readonly by?: string;
}

const onlyCache = "--output=type=cacheonly";

class Unclear extends Error {}

export function withoutPush(step: BuildStep, removal: PushRemoval): WithoutPush {
  try {
    const cuts = removal.values.map((values) => {
      const commands = commandsOf(step, 0, values);
      return uniqueCuts(commands.flatMap((command) => cutsIn(command, step, removal)));
    });
    const [first = []] = cuts;
    if (cuts.some((other) => JSON.stringify(other) !== JSON.stringify(first))) {
      throw new Unclear("whether it pushes differs between the environments");
    }
    const cut = withCuts(step, first);
    const changed = withKanikoFlags(cut, removal);
    const isPushing = removal.values.some((values) =>
      commandsOf(changed, 0, values).some((command) => buildOf(command)?.isPushed === true),
    );
    if (isPushing) throw new Unclear("what has it push could not be taken out");
    return changed === step ? { kind: "same" } : { kind: "changed", step: changed };
  } catch (error) {
    if (error instanceof Unclear) return { kind: "refused", why: error.message };
    throw error;
  }
}

function buildOf(command: Command): DockerBuild | undefined {
  const docker = dockerCommandOf(command);
  return docker?.kind === "build" ? docker : undefined;
}

function cutsIn(command: Command, step: BuildStep, { isRead, isUsed }: PushRemoval): readonly Cut[] {
  const build = buildOf(command);
  if (build === undefined || build.tool === "kaniko") return [];
  const isLoaded = isOn(build.options, "--load") || isUsed?.(build) === true;
  return build.options.given.flatMap((option): readonly Cut[] => {
    const { name, value } = option;
    if (name === "--cache-to") return [cutOf(option, step)];
    if (name === "--metadata-file") {
      return isRead(value.text) || isRead(value.written) ? [] : [cutOf(option, step)];
    }
    if (name === "--push") {
      if (value.text === "false") return [];
      requireSaid(option, value.written === value.text);
      return [{ ...cutOf(option, step), ...(!isLoaded && { by: onlyCache }) }];
    }
    if (name !== "--output") return [];
    if (isRegistryOutput(value.text)) {
      requireSaid(option, isRegistryOutput(value.written));
      return [{ ...cutOf(option, step), by: onlyCache }];
    }
    const isPlain = /(?:^|,)type=(?:local|tar|oci|docker|cacheonly)(?:,|$)/.test(value.text);
    requireSaid(option, isPlain || !isUnknown(value));
    return [];
  });
}

function isUnknown({ text, isOpen }: Word): boolean {
  return isOpen || text.includes("$");
}

function requireSaid({ words }: GivenOption, isSaid: boolean): void {
  if (!isSaid) throw new Unclear(`${writtenOf(words)} may have it push`);
}

function writtenOf(words: readonly Word[]): string {
  return words.map(({ written }) => written).join(" ");
}

function cutOf({ name, words }: GivenOption, step: BuildStep): Cut {
  const [first, last] = [words[0], words.at(-1)];
  const isOwn =
    first?.written.startsWith(name) === true || (name === "--output" && /^-o/.test(first?.written ?? ""));
  if (first === undefined || last === undefined || !isOwn) {
    throw new Unclear(`${writtenOf(words)} may have it push`);
  }
  const shell = shellTextOf(step, 0);
  if (shell === undefined) {
    const [start, end] = [first.at.at(-1), last.at.at(-1)];
    if (typeof start === "number" && typeof end === "number") return { start, end: end + 1 };
  } else if (first.place !== undefined && last.place !== undefined) {
    const { start } = first.place;
    const between = first === last ? "" : shell.text.slice(first.place.end, last.place.start);
    if (/^(?:\s|\\\r?\n)*$/.test(between)) return { start, end: last.place.end };
  }
  throw new Unclear(`${writtenOf(words)} cannot be taken out of its text`);
}

/** A value that is put in twice is one place. */
function uniqueCuts(cuts: readonly Cut[]): readonly Cut[] {
  const sorted = [...cuts].sort((a, b) => a.start - b.start);
  sorted.forEach((cut, at) => {
    const before = sorted[at - 1];
    if (before !== undefined && cut.start < before.end) {
      throw new Unclear("what has it push cannot be taken out of its text");
    }
  });
  return sorted;
}

function withCuts(step: BuildStep, cuts: readonly Cut[]): BuildStep {
  if (cuts.length === 0) return step;
  const shell = shellTextOf(step, 0);
  const { args = [] } = step;
  if (shell === undefined) {
    const kept = args.flatMap((arg, at): readonly string[] => {
      const cut = cuts.find(({ start, end }) => at >= start && at < end);
      if (cut === undefined) return [arg];
      return at === cut.start && cut.by !== undefined ? [cut.by] : [];
    });
    return { ...step, args: kept };
  }
  let [text, at] = ["", 0];
  for (const { start, end, by = "" } of cuts) {
    text += shell.text.slice(at, start) + by;
    at = end;
  }
  text += shell.text.slice(at);
  if (shell.by === "script") return { ...step, script: text };
  const position = shell.at.at(-1);
  return { ...step, args: args.map((arg, index) => (index === position ? text : arg)) };
}

/** Its last word on an option counts. In a shell there is no such place. */
function withKanikoFlags(step: BuildStep, { values }: PushRemoval): BuildStep {
  const builds = values.flatMap((known) =>
    commandsOf(step, 0, known).flatMap((command) => {
      const build = buildOf(command);
      return build?.tool === "kaniko" ? [{ build, command }] : [];
    }),
  );
  if (builds.length === 0) return step;
  if (builds.some(({ build, command }) => build.isPushed && command.by !== "exec")) {
    throw new Unclear("it pushes images");
  }
  const missing = ["--no-push", "--no-push-cache"].filter((flag) =>
    builds.some(({ build }) => !isOn(build.options, flag)),
  );
  if (missing.length === 0 || builds.some(({ command }) => command.by !== "exec")) return step;
  return { ...step, args: [...(step.args ?? []), ...missing] };
}
