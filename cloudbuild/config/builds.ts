// What `builds.ts` says: which configs are merged, what waits for what between them, and for which environments.

export interface Builds {
  /** By name: letters, digits and dashes. A name begins the ids of its steps, as `trainer:test`. */
  readonly components: { readonly [name: string]: BuildComponent };
  /** By name; the merged build is checked with the values of each. */
  readonly environments?: { readonly [name: string]: Environment };
  /** Seconds that a step took, by its id in the merged build, as `{ "trainer:build": 300 }`. Others count 60. */
  readonly durations?: { readonly [step: string]: number };
  /** Files that every component depends on, as globs from the repository's root. */
  readonly shared?: readonly string[];
  /** `cloudbuild/cloudbuild.yaml`: where the merged build is kept, from the repository's root. */
  readonly output: string;
  /** Where the build without publishing is kept, which pull requests run. Default: there is none. */
  readonly pullRequestOutput?: string;
  readonly triggers?: Triggers;
}

export interface BuildComponent {
  /** Its config, from the repository's root. */
  readonly config: string;
  /** Its first steps wait for these, or the steps named do. */
  readonly needs?: readonly Need[];
  /** Substitutions that get another name in the merged build, as `{ _TAG: "_WEB_TAG" }`. */
  readonly rename?: { readonly [substitution: string]: string };
  /**
   * Globs of files, from the repository's root, on which it depends besides its own folder and Dockerfile's sources. Where
   * its steps do not show what an image is made from, these are believed; without any it may be made from everything.
   */
  readonly inputs?: readonly string[];
  readonly pullRequests?: PullRequestSteps;
}

export interface PullRequestSteps {
  /** Ids of its steps, as in its own config, that publish in a way that Pollux does not see: pull requests run without them. */
  readonly leaveOut?: readonly string[];
}

export interface Need {
  /** The id of a step of the component as in its own config, or `step-2` of one without. Default: its first steps. */
  readonly step?: string;
  /** `trainer`: its last steps. `trainer:push`: that step. */
  readonly on: readonly string[];
}

export interface Environment {
  /** Values of substitutions. */
  readonly substitutions: { readonly [name: string]: string };
}

export interface Triggers {
  /** Of the triggers; second-generation repositories have no `global`. */
  readonly region: string;
  readonly repository: GitHubRepository | ConnectedRepository;
  /** As `projects/$PROJECT_ID/serviceAccounts/builder@...`, for those that do not name one. */
  readonly serviceAccount?: string;
  /** Globs, for all of them, besides their own. */
  readonly ignoredFiles?: readonly string[];
  /** `cloudbuild/triggers.yaml`: where they are kept, from the repository's root. Default: they are only printed. */
  readonly output?: string;
  /** By name: 1 to 64 letters, digits and dashes. */
  readonly list: { readonly [name: string]: Trigger };
}

/** First generation: the Cloud Build GitHub App. */
export interface GitHubRepository {
  readonly kind: "github";
  readonly owner: string;
  readonly name: string;
}

/** Second generation: `projects/P/locations/R/connections/C/repositories/N`. */
export interface ConnectedRepository {
  readonly kind: "connection";
  readonly repository: string;
}

export interface Trigger {
  readonly description?: string;
  readonly on: TriggerEvent;
  /** One of the environments; its values are the trigger's substitutions. */
  readonly environment?: string;
  /** Default: true where the environment is called `production` or `prod`. */
  readonly approval?: boolean;
  readonly serviceAccount?: string;
  readonly tags?: readonly string[];
  readonly disabled?: boolean;
  /** Globs, besides those that follow from the components. */
  readonly ignoredFiles?: readonly string[];
}

/** Branches and tags are regular expressions (RE2), as `^main$`. */
export type TriggerEvent =
  | { readonly kind: "push"; readonly branch: string; readonly invert?: boolean }
  | { readonly kind: "tag"; readonly tag: string; readonly invert?: boolean }
  | {
      readonly kind: "pull request";
      readonly branch: string;
      readonly invert?: boolean;
      /** Whether somebody of the repository must comment `/gcbrun` first. Default: on those from outside. */
      readonly comments?:
        "COMMENTS_DISABLED" | "COMMENTS_ENABLED" | "COMMENTS_ENABLED_FOR_EXTERNAL_CONTRIBUTORS_ONLY";
    };

/** Gives `config` back: for its type. */
export function builds<const T extends Builds>(config: T): T {
  return config;
}
