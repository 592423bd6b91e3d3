// pollux schedule create
import { parseArgs } from "node:util";
import { UserError } from "../../../pipeline/ir/user-error.ts";
import { checkName } from "../../../pipeline/vertex/schedules/check-schedule.ts";
import { createSchedule } from "../../../pipeline/vertex/schedules/index.ts";
import { withConnection } from "../settings.ts";
import { readJobRequest } from "../read-job.ts";
import { requestOptions } from "../request-options.ts";
import { describeSchedule } from "./list.ts";
import { scheduled } from "./scheduled-job.ts";
import { readTimes, timeOptions } from "./options.ts";

export async function create(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { ...requestOptions, ...timeOptions, json: { type: "boolean", default: false } },
  });
  const [name, reference, ...more] = positionals;
  const { cron } = values;
  if (name === undefined || reference === undefined || more.length > 0 || cron === undefined) {
    throw new UserError(
      "WRONG_ARGUMENTS",
      'pollux schedule create: a name, a pipeline and a time belong to it. Write NAME IR.yaml --cron "0 3 * * *".',
    );
  }
  // Its name stands for the id, which each run gets from the service.
  const { settings, problems } = readTimes(values);
  const named = checkName(name);
  const job = await readJobRequest(reference, values, { problems: [...problems, ...named] });
  const wanted = { displayName: name, settings: { ...settings, cron }, create: scheduled(job, name) };
  const { schedule, created } = await withConnection(job, (connection) => createSchedule(connection, wanted));
  console.error(`${created ? "created" : "it is there already, unchanged"}: ${describeSchedule(schedule)}`);
  console.log(values.json ? JSON.stringify(schedule, null, 2) : schedule.name);
  return 0;
}
