// The virtual environment that a `kfp` program belongs to: kfp.local runs in it, and so do the tasks.
import { existsSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { UserError } from "../../../pipeline/ir/user-error.ts";
import type { Kfp } from "../find-kfp.ts";

/** Its folder. Throws `NO_KFP` if there is no Python beside the program. */
export function kfpEnvironment({ executable }: Kfp): string {
  const places = executable.includes("/") ? [dirname(executable)] : (process.env.PATH ?? "").split(delimiter);
  const bin = places.find((place) => existsSync(join(place, "kfp")));
  if (bin !== undefined && existsSync(join(bin, "python3"))) return dirname(bin);
  throw new UserError(
    "NO_KFP",
    `bench: ${executable}: there is no python3 beside it to run pipelines. Give the path of a virtual environment's kfp to --kfp.`,
  );
}
