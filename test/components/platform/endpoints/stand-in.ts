// Local endpoints whose server has no model: what it says is known, and it starts in no time.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { EndpointRecord, Endpoints } from "../../../../components/platform/endpoints/endpoints.ts";
import { localEndpoints } from "../../../../components/platform/endpoints/local.ts";

/** The command that serves; tests of the whole command line let their `python` run it. */
export const standInServer = [
  process.execPath,
  "--import",
  "tsx",
  join(import.meta.dirname, "stand-in-server.ts"),
];

export function standInEndpoints(): Endpoints {
  return localEndpoints({ command: standInServer, env: process.env });
}

/** A folder that passes for a model, and a record that names it. A folder called "broken" does not load. */
export function standInRecord(folder: string, name = "model"): EndpointRecord {
  const model = join(folder, name);
  mkdirSync(model, { recursive: true });
  writeFileSync(join(model, "config.json"), "{}");
  return { driver: "local", name: "twin", model };
}
