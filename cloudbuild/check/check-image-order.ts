// Checks that images are there when they are needed: built before a step runs in them or pushes them, pushed before they
// are deployed.
import { groupBy } from "../../pipeline/ir/group-by.ts";
import type { BuildFile } from "../files/build-file.ts";
import type { Finding } from "../findings/finding.ts";
import type { Build } from "../format/build.ts";
import { directWaits } from "../format/step-order.ts";
import { imageKey, listedImages } from "./check-images.ts";
import { dockerWork } from "./docker-work.ts";
import type { DockerWork, ImageUse } from "./docker-work.ts";
import { found, quoted, stepName } from "../findings/found.ts";
import type { Problem } from "../findings/found.ts";
import { deploys } from "../steps/effects.ts";
import { imageText, readImage } from "../steps/image-reference.ts";
import { knownValues } from "../steps/known-values.ts";
import type { KnownValues } from "../steps/known-values.ts";
import { commandsOf } from "../steps/step-commands.ts";

export function checkImageOrder(file: BuildFile): readonly Finding[] {
  const { build } = file;
  if (build.steps.length > 1000) return []; // 300 is the limit, which is told elsewhere
  const works = build.steps.map(dockerWork);
  const images: Images = { build, works, values: knownValues(build.substitutions) };
  return [...notAwaited(images), ...notPushedYet(images), ...notBuilt(images)].map((problem) =>
    found(file, problem),
  );
}

interface Images {
  readonly build: Build;
  /** Of the steps. */
  readonly works: readonly DockerWork[];
  readonly values: KnownValues;
}

/** A step that uses an image which a step above makes, and that may run before it is made. */
function notAwaited({ build, works, values }: Images): readonly Problem[] {
  const before = stepsBefore(build);
  const makers = groupBy(
    works.flatMap(({ made }, step) => made.map(({ image }) => ({ step, key: imageKey(image, values) }))),
    ({ key }) => key,
  );
  return build.steps.flatMap((step, index) => {
    const uses: readonly (ImageUse & { readonly verb: string })[] = [
      { image: step.name ?? "", at: ["steps", index, "name"], verb: "runs in" },
      ...(works[index]?.pushed ?? []).map((use) => ({ ...use, verb: "pushes" })),
    ];
    return uses.flatMap(({ image, at, verb }): readonly Problem[] => {
      const same = makers.get(imageKey(image, values)) ?? [];
      const steps = same.map((maker) => maker.step).filter((other) => other <= index);
      const [maker] = steps;
      if (maker === undefined || steps.some((other) => other === index || before[index]?.has(other)))
        return [];
      const whose = stepName(build.steps[maker] ?? {}, maker);
      return [
        {
          code: "IMAGE_NOT_AWAITED",
          severity: "warning",
          at,
          part: image,
          message: `${stepName(step, index)} ${verb} ${quoted(image)} without waiting for ${whose}, which makes it.`,
          remedy: waitRemedy(build.steps[maker]?.id),
          related: [{ at: ["steps", maker], note: "it is made here" }],
        },
      ];
    });
  });
}

function waitRemedy(id: string | undefined): string {
  return id === undefined || id === ""
    ? `Give that step an id and name it in waitFor.`
    : `Add ${quoted(id)} to waitFor.`;
}

/** Every step that has ended when a step starts. */
function stepsBefore({ steps }: Build): readonly ReadonlySet<number>[] {
  const all: ReadonlySet<number>[] = [];
  for (const waits of directWaits(steps)) {
    all.push(new Set(waits.flatMap((step) => [step, ...(all[step] ?? [])])));
  }
  return all;
}

/** `images` are pushed when all steps have ended, so that a step cannot deploy them. */
function notPushedYet({ build, works, values }: Images): readonly Problem[] {
  const listed = new Map(listedImages(build).map((use) => [imageKey(use.image, values), use]));
  const told = new Set<string>();
  return build.steps.flatMap((step, index) => {
    const deployed = commandsOf(step, index).filter(deploys);
    return deployed.flatMap(({ words }) =>
      words.flatMap(({ text, at }): readonly Problem[] => {
        const image = text.replace(/^[\w-]+=/, "");
        const entry = listed.get(imageKey(image, values));
        const mark = `${index} ${image}`;
        if (entry === undefined || told.has(mark) || mayBePushed(build, works.slice(0, index), image))
          return [];
        told.add(mark);
        return [
          {
            code: "IMAGE_NOT_PUSHED_YET",
            severity: "warning",
            at,
            part: image,
            message: `${stepName(step, index)} deploys ${quoted(image)}, which is pushed only when all steps have ended.`,
            remedy: `Push it in a step before, as docker push, and keep it in images for its provenance.`,
            related: [{ at: entry.at, note: "it is listed here" }],
          },
        ];
      }),
    );
  });
}

/** A step whose commands are not all understood may push what its text names. */
function mayBePushed({ steps }: Build, works: readonly DockerWork[], image: string): boolean {
  const repository = readImage(image)?.repository;
  return works.some((work, index) => {
    if (work.pushed.some((use) => readImage(use.image)?.repository === repository)) return true;
    const { args = [], script = "", name } = steps[index] ?? { name: "" };
    return /push|publish|destination|kaniko|jib|ko\b|bazel|make|builds/.test(
      [name, script, ...args].join(" "),
    );
  });
}

/** Told only where every step is understood, and no substitution could make the names equal. */
function notBuilt({ works, build, values }: Images): readonly Problem[] {
  if (works.some(({ more }) => more)) return [];
  const made = works.flatMap((work) => [...work.made, ...work.pulled]);
  return listedImages(build).flatMap(({ image, at }): readonly Problem[] => {
    if (made.some((use) => mayBeSame(values.read(use.image), values.read(image)))) return [];
    return [
      {
        code: "IMAGE_NOT_BUILT",
        severity: "warning",
        at,
        message: `${quoted(image)} is to be pushed, and no step builds it.`,
        remedy:
          made.length === 0
            ? `Build it in a step, as docker build -t ${image} ., or take it out.`
            : `Name what the steps build: ${made
                .slice(0, 4)
                .map((use) => quoted(use.image))
                .join(", ")}.`,
      },
    ];
  });
}

/** Of texts with the values that are known. */
function mayBeSame(made: string, listed: string): boolean {
  if (/\$\{?_/.test(made) || /\$\{?_/.test(listed)) return true;
  const [one, other] = [readImage(made), readImage(listed)];
  if (one === undefined || other === undefined) return made === listed;
  if (other.digest !== undefined) return true;
  return other.tag === undefined ? one.repository === other.repository : imageText(one) === imageText(other);
}
