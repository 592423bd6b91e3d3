// A merged build -> what of it a pull request runs: everything but what publishes, and what needs that.
import { printable } from "../../pipeline/ir/printable-text.ts";
import type { Build, InlineSecret, Secret } from "../format/build.ts";
import { isAutomapped } from "../substitutions/substituted-texts.ts";
import { valuesOf } from "../steps/docker-options.ts";
import { readImage } from "../steps/image-reference.ts";
import { knownValues } from "../steps/known-values.ts";
import type { KnownValues } from "../steps/known-values.ts";
import { withoutSteps } from "./drop-steps.ts";
import type { MergedBuild, MergedStep } from "./merged-build.ts";
import { needingPushed } from "./needing-pushed.ts";
import type { Withholding } from "./needing-pushed.ts";
import { publishingOf, unknownIn } from "./publishing-steps.ts";
import { namesUsed } from "./rename-substitutions.ts";
import { stepImages } from "./step-images.ts";
import { withoutPush } from "./without-push.ts";
import type { DockerBuild } from "./without-push.ts";

/** A step that a pull request does not run, or runs in another form, or that may publish after all. */
export interface Withheld {
  /** Its id. */
  readonly step: string;
  /** `is left out: it pushes images`, `is kept: nothing is known of make push` */
  readonly what: string;
}

/**
 * Nothing is published, as far as the steps show it. Those that push or deploy are left out, and those that use what was
 * pushed; steps that waited for one of them wait for what that waited for. `buildx build --push` builds without, and
 * writes no cache. What is neither known to publish nor known not to is kept, and told.
 */
export function withoutPublishing(merged: MergedBuild): MergedBuild {
  return withholdPublishing(merged).merged;
}

export function withholdPublishing(merged: MergedBuild): {
  readonly merged: MergedBuild;
  readonly withheld: readonly Withheld[];
} {
  const values = [merged.build.substitutions ?? {}, ...(merged.environments ?? [])].map(knownValues);
  const { left, changed } = withheldSteps(merged, values);
  const rejoined = withoutSteps(merged.steps, new Set(left.keys()));
  const steps = rejoined.map((of): MergedStep => {
    const step = changed.get(of.id);
    return step === undefined ? of : { ...of, step: { ...of.step, ...step } };
  });
  const { images, artifacts, ...build } = merged.build;
  const withheld: Withheld[] = [
    ...[...left].map(([step, why]) => ({ step, what: `is left out: ${why}` })),
    ...steps
      .filter(({ id }) => changed.has(id))
      .map(({ id }) => ({ step: id, what: "builds and does not push" })),
    ...steps.flatMap(({ id, step }) => lostVolumes(step, merged.steps.find((of) => of.id === id)?.step, id)),
    ...steps.flatMap(({ id, step }) =>
      unknownIn(step, values).map((line) => ({ step: id, what: `is kept: nothing is known of ${line}` })),
    ),
  ];
  if (images !== undefined || artifacts !== undefined) {
    withheld.push({ step: "", what: "images and artifacts are left out" });
  }
  return {
    merged: { ...merged, build: withoutUnused({ ...build, steps: steps.map(({ step }) => step) }), steps },
    withheld: withheld.map(({ step, what }) => ({ step, what: printable(what) })),
  };
}

