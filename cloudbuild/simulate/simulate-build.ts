// A build, the time that its steps take and what they exit with -> what Cloud Build would do with it: commands, times
// and statuses, with nothing started.
import { own } from "../../pipeline/ir/json-object.ts";
import type { Build } from "../format/build.ts";
import { defaultTimeout, timeoutSeconds } from "../format/duration.ts";
import { directWaits } from "../format/step-order.ts";
import { stepNames } from "../merge/step-names.ts";
import { assumedSeconds } from "../plan/schedule.ts";
import { substituteBuild } from "../substitutions/substituted-texts.ts";
import { dockerCommand } from "./docker-command.ts";
import type { SimulatedStep, Simulation, SimulationRequest } from "./simulation.ts";
import { clockedStep } from "./step-end.ts";
import { runOnVirtualClock, type TimedStep } from "./virtual-clock.ts";

/**
 * A step starts when all that it waits for have ended, successfully or with a failure that is allowed. Any other failure
 * ends the build: what runs is cancelled, what has not started never does. So does the build's own limit.
 *
 * @example
 * const build = { steps: [{ name: "node", id: "test", args: ["npm", "test"] }] };
 * simulateBuild({ build, values: {}, mode: "submit", outcomes: { test: 1 } }).status; // "FAILURE"
 */
export function simulateBuild(request: SimulationRequest): Simulation {
  const build = substituteBuild(request.build, request.values, request.mode);
  const ids = stepNames(build.steps);
  const waits = directWaits(build.steps);
  const clocked = build.steps.map((step, index) => {
    const id = ids[index] ?? "";
    const seconds = own(request.durations, id) ?? assumedSeconds;
    const exitCode = own(request.outcomes, id) ?? 0;
    return clockedStep({ step, waits: waits[index] ?? [], seconds, exitCode });
  });
  const limit = timeoutSeconds(build.timeout) ?? defaultTimeout;
  const outcome = runOnVirtualClock(clocked, limit);
  const steps = simulatedSteps({ request, build, ids, timed: outcome.steps });
  const { seconds, stoppedBy } = outcome;
  if (stoppedBy === undefined) return { status: "SUCCESS", seconds, steps, images: pushedImages(build) };
  if (stoppedBy === "limit") {
    const statusDetail = `The build takes longer than its timeout of ${limit} seconds.`;
    return { status: "TIMEOUT", statusDetail, seconds, steps, images: [] };
  }
  // A step's timeout is a failure of the build, not its timeout: so the local builder has it.
  return { status: "FAILURE", statusDetail: failureText(steps[stoppedBy]), seconds, steps, images: [] };
}

interface StepsOf {
  readonly request: SimulationRequest;
  /** Substituted. */
  readonly build: Build;
  readonly ids: readonly string[];
  readonly timed: readonly TimedStep[];
}

function simulatedSteps({ request, build, ids, timed }: StepsOf): readonly SimulatedStep[] {
  const substitutions = Object.keys({ ...request.values, ...request.build.substitutions });
  return build.steps.map((step, index) => {
    const id = ids[index] ?? "";
    const { status, ...times } = timed[index] ?? { status: "QUEUED" };
    const exitCode = status === "FAILURE" ? (own(request.outcomes, id) ?? 0) : 0;
    return {
      id,
      status,
      ...(status === "SUCCESS" || status === "FAILURE" ? { exitCode } : {}),
      ...times,
      ...dockerCommand({ step, index, build, substitutions }),
    };
  });
}

function pushedImages({ images = [], artifacts }: Build): readonly string[] {
  return [...new Set([...images, ...(artifacts?.images ?? [])])];
}

function failureText(step: SimulatedStep | undefined): string {
  const id = JSON.stringify(step?.id);
  if (step?.status === "TIMEOUT") return `Step ${id} takes longer than its timeout.`;
  return `Step ${id} exits with ${step?.exitCode}.`;
}
