// What settings say together: each may be right alone, and wrong beside another.
import type { VertexConfig } from "./vertex-config.ts";

/** Everything that does not go together; each value may be wrong in itself as well. */
export function checkTogether(config: Partial<VertexConfig>): readonly string[] {
  return [...checkNetworks(config), ...checkKey(config), ...checkEndpoint(config)];
}

function checkNetworks({ network, pscInterface }: Partial<VertexConfig>): readonly string[] {
  if (network === undefined || pscInterface === undefined) return [];
  return [
    `network "${network}": pscInterface "${pscInterface}" is given as well, and a job has one of them. Leave one out.`,
  ];
}

/** A job's key must be in the job's region. */
function checkKey({ kmsKey, location }: Partial<VertexConfig>): readonly string[] {
  const place = kmsKey?.split("/")[3];
  if (place === undefined || place === location) return [];
  return [
    `kmsKey "${kmsKey}": is in ${place}, and the job would be in ${location}. Give a key of ${location}.`,
  ];
}

function checkEndpoint({ apiEndpoint, insecure }: Partial<VertexConfig>): readonly string[] {
  if (apiEndpoint === undefined || insecure || !/^http:/i.test(apiEndpoint)) return [];
  if (isLoopback(apiEndpoint)) return [];
  return [
    `apiEndpoint "${apiEndpoint}": is plain http to another machine, which everybody between can read and change. ` +
      "Use https, or set insecure.",
  ];
}

export function isLoopback(endpoint: string): boolean {
  return /^(https?:\/\/)?(127(\.\d{1,3}){3}|localhost|\[::1\])(:\d+)?(\/|$)/i.test(endpoint);
}
