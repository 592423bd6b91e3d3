// pollux cloudbuild teardown: what `deploy` made in a project is deleted again.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { buckets, users } from "../../cloudbuild/infrastructure/storage.ts";
import { UserError } from "../../pipeline/ir/user-error.ts";
import type { Command } from "../command.ts";
import { approvalOf, findTerraform, ProgramFailed, runProgram } from "./deployment/programs.ts";
import { defaultFolder, rememberedValues } from "./deployment/workspace.ts";

/** What Terraform deletes only when it is empty, unless it was told otherwise before. */
const dataHolders = [...buckets, users];

export const teardown: Command = {
  usage: `usage: pollux cloudbuild teardown [--delete-data] [--folder FOLDER] [--dry-run] [--yes]

Deletes what "pollux cloudbuild deploy" made, images and the values of secrets included. Terraform shows it all and asks.
Buckets and the dataset of the users that hold something stay, and it says so: their data is deleted only with
--delete-data. APIs stay on. What pipelines made on Vertex AI (models, endpoints) is not the deployment's: pollux undeploy
it first.

  --delete-data     empties buckets and the dataset: chats, users, trained models. Nothing brings them back
  --folder FOLDER   of the deployment. Default: ${defaultFolder}
  --dry-run         shows what would be deleted, and deletes nothing
  --yes             does not ask`,
  run: async (argv) => {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        "delete-data": { type: "boolean", default: false },
        folder: { type: "string", default: defaultFolder },
        "dry-run": { type: "boolean", default: false },
        yes: { type: "boolean", default: false },
      },
    });
    const terraform = findTerraform();
    requireDeployment(values.folder);
    const run = (...args: readonly string[]) => runProgram({ program: terraform, args, cwd: values.folder });
    const approval = approvalOf(values.yes);
    const emptying = values["delete-data"] ? ["-var=delete_data=true"] : [];
    try {
      await run("init", "-input=false");
      if (values["dry-run"]) {
        await run("plan", "-destroy", "-input=false");
        return 0;
      }
      tellWhatHoldsData(values["delete-data"]);
      // Whether a bucket is emptied is read from the state, so that it must be said there first.
      if (values["delete-data"]) {
        const targets = dataHolders.map(({ address }) => `-target=${address}`);
        await run("apply", ...emptying, ...targets, ...approval);
      }
      await run("destroy", ...emptying, ...approval);
      return 0;
    } catch (error) {
      if (!(error instanceof ProgramFailed)) throw error;
      console.error(`${error.message} ${adviceOf(values["delete-data"])}`);
      return 2;
    }
  },
};

function requireDeployment(folder: string): void {
  if (existsSync(join(folder, "main.tf.json")) && rememberedValues(folder)["project"] !== undefined) return;
  throw new UserError(
    "NOT_DEPLOYED",
    `${folder}: no deployment was made from here. Give --folder, or pollux cloudbuild deploy --dry-run with its --project and --state.`,
  );
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
