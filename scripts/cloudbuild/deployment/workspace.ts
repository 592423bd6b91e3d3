// The folder in which Terraform works: the configuration, and where its state is. What was deployed with which values is
// said by the state alone, wherever that is; the file of values only carries them to Terraform.
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { UserError } from "../../../pipeline/ir/user-error.ts";

export const defaultFolder = ".pollux/infrastructure";

/** By the names of the configuration's variables. */
export type Values = { readonly [variable: string]: string | number | boolean };

const configurationFile = "main.tf.json";
const backendFile = "backend.tf.json";
const localState = "terraform.tfstate";
/** Not one that Terraform reads by itself: what it holds counts for one command. */
const valuesFile = "deployment.tfvars.json";

export interface Workspace {
  readonly folder: string;
  /** The text of main.tf.json. */
  readonly configuration: string;
  /** `gs://BUCKET/PREFIX`. Default: as before, or in the folder itself. */
  readonly state?: string | undefined;
}

/** Only its owner can read it. Gives what puts back what was there before. */
export function writeWorkspace({ folder, configuration, state }: Workspace): () => void {
  const backend = state === undefined ? undefined : backendOf(state);
  const before = [configurationFile, backendFile].map((name) => [name, textIn(folder, name)] as const);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  write(folder, configurationFile, configuration);
  if (backend !== undefined) write(folder, backendFile, backend);
  return () => {
    for (const [name, text] of before) {
      if (text === undefined) rmSync(join(folder, name), { force: true });
      else write(folder, name, text);
    }
  };
}

/**
 * A folder in it that knows of the same state, so that a dry run leaves no trace in what the next command reads. Where
 * the folder has a state, `state` does not count: a dry run moves none.
 */
export function writeDryRun({ folder, configuration, state }: Workspace): string {
  const dry = join(folder, "dry-run");
  const hasState = stateOf(folder) !== undefined;
  writeWorkspace({ folder: dry, configuration, ...(!hasState && { state }) });
  if (hasState) rmSync(join(dry, backendFile), { force: true });
  for (const name of [backendFile, localState, ".terraform.lock.hcl"]) {
    if (existsSync(join(folder, name))) copyFileSync(join(folder, name), join(dry, name));
  }
  return dry;
}

/** The argument that hands the values over. */
export function writeValues(folder: string, values: Values): string {
  write(folder, valuesFile, `${JSON.stringify(values, null, 2)}\n`);
  return `-var-file=${valuesFile}`;
}

/** Whether a deployment was begun from here. */
export function isDeployed(folder: string): boolean {
  return existsSync(join(folder, configurationFile));
}

/** The text of main.tf.json. */
export function configurationIn(folder: string): string {
  return textIn(folder, configurationFile) ?? "{}";
}

/** Whether the folder's state is somewhere, and not where it is to be. Throws `STATE_BUCKET`. */
export function movesState(folder: string, state: string | undefined): boolean {
  if (state === undefined) return false;
  const to = backendOf(state);
  const from = stateOf(folder);
  return from !== undefined && from !== to;
}

/** The text that says where the state is, empty for the folder itself; `undefined`: there is none. */
function stateOf(folder: string): string | undefined {
  return textIn(folder, backendFile) ?? (existsSync(join(folder, localState)) ? "" : undefined);
}

function backendOf(state: string): string {
  const [, bucket, prefix] =
    /^gs:\/\/([a-z0-9][a-z0-9._-]{1,220}[a-z0-9])(?:\/+(.*?)\/*)?$/.exec(state) ?? [];
  if (bucket === undefined) {
    throw new UserError(
      "STATE_BUCKET",
      `--state "${state}": is no place in Cloud Storage. Give gs://BUCKET or gs://BUCKET/PREFIX, of a bucket that is there.`,
    );
  }
  const backend = { terraform: { backend: { gcs: { bucket, prefix: prefix || "pollux" } } } };
  return `${JSON.stringify(backend, null, 2)}\n`;
}

function textIn(folder: string, name: string): string | undefined {
  const file = join(folder, name);
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

function write(folder: string, name: string, text: string): void {
  writeFileSync(join(folder, name), text, { mode: 0o600 });
}
