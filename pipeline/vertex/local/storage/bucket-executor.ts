// Tasks that get artifacts of buckets (`gs://bucket/x`, which Vertex mounts at `/gcs/bucket/x`) get the file in the
// local bucket instead: there is nothing at /gcs here. Parameters stay as they are.
import type { ExecutorInput } from "../../../ir/executor-input.ts";
import type { ContainerTask, TaskExecutor } from "../../../runner/index.ts";
import { fileOfUri } from "./buckets.ts";

/** `buckets` is the folder that holds them. */
export function withBuckets(executor: TaskExecutor, buckets: string): TaskExecutor {
  return { ...executor, run: (task, control) => executor.run(withFiles(task, buckets), control) };
}

function withFiles(task: ContainerTask, buckets: string): ContainerTask {
  const files = inputFiles(task.executorInput, buckets);
  if (files.length === 0) return task;
  // The longest first: one may be in another.
  const sorted = [...files].sort((a, b) => b.uri.length - a.uri.length);
  const replace = (text: string): string => sorted.reduce(replaceOne, text);
  return {
    ...task,
    command: task.command.map(replace),
    args: task.args.map(replace),
    env: Object.fromEntries(Object.entries(task.env).map(([name, text]) => [name, replace(text)])),
    executorInput: withLocalArtifacts(task.executorInput, files),
    reads: [...task.reads, ...files.map(({ file }) => file)],
  };
}

/** The path in plain text, and the address in an ExecutorInput that is part of the text, escaped or not. */
function replaceOne(text: string, { uri, file }: InputFile): string {
  const quoted = new RegExp(`(\\\\*"uri\\\\*"\\s*:\\s*\\\\*")${escape(uri)}(?=\\\\*")`, "g");
  return text
    .replace(quoted, (_, before: string) => before + file)
    .replaceAll(uri.replace(/^gs:\/\//, "/gcs/"), file);
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
}

function withLocalArtifacts(input: ExecutorInput, files: readonly InputFile[]): ExecutorInput {
  const places = new Map(files.map(({ uri, file }) => [uri, file]));
  const lists = Object.entries(input.inputs?.artifacts ?? {}).map(([name, { artifacts }]) => {
    const local = artifacts.map((artifact) => ({
      ...artifact,
      uri: places.get(artifact.uri) ?? artifact.uri,
    }));
    return [name, { artifacts: local }] as const;
  });
  return { ...input, inputs: { ...input.inputs, artifacts: Object.fromEntries(lists) } };
}

interface InputFile {
  readonly uri: string;
  readonly file: string;
}

function inputFiles({ inputs }: ExecutorInput, buckets: string): readonly InputFile[] {
  const artifacts = Object.values(inputs?.artifacts ?? {}).flatMap((list) => list.artifacts);
  return artifacts.flatMap(({ uri }) => {
    try {
      const file = fileOfUri(buckets, uri);
      return file === undefined ? [] : [{ uri, file }];
    } catch {
      return []; // it can be no local object's address
    }
  });
}
