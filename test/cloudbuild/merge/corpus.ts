// The real configs among the shared test data that Google's tools take, read.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { BuildFile } from "../../../cloudbuild/files/build-file.ts";
import { readBuildFile } from "../../../cloudbuild/files/read-build-file.ts";

export const corpusFolder = resolve(import.meta.dirname, "../../../../shared/cloudbuild/corpus");
export const hasCorpus = existsSync(join(corpusFolder, "INDEX.json"));

/** In the order of their names. */
export function realBuilds(): readonly BuildFile[] {
  return readdirSync(corpusFolder)
    .filter((name) => name !== "INDEX.json")
    .sort()
    .flatMap((name) => {
      const { read } = readBuildFile(name, readFileSync(join(corpusFolder, name), "utf8"));
      return read === undefined || read.build.steps.length === 0 ? [] : [read];
    });
}
