// The outcome of a merge: one build, and where each step of it comes from.
import type { BuildFile } from "../files/build-file.ts";
import type { BuildComponent } from "../config/builds.ts";
import type { Build, BuildStep } from "../format/build.ts";
import type { Finding } from "../findings/finding.ts";

/** A component as the merge takes it: its config has been read. */
export interface ComponentBuild {
  readonly name: string;
  readonly file: BuildFile;
  readonly component: BuildComponent;
}

export interface MergedBuild {
  /** Every step has an id and, but for those that wait for nothing, an explicit `waitFor`. Steps stand in an order that runs. */
  readonly build: Build;
  /** In the order of `build.steps`. */
  readonly steps: readonly MergedStep[];
  /** Of each environment that builds.ts has, all values of substitutions. Absent: there are the defaults alone. */
  readonly environments?: readonly { readonly [name: string]: string }[];
}

export interface MergedStep {
  /** `trainer:test` */
  readonly id: string;
  /** `trainer` */
  readonly component: string;
  readonly step: BuildStep;
  /** Where it stands in its component's config, counted from 0. */
  readonly index: number;
  readonly file: BuildFile;
  /** What it waits for directly, and why. */
  readonly waits: readonly Wait[];
  /** `false`: builds.ts says that pull requests do not run it. */
  readonly onPullRequests?: boolean;
}

export interface Wait {
  /** A step's id in the merged build. */
  readonly on: string;
  readonly because:
    /** The order of its own config. */
    | { readonly kind: "config" }
    /** A `needs` of builds.ts, as it is written there: `trainer`, `trainer:push`. */
    | { readonly kind: "needs"; readonly need: string }
    /** It uses the image, or its digest, that the other step pushes. */
    | { readonly kind: "image"; readonly image: string };
}

/** `merged` is absent where there are errors. */
export interface MergeOutcome {
  readonly merged?: MergedBuild;
  readonly findings: readonly Finding[];
}
