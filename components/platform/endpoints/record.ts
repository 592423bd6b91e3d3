// Reads an endpoint's record back, from the file that `deploy` wrote or from one that holds it.
import { UserError } from "../../../pipeline/ir/user-error.ts";
import type { EndpointRecord } from "./endpoints.ts";

/** `source` says in an error where `value` comes from. */
export function readEndpointRecord(value: unknown, source: string): EndpointRecord {
  const record = (typeof value === "object" && value !== null ? value : {}) as Record<string, unknown>; // any JSON object
  const { driver, name, model, endpoint } = record;
  if (typeof driver === "string" && typeof name === "string" && typeof model === "string") {
    return { driver, name, model, ...(typeof endpoint === "string" && { endpoint }) };
  }
  throw new UserError(
    "BAD_ENDPOINT_RECORD",
    `${source}: this is no endpoint record (it needs "driver", "name" and "model"). Deploy the model again.`,
  );
}

/** Throws `OTHER_DRIVER`. */
export function requireDriver(record: EndpointRecord, driver: string): void {
  if (record.driver === driver) return;
  throw new UserError(
    "OTHER_DRIVER",
    `endpoint: "${record.name}" was deployed with the driver "${record.driver}", not "${driver}". ` +
      `Set POLLUX_ENDPOINTS=${record.driver}.`,
  );
}
