// pollux cloudbuild triggers: builds.ts in, its triggers out: as YAML, as a difference to what exists, or into the service.
import { join, relative } from "node:path";
import { parseArgs } from "node:util";
import type { Triggers } from "../../cloudbuild/config/builds.ts";
import { hasErrors } from "../../cloudbuild/findings/finding.ts";
import { repositoryFields } from "../../cloudbuild/triggers/make-triggers.ts";
import type { BuildTrigger } from "../../cloudbuild/triggers/trigger.ts";
import { writeTriggers } from "../../cloudbuild/triggers/write-triggers.ts";
import { UserError } from "../../pipeline/ir/user-error.ts";
import type { Command } from "../command.ts";
import { staleness, writeOutput } from "../compile/output.ts";
import { defaultFile, loadBuilds, type LoadedBuilds } from "./load-builds.ts";
import { loadTriggers } from "./load-triggers.ts";
import { sayFindings, textsOf } from "./say-findings.ts";

export const triggers: Command = {
  usage: `usage: pollux cloudbuild triggers [--out FILE|-] [--check] [OPTION]...
       pollux cloudbuild triggers --diff FILE|live [OPTION]...
       pollux cloudbuild triggers --apply [--prune [--yes]] [OPTION]...

Writes the triggers that builds.ts declares, in the YAML that gcloud builds triggers import --source=FILE --region=REGION
takes. An import creates and changes triggers by their names, and deletes none: --diff says which are there besides.
Exits with 1 if there are errors, and then only --diff does something: it compares the others.

  --builds FILE    what declares them. Default: ${defaultFile}
  --out FILE       write there, - is stdout. Default: the triggers' output in builds.ts, or stdout
  --check          write nothing; exit with 1 if what is there is stale, and say where
  --diff FILE      compare with what gcloud builds triggers list --format=json has printed, - being stdin, or with
                   "live", what the service has. Exits with 1 if there are differences
  --apply          create and change them through the API, and say which. Takes no other repository's over
  --prune          with --apply: delete those of the same repository that are not declared, after asking
  --yes            do not ask
  --project ID     whose triggers; also takes the place of $PROJECT_ID. Default for the API: $GOOGLE_CLOUD_PROJECT
  --endpoint URL   of the API, as http://localhost:8080. One of this machine gets no credentials
  --json           print to stdout as JSON: the triggers, or the difference`,
  run: async (argv) => {
    const values = readOptions(argv);
    const loaded = await loadBuilds(values.builds);
    const declaring = loaded.builds.triggers;
    if (declaring === undefined) {
      throw new UserError(
        "NO_TRIGGERS",
        `${values.builds}: declares no triggers. Add triggers: { region, repository, list }.`,
      );
    }
    const made = await loadTriggers(loaded, values.project);
    sayFindings(made.findings, textsOf(loaded));
    const { refused } = made;
    const isComparable = values.diff !== undefined && refused.length < made.triggers.length;
    if (hasErrors(made.findings) && !isComparable) return 1;
    if (values.diff !== undefined || values.apply) {
      const { compareTriggers, deployTriggers } = await import("./deploy-triggers.ts");
      const repository = repositoryFields(declaring, values.project);
      const options = { ...values, region: declaring.region, repository, refused };
      return values.apply ? deployTriggers(made.triggers, options) : compareTriggers(made.triggers, options);
    }
    sayPlaceholder(made.triggers);
    if (values.json) {
      console.log(JSON.stringify(made.triggers, null, 2));
      return 0;
    }
    return writeOut(made.triggers, declaring, { loaded, values });
  },
};

type Values = ReturnType<typeof readOptions>;

function readOptions(argv: readonly string[]) {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      builds: { type: "string", default: defaultFile },
      out: { type: "string" },
      check: { type: "boolean", default: false },
      diff: { type: "string" },
      apply: { type: "boolean", default: false },
      prune: { type: "boolean", default: false },
      yes: { type: "boolean", default: false },
      project: { type: "string" },
      endpoint: { type: "string" },
      json: { type: "boolean", default: false },
    },
  });
  const isWriting = values.out !== undefined || values.check;
  const ways = [isWriting, values.diff !== undefined, values.apply].filter(Boolean).length;
  if (ways > 1) {
    throw wrong("--out and --check, --diff, and --apply are different things to do. Give one of them.");
  }
  if (values.prune && !values.apply) throw wrong("--prune deletes through the API. Give it with --apply.");
  if (isWriting && values.json) throw wrong("--json goes to stdout. Leave out --out and --check.");
  if (values.project !== undefined && !/^[a-z0-9.:-]+$/.test(values.project)) {
    throw wrong(`--project ${values.project}: is no project's id. Give one as my-project-1.`);
  }
  return values;
}

function wrong(message: string): UserError {
  return new UserError("WRONG_ARGUMENTS", `pollux cloudbuild triggers: ${message}`);
}

function writeOut(
  made: readonly BuildTrigger[],
  { region, output }: Triggers,
  { loaded, values }: { readonly loaded: LoadedBuilds; readonly values: Values },
): number {
  const named = output === undefined ? "-" : relative(process.cwd(), join(loaded.root, output));
  const path = values.out ?? named;
  // Golden files must not depend on where the command is run.
  const file = output ?? (path === "-" ? "triggers.yaml" : path);
  const text = writeTriggers(made, { region, file });
  if (values.check) {
    if (path === "-") throw wrong("--check: stdout has nothing to compare with. Give --out FILE.");
    const stale = staleness(path, text);
    if (stale !== undefined) console.error(stale.replace("Compile it", "Write it"));
    return stale === undefined ? 0 : 1;
  }
  if (path === "-") process.stdout.write(text);
  else console.error(`${path}: ${writeOutput(path, text)}`);
  return 0;
}

/** The service would take it as it stands. */
function sayPlaceholder(made: readonly BuildTrigger[]): void {
  const own = made.map(({ serviceAccount, repositoryEventConfig }) => [
    serviceAccount,
    repositoryEventConfig,
  ]);
  if (!/\$\{?PROJECT_ID/.test(JSON.stringify(own))) return;
  console.error("$PROJECT_ID stays in names, where the service replaces none. Give --project.");
}
