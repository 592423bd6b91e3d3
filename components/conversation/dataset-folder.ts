// The conversations dataset as a folder: what `ingest` and `augment` write and the trainer reads.
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ConversationDataset } from "./build-dataset.ts";
import type { Example } from "./example.ts";

export const datasetFiles = {
  train: "train.jsonl",
  validation: "validation.jsonl",
  background: "background.jsonl",
  statistics: "statistics.json",
} as const;

/** Makes the folder. The same dataset gives the same bytes. */
export async function writeDataset(folder: string, dataset: ConversationDataset): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, datasetFiles.train), toLines(dataset.train));
  await writeFile(join(folder, datasetFiles.validation), toLines(dataset.validation));
  await writeFile(join(folder, datasetFiles.background), toLines(dataset.background));
  await writeStatistics(folder, dataset.statistics);
}

export async function writeTrain(folder: string, examples: readonly Example[]): Promise<void> {
  await writeFile(join(folder, datasetFiles.train), toLines(examples));
}

export async function writeStatistics(folder: string, statistics: object): Promise<void> {
  await writeFile(join(folder, datasetFiles.statistics), JSON.stringify(statistics, null, 2) + "\n");
}

/** Copies the files of a dataset as they are, byte for byte. */
export async function copyDataset(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true });
  for (const name of Object.values(datasetFiles)) await cp(join(from, name), join(to, name));
}

/** What `writeDataset` wrote: its shapes are trusted. */
export async function readExamples(folder: string, part: "train" | "validation"): Promise<Example[]> {
  const text = await readFile(join(folder, datasetFiles[part]), "utf8");
  // The folder is an artifact of ours, checked when it was made.
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Example);
}

export async function readStatistics(folder: string): Promise<{ readonly [key: string]: unknown }> {
  // Written by `writeStatistics`, and only copied on.
  return JSON.parse(await readFile(join(folder, datasetFiles.statistics), "utf8")) as {
    readonly [key: string]: unknown;
  };
}

function toLines(rows: readonly object[]): string {
  return rows.map((row) => JSON.stringify(row) + "\n").join("");
}
