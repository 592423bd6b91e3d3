// The options of `pollux cloudbuild run` -> what to simulate: exit codes, durations, substitutions and how it is started.
import type { Builds } from "../../cloudbuild/config/builds.ts";
import { builtinValues, type BuildEvent } from "../../cloudbuild/substitutions/builtins.ts";
import { UserError } from "../../pipeline/ir/user-error.ts";
import type { SimulationRequest } from "../../cloudbuild/simulate/simulation.ts";
import { requireStep, type ChosenBuild } from "./chosen-build.ts";
import { requireEnvironment } from "./environments.ts";

/** Of `--fail STEP[=CODE]`: exit codes by step. An id may end like a code itself. */
export function readOutcomes(
  given: readonly string[],
  build: ChosenBuild,
): { readonly [step: string]: number } {
  const ids = new Set(build.merged.steps.map(({ id }) => id));
  return Object.fromEntries(
    given.map((text) => {
      const [, step = text, code = "1"] = ids.has(text) ? [] : (/^(.*)=([^=]*)$/s.exec(text) ?? []);
      if (!/^\d{1,3}$/.test(code) || Number(code) < 1 || Number(code) > 255) {
        throw new UserError(
          "WRONG_ARGUMENTS",
          `--fail ${text}: "${code}" is no exit code. Give one of 1 to 255.`,
        );
      }
      requireStep(step, build);
      return [step, Number(code)] as const;
    }),
  );
}

/** Of `--duration STEP=SECONDS`: seconds by step. */
export function readDurations(
  given: readonly string[],
  build: ChosenBuild,
): { readonly [step: string]: number } {
  return Object.fromEntries(
    given.map((text) => {
      const [, step = text, seconds = ""] = /^(.*)=([^=]*)$/s.exec(text) ?? [];
      if (!/^\d{1,6}(?:\.\d{1,3})?$/.test(seconds)) {
        throw new UserError(
          "WRONG_ARGUMENTS",
          `--duration ${text}: has no seconds. Give them as trainer:build=300.`,
        );
      }
      requireStep(step, build);
      return [step, Number(seconds)] as const;
    }),
  );
}

/**
 * Built-in substitutions have sample values: what starts the build is the first trigger of the environment, otherwise
 * `gcloud builds submit`.
 */
export function readEnvironment(
  name: string | undefined,
  { file, declared }: ChosenBuild,
): Pick<SimulationRequest, "values" | "mode"> {
  if (name === undefined) return { values: builtinValues("submit"), mode: "submit" };
  const environments = declared?.builds.environments ?? {};
  requireEnvironment(name, { environments }, file);
  const event = eventOf(name, declared?.builds);
  const values = { ...builtinValues(event), ...environments[name]?.substitutions };
  return { values, mode: event === "submit" ? "submit" : "trigger" };
}

function eventOf(environment: string, builds: Builds | undefined): BuildEvent {
  const triggers = Object.values(builds?.triggers?.list ?? {});
  return triggers.find((trigger) => trigger.environment === environment)?.on.kind ?? "submit";
}
