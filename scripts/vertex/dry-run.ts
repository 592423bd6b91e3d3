// What a submission would send, and where each of its settings came from.
import { fieldNames, type ResolvedConfig } from "../../pipeline/vertex/config/index.ts";
import type { CreateJob } from "../../pipeline/vertex/job/index.ts";
import { alignedLines } from "../terminal/table.ts";

/** For stderr: the settings as a table. */
export function settingLines({ config, origins }: ResolvedConfig): readonly string[] {
  const rows = fieldNames.flatMap((field) => {
    const origin = origins[field];
    const value = config[field];
    if (origin === undefined || value === undefined) return [];
    return [[field, typeof value === "object" ? JSON.stringify(value) : String(value), origin]];
  });
  return alignedLines([["SETTING", "VALUE", "FROM"], ...rows]);
}

/** For stdout: the request over REST, which is the same over gRPC. */
export function requestText({ parent, pipelineJobId, pipelineJob }: CreateJob): string {
  const query = `?pipelineJobId=${encodeURIComponent(pipelineJobId)}`;
  const request = { method: "POST", path: `/v1/${parent}/pipelineJobs${query}`, body: pipelineJob };
  return JSON.stringify(request, null, 2);
}
