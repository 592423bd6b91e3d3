// pollux schedule pause, resume and delete.
import { parseArgs } from "node:util";
import type { Connection } from "../../../pipeline/vertex/client/index.ts";
import {
  deleteSchedule,
  pauseSchedule,
  resumeSchedule,
  type Schedule,
} from "../../../pipeline/vertex/schedules/index.ts";
import { placeOptions } from "../config-options.ts";
import { readConfigOptions, withConnection } from "../settings.ts";
import { oneReference } from "../one-reference.ts";
import { describeSchedule } from "./list.ts";

export const pause = (argv: readonly string[]): Promise<number> => change("pause", argv, pauseSchedule);

export const resume = (argv: readonly string[]): Promise<number> => change("resume", argv, resumeSchedule);

export const remove = (argv: readonly string[]): Promise<number> => change("delete", argv, deleteSchedule);

type Change = (
  connection: Connection,
  reference: string,
  options: { readonly catchUp: boolean },
) => Promise<Schedule>;

async function change(action: string, argv: readonly string[], work: Change): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      ...placeOptions,
      json: { type: "boolean", default: false },
      ...(action === "resume" && { "catch-up": { type: "boolean" } as const }),
    },
  });
  const name = oneReference(`schedule ${action}`, "schedule", positionals);
  const catchUp = "catch-up" in values && values["catch-up"] === true;
  const schedule = await withConnection(readConfigOptions(values), (connection) =>
    work(connection, name, { catchUp }),
  );
  console.error(action === "delete" ? `deleted: ${schedule.displayName}` : describeSchedule(schedule));
  if (values.json) console.log(JSON.stringify(schedule, null, 2));
  return 0;
}
