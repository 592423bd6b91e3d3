// One component on its way into the merged build.
import type { BuildFile, Path, Place } from "../files/build-file.ts";
import type { Build, BuildStep } from "../format/build.ts";
import type { Finding } from "../findings/finding.ts";
import type { ComponentBuild } from "./merged-build.ts";

export interface MergePart {
  readonly name: string;
  readonly file: BuildFile;
  readonly component: ComponentBuild["component"];
  /** Its config, with the substitutions' names that it gets in the merged build. */
  readonly build: Build;
  /** Of the steps, in its config's order: their ids, or `step-2`. */
  readonly names: readonly string[];
}

/** A step among all components'; `node` counts them. */
export interface StepNode {
  readonly node: number;
  readonly part: MergePart;
  /** In its config, from 0. */
  readonly index: number;
  /** `trainer:test` */
  readonly id: string;
  readonly step: BuildStep;
}

/** What a function of the merge gives back: its part of the build, and what is wrong with it. */
export interface Joined<T> {
  readonly value: T;
  readonly findings: readonly Finding[];
}

export function placeOfStep({ part, index }: StepNode): Place {
  const path: Path = ["steps", index];
  return part.file.placeOf(part.build.steps[index]?.id === undefined ? [...path, "name"] : [...path, "id"]);
}

/** Whether two values of a config say the same, whatever the order of their fields. */
export function sameValue(a: unknown, b: unknown): boolean {
  return canonical(a) === canonical(b);
}

export function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (_, inner: unknown) =>
      typeof inner === "object" && inner !== null && !Array.isArray(inner)
        ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
        : inner,
    ) ?? ""
  );
}
