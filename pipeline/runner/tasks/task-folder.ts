// Where one task keeps its things, below the folder of its run.
import { join } from "node:path";

export interface TaskFolder {
  readonly folder: string;
  /** Where the task's process runs; kept between attempts, for checkpoints. */
  readonly work: string;
  readonly log: string;
  readonly artifact: (name: string) => string;
  readonly parameter: (name: string) => string;
  /** In a folder of its own: KFP's SDK lets a task put artifacts beside it (`dsl.get_uri`). */
  readonly executorOutput: string;
}

/** `path` is the task's, as `for-loop-2[0]/tag`. */
export function taskFolder(runFolder: string, path: string): TaskFolder {
  const folder = join(runFolder, "tasks", ...path.split("/").map(fileName));
  return {
    folder,
    work: join(folder, "work"),
    log: join(folder, "log.txt"),
    artifact: (name) => join(folder, "artifacts", fileName(name)),
    parameter: (name) => join(folder, "parameters", fileName(name)),
    executorOutput: join(folder, "outputs", "executor_output.json"),
  };
}

/** Names come from the pipeline: none may lead out of its folder. */
export function fileName(name: string): string {
  const safe = name.replace(/[^\w.[\]-]/gu, (letter) => `%${letter.codePointAt(0)?.toString(16)}`);
  return /^\.*$/.test(safe) ? `%${safe}` : safe;
}
