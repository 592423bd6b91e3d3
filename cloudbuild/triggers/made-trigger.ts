// One declared trigger, with what it leads to: as the checks take it.
import type { Environment, Trigger } from "../config/builds.ts";
import type { Build } from "../format/build.ts";
import type { BuildTrigger } from "./trigger.ts";

export interface MadeTrigger {
  readonly name: string;
  readonly declared: Trigger;
  readonly environment: Environment | undefined;
  /** What it runs; absent: there is none, or it is not known. */
  readonly build: Build | undefined;
  readonly made: BuildTrigger;
}

export function needsApproval({ approval, environment }: Trigger): boolean {
  return approval ?? isProduction(environment);
}

export function isProduction(environment: string | undefined): boolean {
  return environment === "production" || environment === "prod";
}
