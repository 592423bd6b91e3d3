// pollux cloudbuild infrastructure: builds.ts and cloudbuild/infrastructure in, Terraform JSON out.
import { join } from "node:path";
import { parseArgs } from "node:util";
import { accountIds } from "../../cloudbuild/infrastructure/accounts.ts";
import { UserError } from "../../pipeline/ir/user-error.ts";
import type { Command } from "../command.ts";
import { staleness, writeOutput } from "../compile/output.ts";
import { configurationOf } from "./deployment/configuration.ts";

export const infrastructure: Command = {
  usage: `usage: pollux cloudbuild infrastructure [--out FOLDER] [--check] [--builds FILE]

Writes main.tf.json: everything that a deployment of Pollux's own system has, for OpenTofu or Terraform. It is plain data
of no project; what may be chosen are its variables. "pollux cloudbuild deploy" writes the same and applies it.

Another repository has Terraform of its own for all but its triggers, which "pollux cloudbuild triggers" writes, compares
and brings. Triggers that are taken over here run as one of these accounts:
  ${accountIds.join(", ")}

  --out FOLDER    where to, - is stdout. Default: cloudbuild/infrastructure
  --check         writes nothing, and exits 1 if what is there is stale
  --builds FILE   what declares the builds and triggers. Default: cloudbuild/builds.ts`,
  run: async (argv) => {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        out: { type: "string", default: "cloudbuild/infrastructure" },
        check: { type: "boolean", default: false },
        builds: { type: "string" },
      },
    });
    if (values.check && values.out === "-") {
      throw new UserError("CHECK_STDOUT", "--check: stdout has nothing to compare with. Give --out FOLDER.");
    }
    const text = await configurationOf(values.builds);
    if (values.out === "-") {
      process.stdout.write(text);
      return 0;
    }
    const file = join(values.out, "main.tf.json");
    if (!values.check) {
      console.error(`${file}: ${writeOutput(file, text)}`);
      return 0;
    }
    const stale = staleness(file, text);
    if (stale === undefined) return 0;
    console.error(stale.replace("Compile it", "Write it with pollux cloudbuild infrastructure"));
    return 1;
  },
};
