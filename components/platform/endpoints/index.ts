// The public names of the endpoints, and the choice of a driver.
import { UserError } from "../../../pipeline/ir/user-error.ts";
import type { Endpoints } from "./endpoints.ts";
import { localEndpoints } from "./local.ts";
import { vertexEndpoints, vertexSettings } from "./vertex/index.ts";

export type { Connection, EndpointRecord, Endpoints, Message, Sampling, WaitOptions } from "./endpoints.ts";
export { readEndpointRecord } from "./record.ts";

/**
 * `POLLUX_ENDPOINTS` names the driver; without it, models are served by a process on this machine. What the driver of
 * Vertex AI reads besides, `vertexSettings` says.
 */
export function endpoints(env: NodeJS.ProcessEnv = process.env): Endpoints {
  const driver = env.POLLUX_ENDPOINTS || "local";
  switch (driver) {
    case "local":
      return localEndpoints();
    case "vertex":
      return vertexEndpoints(vertexSettings(env));
    default:
      throw new UserError(
        "UNKNOWN_DRIVER",
        `endpoints: POLLUX_ENDPOINTS is "${driver}", which is no driver. Set it to "local" or "vertex", or leave it unset.`,
      );
  }
}
