// Makes sure, before anything long starts, that a twin can be made of the chats that were given.
import { resolve } from "node:path";
import { buildDataset, type DatasetSettings } from "../../components/conversation/build-dataset.ts";
import { findMe, participantsOf } from "../../components/conversation/participants.ts";
import { readChats } from "../../components/conversation/read-folder.ts";
import { ingest } from "../../components/ingest/component.ts";
import { componentDefinition } from "../../pipeline/index.ts";
import type { LiveLine } from "../terminal/live-line.ts";
import { chooseMe } from "./choose-me.ts";
import { storeChats } from "./store-chats.ts";

export interface PreparedChats {
  /** What the pipeline imports. */
  readonly folder: string;
  /** As the chats spell it. */
  readonly me: string;
}

export interface PrepareChatsOptions {
  /** None: the transcript of Apollo 11, and its commander. */
  readonly files: readonly string[];
  readonly me: string | undefined;
  readonly root: string;
  readonly parameters: {
    readonly sessionGap?: number | undefined;
    readonly mergeWindow?: number | undefined;
  };
  readonly line: LiveLine;
  readonly signal: AbortSignal;
}

const apollo = {
  file: resolve(import.meta.dirname, "../../containers/trainer/transcripts/apollo-11.txt"),
  me: "CDR",
};

/** Throws what reading the chats, finding `me` in them and making examples of them throws; then no copy is kept. */
export async function prepareChats(options: PrepareChatsOptions): Promise<PreparedChats> {
  const { files, root, line } = options;
  line.update("reading the chats");
  const { folder, discard } = await storeChats(files.length === 0 ? [apollo.file] : files, root);
  try {
    return { folder, me: await findMeIn(folder, options) };
  } catch (error) {
    await discard();
    throw error;
  }
}

async function findMeIn(folder: string, options: PrepareChatsOptions): Promise<string> {
  const { files, parameters, line, signal } = options;
  const { chats } = await readChats(folder);
  const participants = participantsOf(chats);
  line.clear();
  const byDefault = files.length === 0 ? apollo.me : undefined;
  const me = findMe(participants, options.me ?? byDefault ?? (await chooseMe(participants, signal)));
  buildDataset(chats, {
    me,
    sessionGap: parameters.sessionGap ?? defaultOf("sessionGap"),
    mergeWindow: parameters.mergeWindow ?? defaultOf("mergeWindow"),
    validationShare: defaultOf("validationShare"),
    maxTurns: defaultOf("maxTurns"),
  });
  return me;
}

function defaultOf(input: keyof DatasetSettings): number {
  return Number(componentDefinition(ingest).inputs[input]?.default);
}
