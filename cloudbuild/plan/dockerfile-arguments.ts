// The arguments of a Dockerfile's stage -> texts of its instructions with their values in place.
import type { Instruction } from "./dockerfile-instructions.ts";

/** What `--build-arg` gives, by name; undefined: given, and not known. */
export type BuildArguments = ReadonlyMap<string, string | undefined>;

interface ArgumentScope {
  readonly given: BuildArguments;
  /** Of the whole Dockerfile, in their order. */
  readonly all: readonly Instruction[];
  /** Of the stage, up to the one that is read. */
  readonly before: readonly Instruction[];
}

/** Docker says them itself, whatever the Dockerfile has. */
const predefined =
  /^(?:(?:TARGET|BUILD)(?:PLATFORM|OS|OSVERSION|ARCH|VARIANT)|BUILDKIT_.*|SOURCE_DATE_EPOCH|(?:https?|ftp|no|all)_proxy)$/i;

/** A variable whose value is not known may be anything: it becomes `**`. */
export function withArguments(text: string, scope: ArgumentScope): string {
  return text.replaceAll(
    /\\?\$(?:\{([^}]*)\}|([A-Za-z_][A-Za-z0-9_]*))/g,
    (written: string, braced: string | undefined, bare: string | undefined) => {
      const value = written.startsWith("\\") ? undefined : valueOf(braced ?? bare ?? "", scope);
      return value ?? "**";
    },
  );
}

/** Only of an argument that the stage declares itself and that nothing else may set. */
function valueOf(name: string, { given, all, before }: ArgumentScope): string | undefined {
  if (!/^[A-Za-z_]\w*$/.test(name) || predefined.test(name)) return undefined;
  if (
    all.some((one) => one.name === "ENV" && new RegExp(`(?:^|\\s)["']?${name}["']?[=\\s]`).test(one.text))
  ) {
    return undefined;
  }
  const declared = declarations(before, name);
  if (declared.length === 0) return undefined;
  if (given.has(name)) return plain(given.get(name));
  const values = declared.map((value) => value ?? globalDefault(name, all));
  const [value] = values;
  return values.every((other) => other === value) ? plain(value) : undefined;
}

/** The defaults with which `ARG` declares it; undefined where it has none. */
function declarations(instructions: readonly Instruction[], name: string): readonly (string | undefined)[] {
  return instructions
    .filter((one) => one.name === "ARG")
    .flatMap(({ text }) => text.split(/\s+/))
    .flatMap((word) => {
      const [declared, value] = word.split(/=(.*)/s);
      return declared === name ? [value] : [];
    });
}

/** Of an `ARG` before the first stage. */
function globalDefault(name: string, all: readonly Instruction[]): string | undefined {
  const first = all.findIndex((one) => one.name === "FROM");
  return declarations(all.slice(0, Math.max(first, 0)), name).at(-1);
}

/** Undefined where there is more to it than letters. */
function plain(value: string | undefined): string | undefined {
  const unquoted = value?.replace(/^(["'])(.*)\1$/s, "$2");
  return unquoted !== undefined && /^[\w./@+:~-]*$/.test(unquoted) ? unquoted : undefined;
}
