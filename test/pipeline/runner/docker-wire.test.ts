// What the docker executor makes of what an engine says; for what Podman cannot be made to say.
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, expect, test } from "vitest";
import { dockerExecutor } from "../../../pipeline/runner/executors/docker/docker.ts";
import type { TaskExit } from "../../../pipeline/runner/index.ts";
import { temporaryFolder } from "../../scripts/temporary-folder.ts";
import { type Answer, type FakeEngine, frame, startFakeEngine } from "../../tools/fake-engine.ts";
import { plainTask } from "./executor-contract.ts";
import { image } from "./small-pipelines.ts";

const ended = (state: object): Answer => [200, { State: { Status: "exited", ExitCode: 0, ...state } }];
const usual: FakeEngine["answers"] = {
  "GET /info": [200, { NCPU: 2 }],
  [`GET /images/${image}/json`]: [200, { Id: "sha256:1", Config: {} }],
  "POST /containers/create": [201, { Id: "c" }],
  "POST /containers/c/start": [204, undefined],
  "POST /containers/c/wait": [200, { StatusCode: 0 }],
  "GET /containers/c/json": ended({}),
  "POST /containers/c/kill": [204, undefined],
  "DELETE /containers/c": [204, undefined],
};

let stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops) stop();
  stops = [];
});

interface Ran {
  readonly exit: TaskExit;
  readonly lines: readonly string[];
  readonly asked: readonly string[];
}

async function run(
  { answers, ...rest }: Partial<FakeEngine>,
  task: Partial<ReturnType<typeof plainTask>> = {},
): Promise<Ran> {
  const socket = join(temporaryFolder(), "engine.sock");
  const { asked, stop } = await startFakeEngine(socket, { answers: { ...usual, ...answers }, ...rest });
  stops.push(stop);
  const executor = await dockerExecutor({ sockets: [socket] });
  const lines: string[] = [];
  const never = new AbortController().signal;
  const exit = await executor.run(
    { ...plainTask(image, ["program"], "/somewhere/work"), ...task },
    { stop: never, kill: never, onLine: (line, stream) => void lines.push(`${stream}: ${line}`) },
  );
  return { exit, lines, asked };
}

test("a container is made, started, read, awaited, read to its end and removed", async () => {
  const { exit, asked } = await run({});
  expect(exit).toEqual({ kind: "exited", code: 0 });
  expect(asked.filter((each) => each.includes("/containers/"))).toEqual([
    "GET /containers/json", // what a killed runner may have left
    "POST /containers/create",
    "POST /containers/c/attach",
    "POST /containers/c/start",
    "POST /containers/c/wait",
    "GET /containers/c/json",
    "GET /containers/c/logs",
    "DELETE /containers/c",
  ]);
});

test("what a container is made of follows from its task", async () => {
  let made: unknown;
  const create = (body: string): Answer => {
    made = JSON.parse(body);
    return [201, { Id: "c" }];
  };
  await run(
    { answers: { "POST /containers/create": create } },
    { env: { A: "b=c" }, args: ["x"], resources: { cpus: 1.5, memoryBytes: 1e9, accelerators: 2 } },
  );
  expect(made).toEqual({
    Image: "sha256:1",
    Entrypoint: ["program"],
    Cmd: ["x"],
    Env: ["A=b=c"],
    WorkingDir: "/somewhere/work",
    Labels: { "pollux.run": "contract", "pollux.root": "/somewhere" },
    HostConfig: {
      Mounts: [{ Type: "bind", Source: "/somewhere", Target: "/somewhere", ReadOnly: false }],
      SecurityOpt: ["label=disable"],
      LogConfig: { Type: "json-file", Config: {} },
      Init: true,
      NanoCpus: 1_500_000_000,
      Memory: 1_000_000_000,
      MemorySwap: 1_000_000_000,
      DeviceRequests: [{ Count: 2, Capabilities: [["gpu"]] }],
    },
  });
});

test("output that comes in pieces gives whole lines of each stream", async () => {
  const bytes = Buffer.concat([frame(1, "ä on"), frame(2, "two\nthr"), frame(1, "e\n"), frame(2, "ee")]);
  const { lines } = await run({
    output: async (connection) => {
      for (const byte of bytes) {
        connection.write(Buffer.from([byte]));
        await pause(0);
      }
      connection.end();
    },
  });
  expect(lines.toSorted()).toEqual(["stderr: three", "stderr: two", "stdout: ä one"]);
});

