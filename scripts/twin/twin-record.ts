// Keeps what `chat` needs to come back to the twin that was built last: `twin.json` in the root folder.
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readEndpointRecord, type EndpointRecord } from "../../components/platform/endpoints/index.ts";
import { UserError } from "../../pipeline/ir/user-error.ts";

export interface TwinRecord {
  readonly endpoint: EndpointRecord;
  /** Whose twin it is. */
  readonly me: string;
  readonly runId: string;
  /** Lines that somebody once said to that person, and that the twin was not trained on. */
  readonly prompts: readonly string[];
}

export async function writeTwin(root: string, twin: TwinRecord): Promise<void> {
  await mkdir(root, { recursive: true });
  const file = join(root, "twin.json");
  await writeFile(`${file}.part`, `${JSON.stringify(twin, null, 2)}\n`);
  await rename(`${file}.part`, file);
}

export async function readTwin(root: string): Promise<TwinRecord> {
  const file = join(root, "twin.json");
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch {
    throw new UserError("NO_TWIN", `chat: there is no twin in ${root}. Build one first: npm run twin.`);
  }
  try {
    const { endpoint, me, runId, prompts } = JSON.parse(text) as TwinRecord; // checked field by field below
    return {
      endpoint: readEndpointRecord(endpoint, file),
      me: String(me),
      runId: String(runId),
      prompts: prompts.map(String),
    };
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError("BAD_TWIN", `chat: ${file} cannot be read. Build the twin again: npm run twin.`);
  }
}
