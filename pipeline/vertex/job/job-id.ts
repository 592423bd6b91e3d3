// The id of a job: what the service takes for one, and one that nobody else has.
import { randomBytes } from "node:crypto";

export const jobIdForm = /^[a-z][-a-z0-9]{0,127}$/;

/** `nightly-20261121180501-3fa9`: two submissions in one second are two jobs. */
export function makeJobId(pipeline: string, now: Date = new Date()): string {
  const time = now.toISOString().replaceAll(/[-:T]|\..*$/g, "");
  const ending = `-${time}-${randomBytes(2).toString("hex")}`;
  const name = pipeline
    .toLowerCase()
    .replaceAll(/[^-a-z0-9]+/g, "-")
    .replaceAll(/^[^a-z]+|-+$/g, "");
  return `${(name === "" ? "pipeline" : name).slice(0, 128 - ending.length)}${ending}`;
}
