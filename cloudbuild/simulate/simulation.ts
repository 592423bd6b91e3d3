// What a simulation is asked, and what it says: the build and its steps with the statuses that the API would give them.
import type { Mode } from "../findings/finding.ts";
import type { Build } from "../format/build.ts";
import type { SubstitutionValues } from "../substitutions/expand.ts";

export interface SimulationRequest {
  readonly build: Build;
  /** Of substitutions, the built-in ones among them; the build's own are the defaults under them. */
  readonly values: SubstitutionValues;
  readonly mode: Mode;
  /** Seconds by a step's id, or by `step-2` of one without. Default: 60. */
  readonly durations?: { readonly [step: string]: number };
  /** Exit codes by a step's id, or by `step-2` of one without. Default: 0. */
  readonly outcomes?: { readonly [step: string]: number };
}

export interface Simulation {
  readonly status: "SUCCESS" | "FAILURE" | "TIMEOUT";
  /** Why it is no success, in one sentence. */
  readonly statusDetail?: string;
  /** From the start of the first step to the end of the last, without the time that pushing images takes. */
  readonly seconds: number;
  /** In the order of the config. */
  readonly steps: readonly SimulatedStep[];
  /** Those of `images`, pushed at the end: none if the build does not succeed. */
  readonly images: readonly string[];
}

export interface SimulatedStep extends DockerCommand {
  /** Its id, or `step-2` of one without. */
  readonly id: string;
  /** QUEUED: it never started. CANCELLED: it was running when the build ended. */
  readonly status: StepStatus;
  /** Absent where it was stopped, and where it never started. */
  readonly exitCode?: number;
  /** Seconds from the start of the build; absent where it never started. */
  readonly start?: number;
  readonly end?: number;
}

export type StepStatus = "SUCCESS" | "FAILURE" | "TIMEOUT" | "CANCELLED" | "QUEUED";

/** How a step's container is started. No value of an environment variable is in it. */
export interface DockerCommand {
  readonly argv: readonly string[];
  readonly mounts: readonly Mount[];
  /** Names of environment variables. */
  readonly env: readonly string[];
}

export interface Mount {
  /** A path on the worker, or a volume's name. */
  readonly source: string;
  /** In the container. */
  readonly path: string;
  readonly readOnly?: true;
}
