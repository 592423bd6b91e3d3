// The four components of the predecessor, as the merge's tests take them: one that prepares data, one that trains, one that
// compiles the pipelines, and the application.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Need } from "../../../../cloudbuild/config/builds.ts";
import type { MergedBuild } from "../../../../cloudbuild/merge/merged-build.ts";
import { mergedOf } from "../merge-of.ts";

/** What the pipelines need: nothing, the images from the beginning, or only for the step that compiles. */
const needs: { readonly [kind in "none" | "components" | "steps"]: readonly Need[] } = {
  none: [],
  components: [{ on: ["data-prep", "fine-tune"] }],
  steps: [{ step: "step-3", on: ["data-prep:push", "fine-tune:push"] }],
};

export function seedText(name: string): string {
  return readFileSync(join(import.meta.dirname, `${name}.yaml`), "utf8");
}

export function mergedSeed(kind: keyof typeof needs): MergedBuild {
  return mergedOf({
    app: { yaml: seedText("app") },
    "data-prep": { yaml: seedText("data-prep") },
    "fine-tune": { yaml: seedText("fine-tune") },
    pipeline: { yaml: seedText("pipeline"), needs: needs[kind] },
  });
}

/** A build takes 300 s, a push or deployment 60 s, compiling 90 s. */
export function durationsOf({ steps }: MergedBuild): { readonly [id: string]: number } {
  const seconds: { readonly [step: string]: number } = { build: 300, push: 60, deploy: 60, "step-3": 90 };
  return Object.fromEntries(steps.map(({ id }) => [id, seconds[id.split(":")[1] ?? ""] ?? 0]));
}
