// `pollux/cloudbuild`: what a builds.ts is written with, and the compiler for programs of one's own.

// What builds.ts says
export {
  builds,
  type BuildComponent,
  type Builds,
  type ConnectedRepository,
  type Environment,
  type GitHubRepository,
  type Need,
  type Trigger,
  type TriggerEvent,
  type Triggers,
} from "./config/builds.ts";

// Configs: read, checked, merged, written
export type { Build, BuildOptions, BuildStep } from "./format/build.ts";
export type { BuildFile, Place } from "./files/build-file.ts";
export { readBuildFile } from "./files/read-build-file.ts";
export { checkBuild, type CheckOptions } from "./check/check-build.ts";
export type { Finding, Mode } from "./findings/finding.ts";
export { showFindings } from "./findings/show-findings.ts";
export { mergeBuilds } from "./merge/merge-builds.ts";
export type { ComponentBuild, MergedBuild, MergedStep, MergeOutcome, Wait } from "./merge/merged-build.ts";
export { withoutPublishing } from "./merge/pull-request.ts";
export { writeBuild } from "./merge/write-build.ts";

// What a build would do
export { scheduleBuild, type Durations, type Schedule } from "./plan/schedule.ts";
export { simulateBuild } from "./simulate/simulate-build.ts";
export type { Simulation, SimulationRequest } from "./simulate/simulation.ts";
