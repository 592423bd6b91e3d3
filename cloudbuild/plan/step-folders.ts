// A step -> its commands, and the folder of the repository that each runs in.
import { posix } from "node:path";
import type { BuildStep } from "../format/build.ts";
import type { KnownValues } from "../steps/known-values.ts";
import { commandsOf, shellTextOf } from "../steps/step-commands.ts";
import type { Command } from "../steps/step-commands.ts";

export type Folder =
  /** From the repository's root, which is "". */
  | { readonly kind: "known"; readonly path: string }
  /** `why` is a half sentence. */
  | { readonly kind: "unknown"; readonly why: string };

/** A text, and how the config has it. */
export interface Said {
  readonly text: string;
  readonly written: string;
}

export interface PlacedCommand {
  readonly command: Command;
  readonly folder: Folder;
}

/** In their order. */
export function placedCommands(step: BuildStep, values: KnownValues): readonly PlacedCommand[] {
  const commands = commandsOf(step, 0, values);
  const root: Folder = { kind: "known", path: "" };
  const { dir = "" } = step;
  let folder = folderAt({ text: values.read(dir), written: dir }, root);
  const isMoving = commands.some((command) => isMove(command));
  if (isMoving && !isInOneRow(shellTextOf(step, 0)?.text ?? "")) {
    folder = unknown("its script changes folders in a way that is not followed");
    return commands.map((command) => ({ command, folder }));
  }
  return commands.map((command) => {
    if (isMove(command)) folder = movedTo(command, folder);
    return { command, folder };
  });
}

function isMove({ words }: Command): boolean {
  return /^(?:cd|pushd|popd)$/.test(words[0]?.text ?? "");
}

function movedTo({ words }: Command, from: Folder): Folder {
  const [program, to, ...more] = words;
  if (program?.text === "popd" || to === undefined || more.length > 0 || /^[-+]/.test(to.text)) {
    return unknown(`the folder of "${words.map(({ written }) => written).join(" ")}" is not known`);
  }
  return folderAt(to, from);
}

/** Whether its commands run one after another, all in one shell. What may be more than that is taken for more. */
function isInOneRow(script: string): boolean {
  const plain = script
    .replaceAll(/^\s*#.*$/gm, "")
    .replaceAll(/\$\([^()]*\)/g, (inner) => (/\b(?:cd|pushd|popd)\b/.test(inner) ? "(" : ""))
    .replaceAll(/\$\{[^{}]*\}/g, "");
  const nested =
    /[(){}`]|\b(?:if|for|while|until|case|select|function|trap|eval|source)\b|sh\s+-[a-z]*c|\|\|(?!\s*exit\b)/;
  return !nested.test(plain) && !/(?<![>&<])&(?![&>])/.test(plain);
}

export function unknown(why: string): { readonly kind: "unknown"; readonly why: string } {
  return { kind: "unknown", why };
}

/** What still has something in it that a shell or a build replaces is not known. */
export function isKnown(text: string): boolean {
  return !/[$`*?{~]/.test(text);
}

/** Where a path leads that is said in a folder. */
export function folderAt({ text, written }: Said, from: Folder): Folder {
  if (!isKnown(text)) return unknown(`the value of "${written}" is not known`);
  const isAbsolute = text.startsWith("/");
  if (!isAbsolute && from.kind === "unknown") return from;
  const inside = isAbsolute ? /^\/workspace(?:\/(.*))?$/s.exec(posix.normalize(text)) : undefined;
  const path = inside
    ? (inside[1] ?? "")
    : isAbsolute || from.kind === "unknown"
      ? ".."
      : posix.join(from.path, text);
  const normal = posix.normalize(path);
  if (normal === ".." || normal.startsWith("../")) {
    return unknown(`"${written}" is outside the repository`);
  }
  return { kind: "known", path: normal === "." ? "" : normal.replace(/\/$/, "") };
}