test("output that breaks off is read to its end once the container has ended, each line once", async () => {
  const whole = Buffer.concat([frame(1, "one\ntwo\nth"), frame(2, "err\n"), frame(1, "ree\nfour")]);
  const { lines } = await run({
    stored: whole,
    output: (connection) =>
      connection.end(
        Buffer.concat([frame(1, "one\nt"), frame(2, "Error: read unixpacket @->/attach: broken\n")]),
      ),
  });
  expect(lines.toSorted()).toEqual([
    "stderr: err",
    "stdout: four",
    "stdout: one",
    "stdout: three",
    "stdout: two",
  ]);
});

test("a task that ran out of its memory is told so", async () => {
  const { exit } = await run(
    { answers: { "GET /containers/c/json": ended({ ExitCode: 137, OOMKilled: true }) } },
    { resources: { memoryBytes: 64 * 2 ** 20 } },
  );
  expect(exit).toEqual({
    kind: "killed",
    signal: "SIGKILL",
    because: "it needed more than its 64 MiB of memory",
  });
});

test("a container that has vanished is no success, whatever a wait for it gave", async () => {
  const { exit } = await run({
    answers: { "GET /containers/c/json": [404, { message: "no such container" }] },
  });
  expect(exit).toEqual({
    kind: "killed",
    signal: "SIGKILL",
    because: "its container was removed while it ran",
  });
});

test("an engine that cannot say at once how a container is is asked again", async () => {
  const states: Answer[] = [[500, { message: "no such container, yet or any more" }], ended({ ExitCode: 3 })];
  const { exit } = await run({ answers: { "GET /containers/c/json": () => states.shift() ?? [404, {}] } });
  expect(exit).toEqual({ kind: "exited", code: 3 });
});

test("an engine that fails is said", async () => {
  await expect(
    run({ answers: { "GET /containers/c/json": [500, { message: "no space left" }] } }),
  ).rejects.toThrow(
    /^docker: the container engine at .*engine\.sock fails \(no space left\)\. See what it says of itself\.$/,
  );
});

test("a container that goes on without its output is awaited", async () => {
  const states = [ended({ Status: "running" }), ended({ Status: "running" }), ended({ ExitCode: 3 })];
  const { exit } = await run({ answers: { "GET /containers/c/json": () => states.shift() ?? [500, {}] } });
  expect([exit, states]).toEqual([{ kind: "exited", code: 3 }, []]);
});

test("an engine without a first process of its own starts the task's alone", async () => {
  const refusal: Answer = [400, { message: 'exec: "docker-init": executable file not found in $PATH' }];
  const inits: unknown[] = [];
  const { exit } = await run({
    answers: {
      "POST /containers/create": (body) => {
        inits.push((JSON.parse(body) as { HostConfig: { Init?: boolean } }).HostConfig.Init); // as sent above
        return [201, { Id: "c" }];
      },
      "POST /containers/c/start": () => (inits.length === 1 ? refusal : [204, undefined]),
    },
  });
  expect([exit, inits]).toEqual([{ kind: "exited", code: 0 }, [true, undefined]]);
});

test.each([
  [
    'OCI runtime create failed: exec: "program": executable file not found in $PATH: unknown',
    'cannot start "program": there is no such program in the image\'s environment',
  ],
  ['exec: "program": permission denied: unknown', 'cannot start "program" (EACCES)'],
  [
    'invalid mount config for type "bind": bind source path does not exist: /somewhere',
    'cannot start its container (invalid mount config for type "bind": bind source path does not exist: /somewhere; ' +
      "the engine must see this machine's files under the same paths)",
  ],
])("a start that is refused is explained: %s", async (refusal, message) => {
  const { exit } = await run({ answers: { "POST /containers/c/start": [400, { message: refusal }] } });
  expect(exit).toEqual({ kind: "not-started", message });
});

test.each([
  ["[FATAL tini (7)] exec program failed: No such file or directory", 127],
  ["ERROR (catatonit:6): failed to exec pid1: No such file or directory", 1],
])("a first process that finds no program says so: %s", async (line, code) => {
  const { exit } = await run({
    answers: { "GET /containers/c/json": ended({ ExitCode: code }) },
    output: (connection) => connection.end(frame(2, `${line}\n`)),
  });
  expect(exit).toEqual({
    kind: "not-started",
    message: 'cannot start "program": there is no such program in the image\'s environment',
  });
});
