// What settings say together: each may be right alone, and wrong beside another.
import type { Problem } from "./problem.ts";
import type { VertexConfig } from "./vertex-config.ts";

/** Everything that does not go together; values that are wrong in themselves are left out. */
export function checkTogether(config: Partial<VertexConfig>): readonly Problem[] {
  return [...checkNetworks(config), ...checkKey(config), ...checkEndpoint(config)];
}

function checkNetworks({ network, pscInterface }: Partial<VertexConfig>): readonly Problem[] {
  if (network === undefined || pscInterface === undefined) return [];
  const message = `pscInterface "${pscInterface}" is given as well, and a job has one of them. Leave one out.`;
  return [{ where: `network "${network}"`, message }];
}

/** A job's key must be in the job's region. */
function checkKey({ kmsKey, location }: Partial<VertexConfig>): readonly Problem[] {
  const place = kmsKey?.split("/")[3];
  if (place === undefined || location === undefined || place === location) return [];
  const message = `is in ${place}, and the job would be in ${location}. Give a key of ${location}.`;
  return [{ where: `kmsKey "${kmsKey}"`, message }];
}

function checkEndpoint({ apiEndpoint, insecure }: Partial<VertexConfig>): readonly Problem[] {
  if (apiEndpoint === undefined || insecure || !/^http:/i.test(apiEndpoint)) return [];
  if (isLoopback(apiEndpoint)) return [];
  const message =
    "is plain http to another machine, which everybody between can read and change. Use https, or set insecure.";
  return [{ where: `apiEndpoint "${apiEndpoint}"`, message }];
}

export function isLoopback(endpoint: string): boolean {
  return /^(https?:\/\/)?(127(\.\d{1,3}){3}|localhost|\[::1\])(:\d+)?(\/|$)/i.test(endpoint);
}
