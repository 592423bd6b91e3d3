// pollux plan: says what running a pipeline would do, and cost, before it runs.
import { parseArgs } from "node:util";
import { UserError } from "../../pipeline/ir/user-error.ts";
import { pricedRegions } from "../../pipeline/vertex/machines/prices.ts";
import type { Command } from "../command.ts";
import { placeOptions, placeUsage } from "../vertex/config-options.ts";

export const plan: Command = {
  usage: `usage: pollux plan FILE.ts[#EXPORT] | IR.yaml [-p NAME=VALUE]... [--against JOB | latest | RUN_ID | FILE] [OPTION]...

Says what running a pipeline on Vertex AI would do, and runs nothing: of each task whether it would take its results from
the cache, and why not; what changed since an earlier job; the machine that it gets, and an estimated price.

  -p NAME=VALUE           a parameter: text as it is, other types as JSON
  --parameters FILE.json  parameters as a JSON object; -p goes before them
  --against WHAT          the earlier job: its id on Vertex AI; "latest", the pipeline's newest; the id of a run of this
                          machine; or a file with a job (JSON) or a pipeline, which is supposed to have run whole
  --region REGION         whose prices (default: --location, or us-central1): one of
                          ${pricedRegions.join(", ")}
  --root DIR              holds the runs of this machine (default: .pollux)
  --json                  all of it as JSON

Where jobs of Vertex AI are looked for:
${placeUsage}`,
  run: async (argv) => {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        p: { type: "string", short: "p", multiple: true, default: [] },
        parameters: { type: "string" },
        against: { type: "string" },
        region: { type: "string" },
        root: { type: "string", default: ".pollux" },
        json: { type: "boolean", default: false },
        ...placeOptions,
      },
    });
    const [reference] = positionals;
    if (reference === undefined || positionals.length > 1) {
      throw new UserError(
        "ONE_PIPELINE",
        `pollux plan: ${positionals.length} pipelines are given. Give one, as pollux plan IR.yaml.`,
      );
    }
    const region = requireRegion(values.region ?? values.location ?? "us-central1");
    const { planFile } = await import("../plan/plan-file.ts");
    console.log(await planFile(reference, { ...values, region }));
    return 0;
  },
};

/** Machines cost otherwise elsewhere; a region without prices is planned without them. */
function requireRegion(region: string): string {
  if (/^[a-z]+-[a-z]+\d+$/.test(region)) return region;
  throw new UserError(
    "WRONG_ARGUMENTS",
    `--region ${region}: is no region. Give one such as ${pricedRegions.slice(0, 3).join(", ")}.`,
  );
}
