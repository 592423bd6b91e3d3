// A merged build -> what of it a pull request runs: everything but what publishes, and what needs that.
import type { Build, InlineSecret, Secret } from "../format/build.ts";
import { isAutomapped } from "../substitutions/substituted-texts.ts";
import { withoutSteps } from "./drop-steps.ts";
import type { MergedBuild, MergedStep } from "./merged-build.ts";
import { plainCommands } from "./plain-commands.ts";
import { namesUsed } from "./rename-substitutions.ts";
import type { StepImages } from "./step-images.ts";
import { stepImages } from "./step-images.ts";
import { withoutPush } from "./without-push.ts";

/** A step that a pull request does not run, or runs in another form. */
export interface Withheld {
  /** Its id. */
  readonly step: string;
  /** `is left out: it pushes images` */
  readonly what: string;
}

/**
 * Nothing is published. Steps that push or deploy are left out, and those that use what was pushed; steps that waited for
 * one of them wait for what that waited for. `buildx build --push` builds without, and writes no cache.
 */
export function withoutPublishing(merged: MergedBuild): MergedBuild {
  return withholdPublishing(merged).merged;
}

export function withholdPublishing(merged: MergedBuild): {
  readonly merged: MergedBuild;
  readonly withheld: readonly Withheld[];
} {
  const left = leftOut(merged);
  const rejoined = withoutSteps(merged.steps, new Set(left.keys()));
  const withheld: Withheld[] = [...left].map(([step, why]) => ({ step, what: `is left out: ${why}` }));
  const steps = rejoined.map((of): MergedStep => {
    const others = rejoined.filter((other) => other !== of).map(({ step }) => JSON.stringify(step));
    const step = withoutPush(of.step, (path) => others.some((text) => text.includes(path)));
    if (step === of.step) return of;
    withheld.push({ step: of.id, what: "builds and does not push" });
    return { ...of, step };
  });
  const { images, artifacts, ...build } = merged.build;
  if (images !== undefined || artifacts !== undefined) {
    withheld.push({ step: "", what: "images and artifacts are left out" });
  }
  return {
    merged: { build: withoutUnused({ ...build, steps: steps.map(({ step }) => step) }), steps },
    withheld,
  };
}

/** Steps by id, and why. */
function leftOut({ build, steps }: MergedBuild): ReadonlyMap<string, string> {
  const images = steps.map(({ step }) => stepImages(step, build.substitutions ?? {}));
  const gone = new Map<string, string>();
  steps.forEach(({ id, step }) => {
    const why = publishes(step);
    if (why !== undefined) gone.set(id, why);
  });
  const pushed = images.flatMap(({ pushes }) => pushes);
  steps.forEach(({ id }, at) => {
    const of = images[at];
    if (of === undefined || gone.has(id)) return;
    if (of.reads.length > 0) gone.set(id, "it reads the digests of pushed images");
    for (const image of pushed) {
      const use = of.uses(image);
      const isThere = images.some(({ leaves }) => leaves.some((left) => sameText(left, image)));
      if (use === "registry" || (use === "perhaps" && !isThere) || (use === "local" && !isThere))
        gone.set(id, "it uses an image that is not pushed");
    }
  });
  return gone;
}

function sameText(a: StepImages["pushes"][number], b: StepImages["pushes"][number]): boolean {
  return a.repository === b.repository && a.tag === b.tag;
}

/** What changes something outside the build, as commands are commonly written. */
const publishing: readonly RegExp[] = [
  /^gcloud (.* )?(deploy|submit|apply|import|create|update|delete|add-tag|promote|upload)( |$)/,
  /^gcloud (.* )?storage (cp|mv|rsync) .* gs:\/\/\S*$/,
  /^gsutil (-\S+ )*(cp|mv|rsync) .* gs:\/\/\S*$/,
  /^(kubectl|gke-deploy) (.* )?(apply|create|delete|patch|replace|rollout|run|scale|set)( |$)/,
  /^helm (.* )?(install|upgrade|push|uninstall)( |$)/,
  /^(terraform|tofu) (.* )?(apply|destroy|import)( |$)/,
  /^(npm|yarn|pnpm) (.* )?publish( |$)/,
  /^(twine|python3? -m twine) upload( |$)/,
  /^(firebase|skaffold|crane|oras|cosign) (.* )?(deploy|run|push|copy|tag|sign|attest)( |$)/,
];

/** A step that also builds, with buildx or kaniko, stays and does not push. */
function publishes(step: MergedStep["step"]): string | undefined {
  const commands = plainCommands(step);
  const isPush = (words: readonly string[]): boolean =>
    words[0] === "docker" && /^docker (-\S+ )*(image |compose )?push( |$)/.test(words.join(" "));
  if (commands.some(isPush)) return "it pushes images";
  if (commands.some((words) => publishing.some((pattern) => pattern.test(words.join(" "))))) {
    return "it deploys or uploads";
  }
  return undefined;
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
