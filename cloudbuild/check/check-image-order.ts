// Checks that images are there when they are needed: built before a step runs in them or pushes them, pushed before they
// are deployed.
import { groupBy } from "../../pipeline/ir/group-by.ts";
import type { BuildFile } from "../files/build-file.ts";
import type { Finding } from "../findings/finding.ts";
import type { Build } from "../format/build.ts";
import { directWaits } from "../format/step-order.ts";
import { listedImages } from "./check-images.ts";
import { dockerWork } from "./docker-work.ts";
import type { DockerWork, ImageUse } from "./docker-work.ts";
import { found, quoted, stepName } from "../findings/found.ts";
import type { Problem } from "../findings/found.ts";
import { imageKey, readImageName, withDefaults } from "./image-name.ts";
import { commandsOf } from "./step-commands.ts";
import type { Command } from "./step-commands.ts";

export function checkImageOrder(file: BuildFile): readonly Finding[] {
  const { build } = file;
  if (build.steps.length > 1000) return []; // 300 is the limit, which is told elsewhere
  const works = build.steps.map(dockerWork);
  return [...notAwaited(build, works), ...notPushedYet(build, works), ...notBuilt(build, works)].map(
    (problem) => found(file, problem),
  );
}

/** A step that uses an image which a step above makes, and that may run before it is made. */
function notAwaited(build: Build, works: readonly DockerWork[]): readonly Problem[] {
  const before = stepsBefore(build);
  const makers = groupBy(
    works.flatMap(({ made }, step) => made.map(({ image }) => ({ step, key: imageKey(image, build) }))),
    ({ key }) => key,
  );
  return build.steps.flatMap((step, index) => {
    const uses: readonly (ImageUse & { readonly verb: string })[] = [
      { image: step.name ?? "", at: ["steps", index, "name"], verb: "runs in" },
      ...(works[index]?.pushed ?? []).map((use) => ({ ...use, verb: "pushes" })),
    ];
    return uses.flatMap(({ image, at, verb }): readonly Problem[] => {
      const same = makers.get(imageKey(image, build)) ?? [];
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
function notPushedYet(build: Build, works: readonly DockerWork[]): readonly Problem[] {
  const listed = new Map(listedImages(build).map((use) => [imageKey(use.image, build), use]));
  const told = new Set<string>();
  return build.steps.flatMap((step, index) => {
    const deployed = commandsOf(step, index).filter(deploys);
    return deployed.flatMap(({ words }) =>
      words.flatMap(({ text, at }): readonly Problem[] => {
        const image = text.replace(/^[\w-]+=/, "");
        const entry = listed.get(imageKey(image, build));
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

function deploys({ words }: Command): boolean {
  const [program, ...args] = words.map(({ text }) => text);
  const has = (...names: readonly string[]) => args.some((arg) => names.includes(arg));
  if (program === "gcloud")
    return has("deploy", "update", "replace", "create-with-container", "update-container");
  if (program === "kubectl") return has("set") && has("image");
  return program === "gke-deploy" && has("run", "prepare");
}

/** A step whose commands are not all understood may push what its text names. */
function mayBePushed({ steps }: Build, works: readonly DockerWork[], image: string): boolean {
  const { repository } = readImageName(image);
  return works.some((work, index) => {
    if (work.pushed.some((use) => readImageName(use.image).repository === repository)) return true;
    const { args = [], script = "", name } = steps[index] ?? { name: "" };
    return /push|publish|destination|kaniko|jib|ko\b|bazel|make|builds/.test(
      [name, script, ...args].join(" "),
    );
  });
}

/** Told only where every step is understood, and no substitution could make the names equal. */
function notBuilt(build: Build, works: readonly DockerWork[]): readonly Problem[] {
  if (works.some(({ more }) => more)) return [];
  const made = works.flatMap((work) => [...work.made, ...work.pulled]);
  return listedImages(build).flatMap(({ image, at }): readonly Problem[] => {
    if (made.some((use) => mayBeSame(build, use.image, image))) return [];
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

function mayBeSame(build: Build, made: string, listed: string): boolean {
  const [one, other] = [withDefaults(made, build), withDefaults(listed, build)];
  if (/\$\{?_/.test(one) || /\$\{?_/.test(other)) return true;
  const name = readImageName(other);
  if (name.tag === undefined && name.digest === undefined)
    return readImageName(one).repository === name.repository;
  return name.digest !== undefined || imageKey(one, build) === imageKey(other, build);
}
