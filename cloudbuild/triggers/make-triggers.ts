// The triggers of builds.ts -> those of the API: the merged build on pushes and tags, the one without publishing on pull
// requests, each on the files that it depends on.
import type { Builds, Environment, Trigger, TriggerEvent, Triggers } from "../config/builds.ts";
import type { Finding } from "../findings/finding.ts";
import type { Build } from "../format/build.ts";
import type { Source } from "../merge/source-place.ts";
import { leastGlobs } from "../plan/dependencies.ts";
import { globOf, matchesGlob } from "../plan/globs.ts";
import { own } from "../../pipeline/ir/json-object.ts";
import { checkTriggers } from "./check-triggers.ts";
import { type MadeTrigger, needsApproval } from "./made-trigger.ts";
import { knownSubstitutions } from "./substitution-needs.ts";
import type { BuildTrigger, EventFilter } from "./trigger.ts";
import type { OfRepository } from "./trigger-repository.ts";

export interface TriggerMaking {
  readonly config: Builds;
  /** For the places of findings. */
  readonly source: Source;
  /** Globs of the files on which the merged build depends with these values, from the repository's root. */
  readonly dependencies: (substitutions: Environment["substitutions"]) => readonly string[];
  /** The merged build. Absent: it could not be made, and what follows from it is neither checked nor filtered. */
  readonly build?: Build | undefined;
  /** The one that pull requests run. */
  readonly pullRequestBuild?: Build | undefined;
  /** Takes the place of `$PROJECT_ID` in the names of service accounts and repositories, where the service has none. */
  readonly project?: string | undefined;
}

export interface TriggersOutcome {
  /** By name; those with errors are among them. */
  readonly triggers: readonly BuildTrigger[];
  readonly findings: readonly Finding[];
  /** Names of those that an error is about. */
  readonly refused: readonly string[];
}

export function makeTriggers(making: TriggerMaking): TriggersOutcome {
  const { triggers } = making.config;
  if (triggers === undefined) return { triggers: [], findings: [], refused: [] };
  const made = Object.entries(triggers.list)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, declared]) => makeTrigger(name, declared, { ...making, declaring: triggers }));
  return { triggers: made.map(({ made }) => made), ...checkTriggers(made, triggers, making) };
}

function makeTrigger(
  name: string,
  declared: Trigger,
  making: TriggerMaking & { readonly declaring: Triggers },
): MadeTrigger {
  const { config, declaring, project } = making;
  const isPullRequest = declared.on.kind === "pull request";
  const environment = own(config.environments, declared.environment ?? "");
  const build = isPullRequest ? making.pullRequestBuild : making.build;
  const serviceAccount = declared.serviceAccount ?? declaring.serviceAccount;
  const filename = isPullRequest ? config.pullRequestOutput : config.output;
  const made: BuildTrigger = {
    name,
    ...(declared.description !== undefined && { description: declared.description }),
    ...listOf("tags", declared.tags ?? []),
    ...(declared.disabled === true && { disabled: true }),
    ...eventOf(declared.on, declaring, project),
    ...(filename !== undefined && { filename }),
    ...filesOf(declared, making),
    ...substitutionsOf(environment, build),
    ...(needsApproval(declared) && { approvalConfig: { approvalRequired: true } }),
    ...(serviceAccount !== undefined && { serviceAccount: inProject(serviceAccount, project) }),
  };
  return { name, declared, environment, build, made };
}

/** `$PROJECT_ID` is substituted in builds, but not in what a trigger says of itself. */
function inProject(name: string, project: string | undefined): string {
  return project === undefined ? name : name.replaceAll(/\$PROJECT_ID\b|\$\{PROJECT_ID\}/g, () => project);
}

function eventOf(event: TriggerEvent, declaring: Triggers, project: string | undefined): OfRepository {
  const { github, repositoryEventConfig } = repositoryFields(declaring, project);
  const filter = filterOf(event);
  return {
    ...(github && { github: { ...github, ...filter } }),
    ...(repositoryEventConfig && { repositoryEventConfig: { ...repositoryEventConfig, ...filter } }),
  };
}

/** As the API names it: one of the two. */
export function repositoryFields({ repository }: Triggers, project: string | undefined): OfRepository {
  return repository.kind === "github"
    ? { github: { owner: repository.owner, name: repository.name } }
    : { repositoryEventConfig: { repository: inProject(repository.repository, project) } };
}

function filterOf(event: TriggerEvent): EventFilter {
  const invert = event.invert === true ? { invertRegex: true } : {};
  switch (event.kind) {
    case "push":
      return { push: { branch: event.branch, ...invert } };
    case "tag":
      return { push: { tag: event.tag, ...invert } };
    case "pull request": {
      const commentControl = event.comments ?? "COMMENTS_ENABLED_FOR_EXTERNAL_CONTRIBUTORS_ONLY";
      return { pullRequest: { branch: event.branch, commentControl, ...invert } };
    }
    default:
      return event satisfies never;
  }
}

/** A tag builds whatever has changed: it names a state, and there is nothing that it would change from. */
function filesOf(
  declared: Trigger,
  { config, declaring, dependencies }: TriggerMaking & { readonly declaring: Triggers },
): Pick<BuildTrigger, "includedFiles" | "ignoredFiles"> {
  if (declared.on.kind === "tag") return {};
  const { output, pullRequestOutput } = config;
  const environment = own(config.environments, declared.environment ?? "");
  const isPullRequest = declared.on.kind === "pull request";
  const [ours, others] = isPullRequest ? [pullRequestOutput, output] : [output, pullRequestOutput];
  const included = leastGlobs([
    ...dependencies(environment?.substitutions ?? {}).filter(
      (glob) => others === undefined || glob !== globOf(others),
    ),
    ...present(ours).map(globOf),
  ]);
  // What only the other events run, where a glob of a folder takes it along.
  const unused = present(others).filter(
    (file) => file !== ours && included.some((glob) => matchesGlob(glob, file)),
  );
  const ignored = [
    ...(declaring.ignoredFiles ?? []),
    ...(declared.ignoredFiles ?? []),
    ...unused.map(globOf),
  ];
  return { ...listOf("includedFiles", included), ...listOf("ignoredFiles", [...new Set(ignored)].sort()) };
}

function present(value: string | undefined): readonly string[] {
  return value === undefined ? [] : [value];
}

/** Only those that the build knows: the service refuses no others, but they would mislead. */
function substitutionsOf(
  environment: Environment | undefined,
  build: Build | undefined,
): Pick<BuildTrigger, "substitutions"> {
  if (environment === undefined) return {};
  const known = build === undefined ? undefined : knownSubstitutions(build);
  const taken = Object.entries(environment.substitutions)
    .filter(([name]) => known === undefined || known.has(name))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return taken.length === 0 ? {} : { substitutions: Object.fromEntries(taken) };
}

function listOf<F extends string>(
  field: F,
  list: readonly string[],
): { readonly [K in F]?: readonly string[] } {
  if (list.length === 0) return {};
  return { [field]: list } as { readonly [K in F]: readonly string[] }; // its one field is `F`
}
