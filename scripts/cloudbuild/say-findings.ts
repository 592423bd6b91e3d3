// Findings about configs -> text on stderr, with the lines that they are about.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { hasErrors, type Finding } from "../../cloudbuild/findings/finding.ts";
import { showFindings } from "../../cloudbuild/findings/show-findings.ts";
import { sortFindings } from "../../cloudbuild/findings/sort-findings.ts";
import type { LoadedBuilds } from "./load-builds.ts";

type TextOf = (file: string) => string | undefined;

export function sayFindings(findings: readonly Finding[], textOf: TextOf): void {
  if (findings.length === 0) return;
  const colour = process.stderr.isTTY === true && !process.env["NO_COLOR"];
  console.error(showFindings(sortFindings(findings), { textOf, colour }).trimEnd());
}

/** Warnings are left to `check` and `merge`. Says whether there are errors. */
export function sayErrors(findings: readonly Finding[], textOf: TextOf): boolean {
  const errors = findings.filter((finding) => hasErrors([finding]));
  sayFindings(errors, textOf);
  return errors.length > 0;
}

/** The texts of builds.ts and of its configs, those that are no builds included. */
export function textsOf({ source, components, root }: LoadedBuilds): TextOf {
  const read = new Map(components.map(({ file }) => [file.file, file.text]));
  return (file) =>
    file === source.file ? source.text : (read.get(file) ?? textAt(join(root, file)) ?? textAt(file));
}

/** `undefined`: it cannot be read. */
export function textAt(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
