// pollux cloudbuild teardown: what `deploy` made in a project is deleted again.
import { parseArgs } from "node:util";
import { buckets, users } from "../../cloudbuild/infrastructure/storage.ts";
import { UserError } from "../../pipeline/ir/user-error.ts";
import type { Command } from "../command.ts";
import { configurationOf } from "./deployment/configuration.ts";
import { type DeployedState, placeOf, readState, requireOurs } from "./deployment/deployed-state.ts";
import { approvalOf, findTerraform, initAdvice, ProgramFailed, runProgram } from "./deployment/programs.ts";
import {
  configurationIn,
  defaultFolder,
  isDeployed,
  movesState,
  writeValues,
  writeWorkspace,
} from "./deployment/workspace.ts";

/** What Terraform deletes only when it is empty, unless it was told otherwise before. */
const dataHolders = [...buckets, users];

const options = {
  "delete-data": { type: "boolean", default: false },
  folder: { type: "string", default: defaultFolder },
  state: { type: "string" },
  builds: { type: "string" },
  "dry-run": { type: "boolean", default: false },
  yes: { type: "boolean", default: false },
} as const;

type Options = ReturnType<typeof parse>;
const parse = (argv: readonly string[]) => parseArgs({ args: [...argv], options }).values;

export const teardown: Command = {
  usage: `usage: pollux cloudbuild teardown [--delete-data] [--folder FOLDER] [--state gs://BUCKET/PATH] [--dry-run] [--yes]

Deletes what "pollux cloudbuild deploy" made of Pollux's own system, images and the values of secrets included. Terraform
shows it all and asks. Buckets and the dataset of the users that hold something stay, and it says so: their data is
deleted only with --delete-data. APIs stay on. What pipelines made on Vertex AI (models, endpoints) is not the
deployment's: pollux undeploy it first. Another repository is torn down with its own Terraform.

  --delete-data     empties buckets and the dataset: chats, users, trained models. Nothing brings them back
  --folder FOLDER   of the deployment. Default: ${defaultFolder}
  --state           where the state is, for a folder from which nothing was deployed
  --builds FILE     default: cloudbuild/builds.ts
  --dry-run         shows what would be deleted, and deletes nothing
  --yes             does not ask`,
  run: async (argv) => {
    const given = parse(argv);
    const terraform = findTerraform();
    const undo = await requireDeployment(given);
    try {
      await runProgram({ program: terraform, args: ["init", "-input=false"], cwd: given.folder });
    } catch (error) {
      undo();
      return failed(error, initAdvice);
    }
    try {
      await tearDown(given, terraform);
      return 0;
    } catch (error) {
      return failed(error, adviceOf(given["delete-data"]));
    }
  },
};

/** The exit code, where a program has failed. */
function failed(error: unknown, advice: string): number {
  if (!(error instanceof ProgramFailed)) throw error;
  console.error(`${error.message} ${advice}`);
  return 2;
}

async function tearDown(given: Options, terraform: string): Promise<void> {
  const { folder: cwd, "delete-data": deletesData } = given;
  const run = (...args: readonly string[]) => runProgram({ program: terraform, args, cwd });
  const approval = approvalOf(given.yes);
  const state = await readState(terraform, cwd);
  requireOurs(state, configurationIn(cwd));
  if (state.resources.length === 0) {
    console.error("Nothing is there: the state knows of nothing that was made.");
    return;
  }
  const values = [
    writeValues(cwd, { ...state.values, ...placeOf(state) }),
    `-var=delete_data=${deletesData}`,
  ];
  if (given["dry-run"]) {
    await run("plan", "-destroy", "-input=false", ...values);
    return;
  }
  tellWhatHoldsData(deletesData);
  // Whether a bucket is emptied is read from the state, so that it must be said there first: also where it is to keep
  // what it holds, and a teardown that was broken off had said otherwise.
  const targets = holdersToldOtherwise(state, deletesData).map((address) => `-target=${address}`);
  if (targets.length > 0) await run("apply", ...values, ...targets, ...approval);
  await run("destroy", ...values, ...approval);
}

/** The addresses of those that are there, and of which the state says otherwise. */
function holdersToldOtherwise({ resources }: DeployedState, deletesData: boolean): readonly string[] {
  const addresses = new Set(dataHolders.map(({ address }) => address));
  return resources.flatMap(({ address, attributes }) => {
    if (!addresses.has(address)) return [];
    const isEmptied =
      attributes["force_destroy"] === true || attributes["delete_contents_on_destroy"] === true;
    return isEmptied === deletesData ? [] : [address];
  });
}

/** Gives what puts the folder back as it was, as long as nothing is known to be deployed from there. */
async function requireDeployment({ folder, state, builds }: Options): Promise<() => void> {
  if (isDeployed(folder)) {
    if (!movesState(folder, state)) return () => {};
    throw new UserError(
      "OTHER_STATE",
      `--state ${state}: the state of ${folder} is elsewhere. Leave out --state, or give another --folder.`,
    );
  }
  if (state === undefined) {
    throw new UserError(
      "NOT_DEPLOYED",
      `${folder}: no deployment was made from here. Give its --folder, or the --state that it was given.`,
    );
  }
  return writeWorkspace({ folder, configuration: await configurationOf(builds), state });
}

function tellWhatHoldsData(isDeleted: boolean): void {
  const names = dataHolders.map(({ name }) => name).join(", ");
  console.error(
    isDeleted
      ? `All data in these is deleted: ${names}.`
      : `These stay where they hold data, and so does what is in them: ${names}. --delete-data empties them.`,
  );
}

function adviceOf(isDeleted: boolean): string {
  const again = "Run it again to go on.";
  return isDeleted ? again : `${again} What still holds data goes only with --delete-data.`;
}
