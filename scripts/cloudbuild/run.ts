// pollux cloudbuild run: what the merged build, or one config, would do, with nothing started.
import { parseArgs } from "node:util";
import { simulateBuild } from "../../cloudbuild/simulate/simulate-build.ts";
import { UserError } from "../../pipeline/ir/user-error.ts";
import type { Command } from "../command.ts";
import { chooseBuild } from "./chosen-build.ts";
import { readSubstitutions } from "./read-substitutions.ts";
import { readDurations, readEnvironment, readOutcomes } from "./run-options.ts";
import { simulationText } from "./simulation-text.ts";

const failed = 2;

export const run: Command = {
  usage: `usage: pollux cloudbuild run [FILE] --dry [--env NAME] [--fail STEP[=CODE]]... [--duration STEP=SECONDS]...
                             [--substitutions _A=1,_B=2] [--builds FILE] [--json]

Simulates a build, with a clock that nobody waits for and nothing started: when each step runs, the docker command that
it is (names of environment variables only, never values), and what becomes of the build. A failing step ends it, unless
its failure is allowed; so do timeouts. Built-in substitutions have sample values.

  FILE                     a config on its own. Default: the merged build
  --dry                    needed: this command runs nothing. gcloud builds submit does
  --env NAME               with the substitutions of this environment of builds.ts
  --substitutions _A=1,_B=2
                           with these, as gcloud builds submit takes them
  --fail STEP[=CODE]       this step exits with 1, or with CODE
  --duration STEP=SECONDS  otherwise as builds.ts says, or 60 seconds
  --builds FILE            what is merged (default: cloudbuild/builds.ts)
  --json                   as JSON, with times in seconds from the start of the build

Exits with 2 if the simulated build does not succeed.`,
  run: async (argv) => {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        dry: { type: "boolean", default: false },
        env: { type: "string" },
        substitutions: { type: "string", multiple: true, default: [] },
        fail: { type: "string", multiple: true, default: [] },
        duration: { type: "string", multiple: true, default: [] },
        builds: { type: "string" },
        json: { type: "boolean", default: false },
      },
    });
    const [config] = positionals;
    if (positionals.length > 1) {
      throw new UserError(
        "WRONG_ARGUMENTS",
        `pollux cloudbuild run: ${positionals.length} files are given. Give one, or none for the merged build.`,
      );
    }
    if (!values.dry) throw notDry(config);
    const chosen = await chooseBuild({ config, builds: values.builds, environment: values.env });
    if (chosen === undefined) return 1;
    const environment = readEnvironment(values.env, chosen);
    const simulation = simulateBuild({
      build: chosen.merged.build,
      mode: environment.mode,
      values: { ...environment.values, ...readSubstitutions(values.substitutions) },
      durations: { ...chosen.declared?.builds.durations, ...readDurations(values.duration, chosen) },
      outcomes: readOutcomes(values.fail, chosen),
    });
    console.log(values.json ? JSON.stringify(simulation, null, 2) : simulationText(simulation));
    return simulation.status === "SUCCESS" ? 0 : failed;
  },
};

function notDry(config: string | undefined): UserError {
  const [file, what] =
    config === undefined ? ["FILE", ", with what pollux cloudbuild merge writes"] : [config, ""];
  return new UserError(
    "NOT_DRY",
    "pollux cloudbuild run: builds run on Google Cloud only. Simulate this one with --dry, or run it: " +
      `gcloud builds submit --config ${file} .${what}`,
  );
}
