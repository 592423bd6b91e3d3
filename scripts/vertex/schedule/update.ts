// pollux schedule update
import { parseArgs } from "node:util";
import { UserError } from "../../../pipeline/ir/user-error.ts";
import { getSchedule, updateSchedule } from "../../../pipeline/vertex/schedules/index.ts";
import { readConfigOptions, withConnection } from "../settings.ts";
import { readJobRequest } from "../read-job.ts";
import { requestOptions } from "../request-options.ts";
import { describeSchedule } from "./list.ts";
import { scheduled } from "./scheduled-job.ts";
import { readTimes, timeOptions } from "./options.ts";

export async function update(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { ...requestOptions, ...timeOptions, json: { type: "boolean", default: false } },
  });
  const [name, reference, ...more] = positionals;
  if (name === undefined || more.length > 0) {
    throw new UserError(
      "WRONG_ARGUMENTS",
      "pollux schedule update: a schedule, and perhaps a pipeline, belong to it. Write NAME [IR.yaml].",
    );
  }
  if (reference === undefined && (values.p.length > 0 || values.parameters !== undefined)) {
    throw new UserError(
      "WRONG_ARGUMENTS",
      "-p: parameters go with the pipeline that they are for. Give its file as well, and all of its parameters.",
    );
  }
  const { settings, problems } = readTimes(values);
  const job = reference === undefined ? undefined : await readJobRequest(reference, values, { problems });
  const result = await withConnection(job ?? readConfigOptions(values, problems), async (connection) => {
    const { displayName } = await getSchedule(connection, name);
    return updateSchedule(connection, name, { settings, create: job && scheduled(job, displayName) });
  });
  const { schedule, changed } = result;
  console.error(
    `${changed.length === 0 ? "nothing to change" : `changed ${changed.map(inWords).join(", ")}`}: ${describeSchedule(schedule)}`,
  );
  console.log(values.json ? JSON.stringify(schedule, null, 2) : schedule.name);
  return 0;
}

/** `max_run_count` is the service's name. */
function inWords(field: string): string {
  return field === "create_pipeline_job_request" ? "pipeline and parameters" : field.replaceAll("_", " ");
}
