// A config that could be read -> everything about it that Cloud Build refuses, or takes and is likely not meant.
import type { BuildFile } from "../files/build-file.ts";
import { sortFindings } from "../findings/sort-findings.ts";
import type { Finding, Mode } from "../findings/finding.ts";
import { checkArtifacts } from "./check-artifacts.ts";
import { checkDurations } from "./check-durations.ts";
import { checkEnvironment } from "./check-environment.ts";
import { checkImageOrder } from "./check-image-order.ts";
import { checkImages } from "./check-images.ts";
import { checkLimits } from "./check-limits.ts";
import { checkOptions } from "./check-options.ts";
import { checkOrder } from "./check-order.ts";
import { checkRegistries } from "./check-registries.ts";
import { checkSecretNames } from "./check-secret-names.ts";
import { checkSecrets } from "./check-secrets.ts";
import { checkSteps } from "./check-steps.ts";
import { checkSubstitutions } from "./check-substitutions.ts";
import { checkVariables } from "./check-variables.ts";
import { checkVolumes } from "./check-volumes.ts";

export interface CheckOptions {
  /** How the build is started: a finding of another way is left out. */
  readonly modes: readonly Mode[];
  /** What the trigger or the command line gives; absent: that is not known. */
  readonly substitutions?: { readonly [name: string]: string };
}

/** In the order of the file, each finding once. Nothing that the file says makes it throw. */
export function checkBuild(file: BuildFile, options: CheckOptions): readonly Finding[] {
  const findings = [
    ...rules.flatMap((rule) => rule(file)),
    ...checkOptions(file, options),
    ...checkSubstitutions(file, options),
    ...checkLimits(file, options),
  ];
  return sortFindings(findings.filter(({ mode }) => mode === undefined || options.modes.includes(mode)));
}

const rules: readonly ((file: BuildFile) => readonly Finding[])[] = [
  checkSteps,
  checkOrder,
  checkSecrets,
  checkSecretNames,
  checkVariables,
  checkEnvironment,
  checkDurations,
  checkVolumes,
  checkArtifacts,
  checkImages,
  checkRegistries,
  checkImageOrder,
];