/** A builder of its own keeps no image with the daemon. */
const otherBuilder = /buildx[\s",]+create|BUILDX_BUILDER|--builder|--driver/;

/** One platform's image with one output; the default builder writes no cache but inline. */
function keepsImage({ options }: DockerBuild): boolean {
  const platforms = valuesOf(options, "--platform");
  const caches = valuesOf(options, "--cache-to");
  return (
    valuesOf(options, "--output").length === 0 &&
    platforms.every(({ text }) => !text.includes(",") && !text.includes("$")) &&
    caches.every(({ text }) => text === "inline" || text === "type=inline")
  );
}

function isRunBy(
  { tags }: DockerBuild,
  { others, values }: { readonly others: readonly MergedStep[]; readonly values: readonly KnownValues[] },
): boolean {
  const images = tags.flatMap(({ text }) => readImage(text) ?? []);
  return values.some((known) =>
    others.some(({ step }) => {
      const { uses } = stepImages(step, known);
      return images.some((image) => /^(?:run|local|perhaps)$/.test(uses(image)));
    }),
  );
}

function withheldSteps(
  merged: MergedBuild,
  values: readonly KnownValues[],
): Pick<Withholding, "left" | "changed"> {
  const left = new Map<string, string>();
  const changed = new Map<string, Pick<MergedStep["step"], "args" | "script">>();
  for (const { id, step, onPullRequests } of merged.steps) {
    const why = onPullRequests === false ? "builds.ts says so" : publishingOf(step, values);
    if (why !== undefined) left.set(id, why);
  }
  const isDefault = !merged.steps.some(({ step }) => otherBuilder.test(JSON.stringify(step)));
  for (const { id, step } of merged.steps) {
    if (left.has(id)) continue;
    const others = merged.steps.filter((other) => other.id !== id && !left.has(other.id));
    const texts = others.map((other) => JSON.stringify(other.step));
    const isRead = (path: string): boolean => texts.some((text) => text.includes(path));
    const isUsed = (build: DockerBuild): boolean =>
      isDefault && keepsImage(build) && isRunBy(build, { others, values });
    const removed = withoutPush(step, { values, isRead, isUsed });
    if (removed.kind === "refused") left.set(id, removed.why);
    if (removed.kind !== "changed") continue;
    const { args, script } = removed.step;
    changed.set(id, { ...(args && { args }), ...(script !== undefined && { script }) });
  }
  for (const [id, why] of needingPushed(merged, { left, changed, values })) left.set(id, why);
  return { left, changed };
}

function lostVolumes(
  { volumes = [] }: MergedStep["step"],
  before: MergedStep["step"] | undefined,
  step: string,
): readonly Withheld[] {
  const kept = new Set(volumes.map(({ name }) => name));
  return (before?.volumes ?? [])
    .filter(({ name }) => !kept.has(name))
    .map(({ name }) => ({ step, what: `runs without the volume ${name}, which no other step has any more` }));
}

/** Secrets that no step asks for any more, and then substitutions that nothing uses. */
export function withoutUnused({ secrets, availableSecrets, substitutions, ...build }: Build): Build {
  const asked = new Set([
    ...build.steps.flatMap(({ secretEnv = [] }) => secretEnv),
    ...(build.options?.secretEnv ?? []),
  ]);
  const only = (values: { readonly [env: string]: string } = {}) =>
    Object.fromEntries(Object.entries(values).filter(([env]) => asked.has(env)));
  const legacy = (secrets ?? [])
    .map((secret): Secret => ({ ...secret, secretEnv: only(secret.secretEnv) }))
    .filter(({ secretEnv = {} }) => Object.keys(secretEnv).length > 0);
  const inline = (availableSecrets?.inline ?? [])
    .map((secret): InlineSecret => ({ ...secret, envMap: only(secret.envMap) }))
    .filter(({ envMap = {} }) => Object.keys(envMap).length > 0);
  const managed = (availableSecrets?.secretManager ?? []).filter(({ env = "" }) => asked.has(env));
  const kept: Build = {
    ...build,
    ...(legacy.length > 0 && { secrets: legacy }),
    ...(managed.length + inline.length > 0 && {
      availableSecrets: {
        ...(managed.length > 0 && { secretManager: managed }),
        ...(inline.length > 0 && { inline }),
      },
    }),
  };
  const used = usedSubstitutions(kept, substitutions ?? {});
  return Object.keys(used).length > 0 ? { ...kept, substitutions: used } : kept;
}

function usedSubstitutions(build: Build, all: NonNullable<Build["substitutions"]>): typeof all {
  if (build.steps.some((step) => isAutomapped(build, step))) return all; // a script may use any
  let used: typeof all = {};
  for (let size = -1; size < Object.keys(used).length;) {
    size = Object.keys(used).length;
    const names = namesUsed({ ...build, substitutions: used });
    used = Object.fromEntries(Object.entries(all).filter(([name]) => names.has(name)));
  }
  return used;
}
