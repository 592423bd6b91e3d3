// pollux schedule list
import { parseArgs } from "node:util";
import { listSchedules, type Schedule } from "../../../pipeline/vertex/schedules/index.ts";
import { placeOptions } from "../config-options.ts";
import { readConfigOptions, withConnection } from "../settings.ts";
import { shortTime } from "../job-lines.ts";
import { alignedLines } from "../../terminal/table.ts";

export async function list(argv: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...argv],
    options: { ...placeOptions, filter: { type: "string" }, json: { type: "boolean", default: false } },
  });
  const found = await withConnection(readConfigOptions(values), (connection) =>
    listSchedules(connection, { filter: values.filter }),
  );
  if (values.json) console.log(JSON.stringify(found, null, 2));
  else if (found.length === 0) console.error("there are none");
  else for (const line of scheduleTable(found)) console.log(line);
  return 0;
}

function scheduleTable(schedules: readonly Schedule[]): readonly string[] {
  const rows = schedules.map((schedule) => [
    schedule.displayName,
    schedule.id,
    schedule.state.toLowerCase(),
    schedule.cron,
    schedule.state === "ACTIVE" ? shortTime(schedule.nextRunTime) : "",
    `${schedule.startedRunCount}${schedule.maxRunCount > 0 ? ` of ${schedule.maxRunCount}` : ""}`,
  ]);
  return alignedLines([["NAME", "ID", "STATE", "CRON", "NEXT", "RUNS"], ...rows]);
}

/** `nightly (4711), active, TZ=UTC 0 3 * * *, next 2026-11-22 03:00 UTC`. */
export function describeSchedule({ displayName, id, state, cron, nextRunTime }: Schedule): string {
  const next = state === "ACTIVE" && nextRunTime !== undefined ? `, next ${shortTime(nextRunTime)} UTC` : "";
  return `${displayName} (${id}), ${state.toLowerCase()}, ${cron}${next}`;
}
