// The folder in which Terraform works: the configuration, its values, where its state is. Values that were given once are
// remembered there, so that a later deployment and the teardown need not be told again.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isObject } from "../../../pipeline/ir/json-object.ts";
import { UserError } from "../../../pipeline/ir/user-error.ts";

export const defaultFolder = ".pollux/infrastructure";

/** By the names of the configuration's variables. */
export type Values = { readonly [variable: string]: string | number | boolean };

const valuesFile = "terraform.tfvars.json";

/** Those of earlier deployments; none where there was none. */
export function rememberedValues(folder: string): Values {
  const file = join(folder, valuesFile);
  if (!existsSync(file)) return {};
  try {
    const values: unknown = JSON.parse(readFileSync(file, "utf8"));
    if (isObject(values)) return values as Values; // Terraform checks their types
  } catch {
    // said below
  }
  throw new UserError(
    "VALUES_UNREADABLE",
    `${file}: is no JSON object. Delete it, and give the options again.`,
  );
}

/** Throws `OTHER_PROJECT`: what the folder's state knows would be torn down, and made again elsewhere. */
export function requireSameProject(folder: string, project: string): void {
  const { project: before } = rememberedValues(folder);
  if (before === undefined || before === project) return;
  throw new UserError(
    "OTHER_PROJECT",
    `${folder}: is of project "${before}", not "${project}". Give --folder for another one, or tear that one down first.`,
  );
}

export interface Workspace {
  readonly folder: string;
  /** The text of main.tf.json. */
  readonly configuration: string;
  readonly values: Values;
  /** `gs://BUCKET/PREFIX`. Default: as before, or in the folder itself. */
  readonly state?: string | undefined;
}

/** Only its owner can read it. */
export function writeWorkspace({ folder, configuration, values, state }: Workspace): void {
  const backend = state === undefined ? undefined : backendOf(state);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const write = (name: string, text: string): void => {
    writeFileSync(join(folder, name), text, { mode: 0o600 });
  };
  write("main.tf.json", configuration);
  write(valuesFile, `${JSON.stringify(values, null, 2)}\n`);
  if (backend !== undefined) write("backend.tf.json", `${JSON.stringify(backend, null, 2)}\n`);
}

function backendOf(state: string): object {
  const [, bucket, prefix] =
    /^gs:\/\/([a-z0-9][a-z0-9._-]{1,220}[a-z0-9])(?:\/+(.*?)\/*)?$/.exec(state) ?? [];
  if (bucket === undefined) {
    throw new UserError(
      "STATE_BUCKET",
      `--state "${state}": is no place in Cloud Storage. Give gs://BUCKET or gs://BUCKET/PREFIX, of a bucket that is there.`,
    );
  }
  return { terraform: { backend: { gcs: { bucket, prefix: prefix || "pollux" } } } };
}
