// Who may write in a task's folders, and who owns what it has written. A container runs as the user that its image
// names, mostly root, as on the cluster; unless the engine runs as this user, its files are not this user's.
import { chmod, lstat, readdir } from "node:fs/promises";
import { dirname, isAbsolute, join, sep } from "node:path";
import type { ContainerTask } from "../task-executor.ts";
import type { LocalImage } from "./image-store.ts";
import { type ContainerRun, runInContainer } from "./run-in-container.ts";

export interface FileOwner {
  readonly uid: number;
  readonly gid: number;
}

/** A user other than root gets the folders as the cluster gives them: open to all. */
export async function openFolders(task: ContainerTask, { user }: LocalImage): Promise<void> {
  if (/^(|root|0)(:.*)?$/.test(user)) return;
  for (const folder of foldersOf(task)) await chmod(folder, 0o777).catch(() => {}); // not ours, so open already
}

/** Only root can, and there is root in the image: so its own `chown` makes them the owner's, who can then remove them. */
export async function giveBackFiles(run: ContainerRun, owner: FileOwner): Promise<void> {
  if (owner.uid === 0) return; // root may do as it likes with them
  const folders: string[] = [];
  for (const folder of foldersOf(run.task)) {
    if (await holdsForeignFiles(folder, owner.uid)) folders.push(folder);
  }
  if (folders.length === 0) return;
  const { uid, gid } = run.engine.rootless ? { uid: 0, gid: 0 } : owner; // there, root is this user
  const { timeoutMs: _, resources: __, ...task } = run.task;
  const exit = await runInContainer({
    ...run,
    task: { ...task, command: ["chown", "-Rh", `${uid}:${gid}`], args: folders, env: {} },
    control: { ...run.control, stop: never, kill: never }, // a task that was stopped leaves files too
    user: "0:0",
  });
  if (exit.kind === "exited" && exit.code === 0) return;
  await run.control.onLine(
    `Files in ${folders.join(", ")} belong to the user of the image "${task.image}", which has no "chown" that works.`,
    "stderr",
  );
}

const never = new AbortController().signal;

/** Those in the root that the task is to write in. */
function foldersOf({ workFolder, executorInput: { outputs = {} }, root }: ContainerTask): readonly string[] {
  const files = [
    ...(outputs.outputFile === undefined ? [] : [outputs.outputFile]),
    ...Object.values(outputs.parameters ?? {}).map(({ outputFile }) => outputFile),
    ...Object.values(outputs.artifacts ?? {}).flatMap(({ artifacts }) => artifacts.map(({ uri }) => uri)),
  ];
  const folders = [workFolder, ...files.filter(isAbsolute).map((file) => dirname(file))];
  return [...new Set(folders)].filter((folder) => folder.startsWith(`${root}${sep}`));
}

async function holdsForeignFiles(folder: string, uid: number): Promise<boolean> {
  for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
    const path = join(folder, entry.name);
    if ((await lstat(path).catch(() => undefined))?.uid !== uid) return true;
    if (entry.isDirectory() && (await holdsForeignFiles(path, uid))) return true;
  }
  return false;
}
