// Steps that are left out -> those that need what they would have pushed or left, by id, and why.
import { imageText } from "../steps/image-reference.ts";
import type { KnownValues } from "../steps/known-values.ts";
import type { MergedBuild, MergedStep } from "./merged-build.ts";
import type { StepImages } from "./step-images.ts";
import { stepImages } from "./step-images.ts";

interface Known {
  readonly step: MergedStep;
  readonly images: StepImages;
}

/** Only what was made before a step is what it uses; with the values of any environment. */
export function needingPushed(
  { steps }: MergedBuild,
  { left, values }: { readonly left: ReadonlyMap<string, string>; readonly values: readonly KnownValues[] },
): ReadonlyMap<string, string> {
  const before = ancestorsById(steps);
  const gone = new Map<string, string>();
  const isGone = (id: string): boolean => left.has(id) || gone.has(id);
  const known = values.map((value) =>
    steps.map((step): Known => ({ step, images: stepImages(step.step, value) })),
  );
  for (let size = -1; size < gone.size;) {
    size = gone.size;
    for (const all of known) {
      for (const { step, images } of all) {
        const why = isGone(step.id) ? undefined : needOf(images, among(all, before.get(step.id)), isGone);
        if (why !== undefined) gone.set(step.id, why);
      }
    }
  }
  return gone;
}

function among(all: readonly Known[], ids: ReadonlySet<string> | undefined): readonly Known[] {
  return all.filter(({ step }) => ids?.has(step.id) === true);
}

function needOf(
  own: StepImages,
  before: readonly Known[],
  isGone: (id: string) => boolean,
): string | undefined {
  if (own.reads.length > 0) return "it reads the digests of pushed images";
  const there = new Set(
    [own, ...before.flatMap(({ step, images }) => (isGone(step.id) ? [] : [images]))].flatMap(({ leaves }) =>
      leaves.map(imageText),
    ),
  );
  const pulled = (image: Parameters<typeof own.uses>[0]): boolean =>
    own.uses(image) === "pull" && !own.pushes.some((of) => imageText(of) === imageText(image));
  const needs = before.some(({ step, images }) => {
    const missing = [...images.pushes, ...(isGone(step.id) ? images.makes : [])];
    return missing.some((image) => {
      const use = own.uses(image);
      if (use === "registry" || pulled(image)) return true;
      return use !== "none" && use !== "pull" && !there.has(imageText(image));
    });
  });
  return needs ? "it uses an image that is not pushed" : undefined;
}

function ancestorsById(steps: readonly MergedStep[]): ReadonlyMap<string, ReadonlySet<string>> {
  const all = new Map<string, ReadonlySet<string>>();
  for (const { id, waits } of steps) {
    all.set(id, new Set(waits.flatMap(({ on }) => [on, ...(all.get(on) ?? [])])));
  }
  return all;
}
