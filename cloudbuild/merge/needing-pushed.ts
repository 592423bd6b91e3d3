// Steps that are left out -> those that need what they would have pushed or left, by id, and why.
import { imageText } from "../steps/image-reference.ts";
import type { ImageReference } from "../steps/image-reference.ts";
import { lineOf, commandsOf } from "../steps/step-commands.ts";
import type { KnownValues } from "../steps/known-values.ts";
import { commandImages } from "./command-images.ts";
import type { MergedBuild, MergedStep } from "./merged-build.ts";
import type { StepImages } from "./step-images.ts";
import { stepImages } from "./step-images.ts";

interface Known {
  readonly step: MergedStep;
  readonly images: StepImages;
  /** What it leaves with the daemon in the form in which it runs. */
  readonly leaves: readonly ImageReference[];
  /** Whether it asks a registry for the image, or for what a registry says of it. */
  readonly asks: (image: ImageReference) => boolean;
}

export interface Withholding {
  /** By id, and why. */
  readonly left: ReadonlyMap<string, string>;
  /** By id, the fields that are others. */
  readonly changed: ReadonlyMap<string, Pick<MergedStep["step"], "args" | "script">>;
  readonly values: readonly KnownValues[];
}

/** Only what was made before a step is what it uses; with the values of any environment. */
export function needingPushed(
  { steps }: MergedBuild,
  { left, changed, values }: Withholding,
): ReadonlyMap<string, string> {
  const before = ancestorsById(steps);
  const gone = new Map<string, string>();
  const isGone = (id: string): boolean => left.has(id) || gone.has(id);
  const known = values.map((value) =>
    steps.map((step): Known => {
      const images = stepImages(step.step, value);
      const other = changed.get(step.id);
      const { leaves } = other === undefined ? images : stepImages({ ...step.step, ...other }, value);
      return { step, images, leaves, asks: asksOf(step.step, value) };
    }),
  );
  for (let size = -1; size < gone.size;) {
    size = gone.size;
    for (const all of known) {
      for (const own of all) {
        const { step } = own;
        const why = isGone(step.id) ? undefined : needOf(own, among(all, before.get(step.id)), isGone);
        if (why !== undefined) gone.set(step.id, why);
      }
    }
  }
  return gone;
}

function among(all: readonly Known[], ids: ReadonlySet<string> | undefined): readonly Known[] {
  return all.filter(({ step }) => ids?.has(step.id) === true);
}

/** Programs and commands that ask a registry, whatever the daemon has. */
const asking =
  /^(?:gcloud (?:\S+ )*(?:artifacts (?:docker|files|versions|tags|packages)|container images) |(?:crane|gcrane|regctl|oras|skopeo) |cosign verify|docker(?:-buildx)? (?:\S+ )*(?:imagetools|manifest) inspect|buildx imagetools inspect)|RepoDigests/;

function asksOf(step: MergedStep["step"], values: KnownValues): Known["asks"] {
  const commands = commandsOf(step, 0, values)
    .filter((command) => asking.test(lineOf(command)))
    .map((command) => {
      const words = command.words.map((word) => ({ ...word, text: word.text.replace(/^docker:\/\//, "") }));
      return commandImages({ ...command, words });
    });
  return (image) => commands.some(({ uses }) => uses(image) !== "none");
}

function needOf(
  { images: own, leaves: ownLeaves, asks }: Known,
  before: readonly Known[],
  isGone: (id: string) => boolean,
): string | undefined {
  if (own.reads.length > 0) return "it reads the digests of pushed images";
  const there = new Set(
    [ownLeaves, ...before.flatMap(({ step, leaves }) => (isGone(step.id) ? [] : [leaves]))].flatMap(
      (leaves) => leaves.map(imageText),
    ),
  );
  const pulled = (image: ImageReference): boolean =>
    own.uses(image) === "pull" && !own.pushes.some((of) => imageText(of) === imageText(image));
  const needs = before.some(({ step, images }) => {
    const missing = [...images.pushes, ...(isGone(step.id) ? images.makes : [])];
    return missing.some((image) => {
      const use = own.uses(image);
      if (use === "registry" || pulled(image) || asks(image)) return true;
      return use !== "none" && use !== "pull" && !there.has(imageText(image));
    });
  });
  return needs || own.pushes.some(asks) ? "it uses an image that is not pushed" : undefined;
}

function ancestorsById(steps: readonly MergedStep[]): ReadonlyMap<string, ReadonlySet<string>> {
  const all = new Map<string, ReadonlySet<string>>();
  for (const { id, waits } of steps) {
    all.set(id, new Set(waits.flatMap(({ on }) => [on, ...(all.get(on) ?? [])])));
  }
  return all;
}
