// The ids of jobs: as clients give them, or as Vertex makes them of the pipeline's name and the time.
import { randomBytes } from "node:crypto";
import type { Json } from "../../../ir/pipeline-spec.ts";
import { StatusError } from "../status.ts";

/** `undefined`: none is given. Throws `INVALID_ARGUMENT`. */
export function requireJobId(given: Json | undefined): string | undefined {
  if (given === undefined || given === "") return undefined;
  if (typeof given === "string" && /^[a-z][-a-z0-9]{0,127}$/.test(given)) return given;
  throw new StatusError(
    "INVALID_ARGUMENT",
    `pipeline_job_id is ${JSON.stringify(given)}. Use at most 128 lowercase letters, digits and "-", a letter first.`,
  );
}

/** `digital-twin-20261121114600`, with a little chance behind it where that is taken. */
export function newJobId(pipeline: string, isTaken: (id: string) => boolean): string {
  const name = pipeline
    .toLowerCase()
    .replace(/[^-a-z0-9]+/g, "-")
    .replace(/^[^a-z]+/, "")
    .slice(0, 100);
  const base = `${name || "pipeline"}-${new Date().toISOString().replace(/\D/g, "").slice(0, 14)}`;
  for (let id = base; ; id = `${base}-${randomBytes(3).toString("hex")}`) if (!isTaken(id)) return id;
}
