// Tests of the docker executor on a real engine, Podman; where there can be none, one skipped test says why.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, test, vi } from "vitest";
import { dockerExecutor } from "../../../pipeline/runner/executors/docker/docker.ts";
import type { ContainerTask, TaskExecutor, TaskExit } from "../../../pipeline/runner/index.ts";
import { temporaryFolder } from "../../scripts/temporary-folder.ts";
import { startPodman, type TestEngine } from "../../tools/podman.ts";
import { plainTask } from "./executor-contract.ts";
import { image } from "./small-pipelines.ts";

/** The engine has `image`; `registry` is asked without TLS. After each test nothing may be left. */
export async function onPodman(
  registry: string,
  define: (engine: TestEngine, executor: TaskExecutor) => void,
): Promise<void> {
  const engine = await startPodman(registry);
  if (typeof engine === "string") {
    test.skip(`tasks in containers (skipped: ${engine})`, () => {});
    return;
  }
  afterAll(() => engine.stop());
  await engine.makeImage(image);
  const executor = await dockerExecutor({ sockets: [engine.socket], graceMs: 200 });
  describe("docker", () => {
    afterEach(async () => {
      vi.unstubAllEnvs();
      expect(await engine.podman("ps", "--all", "--quiet")).toBe("");
    });
    define(engine, executor);
  });
}

export interface Started {
  readonly exit: Promise<TaskExit>;
  readonly lines: readonly string[];
  readonly workFolder: string;
}

export interface StartOptions extends Partial<ContainerTask> {
  readonly onLine?: (line: string) => void | Promise<void>;
  readonly stop?: AbortSignal;
}

/** Runs `command` in a folder of its own. */
export function start(
  executor: TaskExecutor,
  command: readonly string[],
  options: StartOptions = {},
): Started {
  const workFolder = join(temporaryFolder(), "runs", "work");
  mkdirSync(workFolder, { recursive: true });
  const { onLine, stop, ...rest } = options;
  const lines: string[] = [];
  const never = new AbortController().signal;
  const exit = executor.run(
    { ...plainTask(image, command, workFolder), ...rest },
    {
      stop: stop ?? never,
      kill: never,
      onLine: (line) => {
        lines.push(line);
        return onLine?.(line);
      },
    },
  );
  return { exit, lines, workFolder };
}

export const sh = (script: string): readonly string[] => ["sh", "-ec", script];
export const succeeded = { kind: "exited", code: 0 };
