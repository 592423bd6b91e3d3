// A Vertex AI that keeps jobs and schedules in memory, runs nothing, and fails as it is told to, over a real socket.
import { randomInt } from "node:crypto";
import { afterAll } from "vitest";
import { resolveConfig, type VertexConfig } from "../../../../pipeline/vertex/config/index.ts";
import { grpcServer } from "../../../../pipeline/vertex/local/fronts/grpc-front.ts";
import { listen } from "../../../../pipeline/vertex/local/fronts/listen.ts";
import { restFront } from "../../../../pipeline/vertex/local/fronts/rest-front.ts";
import { type Unary, unary } from "../../../../pipeline/vertex/local/handlers.ts";
import { StatusError, type StatusName } from "../../../../pipeline/vertex/local/status.ts";
import { loadApi } from "../../../../pipeline/vertex/local/wire/api.ts";
import { isObject, type JsonObject } from "../../../../pipeline/ir/json-object.ts";
import { breakingLine } from "./breaking-line.ts";

/** What happens to one call instead of an answer. */
export type Fault =
  /** It is refused, and nothing is done. */
  | StatusName
  /** The connection breaks before anything is done. */
  | "drop"
  /** It is done, and then the connection breaks. */
  | "lost"
  /** It is done, and no answer comes. */
  | "late"
  /** Nothing is done, and no answer comes. */
  | "stuck"
  /** No answer comes, and it is done when the next call of its kind arrives. */
  | "overtaken";

export interface FakeVertex {
  /** In order, as `CreatePipelineJob ID`; a schedule is known by its display name. */
  readonly calls: readonly string[];
  /** By call: the first has the first, and so on; then all is well. Each test has ids of its own. */
  readonly faults: Map<string, Fault[]>;
  readonly jobs: Map<string, JsonObject>;
  readonly schedules: Map<string, JsonObject>;
  readonly config: (transport: VertexConfig["transport"]) => VertexConfig;
  readonly port: number;
}

export const parent = "projects/my-project/locations/us-central1";

/** Goes when the file's tests are over. */
export async function fakeVertex(): Promise<FakeVertex> {
  const faults: FakeVertex["faults"] = new Map();
  const calls: string[] = [];
  const jobs = new Map<string, JsonObject>();
  const schedules = new Map<string, JsonObject>();
  let cut: () => void = () => {};
  const waiting = new Map<string, () => Promise<void>>();
  const withFaults = (service: string, methods: { readonly [method: string]: Unary }) =>
    unary(
      service,
      Object.fromEntries(
        Object.entries(methods).map(([method, call]) => [
          method,
          async (request, context) => {
            const key = `${method} ${idOf(request)}`;
            calls.push(key);
            await waiting.get(key)?.();
            waiting.delete(key);
            const fault = faults.get(key)?.shift();
            if (fault === "overtaken") waiting.set(key, async () => void (await call(request, context)));
            if (fault === undefined) return call(request, context);
            if (fault === "lost" || fault === "late") await call(request, context);
            if (fault === "lost" || fault === "drop") cut();
            if (fault === "late" || fault === "stuck" || fault === "overtaken") await aborted(context.signal);
            throw new StatusError(isStatus(fault) ? fault : "CANCELLED", `it is ${fault}`);
          },
        ]),
      ),
    );
  const handlers = {
    ...withFaults("PipelineService", jobMethods(jobs)),
    ...withFaults("ScheduleService", scheduleMethods(schedules)),
  };
  const api = loadApi();
  const server = await listen(
    0,
    grpcServer(api, handlers, () => {}),
    restFront(api, handlers, () => {}),
  );
  const line = await breakingLine(server.port);
  cut = line.cut;
  afterAll(async () => {
    await line.close();
    await server.close();
  });
  return {
    calls,
    faults,
    jobs,
    schedules,
    port: line.port,
    config: (transport) =>
      resolveConfig({
        given: {
          project: "my-project",
          pipelineRoot: "gs://bucket/runs",
          apiEndpoint: `http://127.0.0.1:${line.port}`,
          transport,
        },
        env: {},
      }).config,
  };
}

function idOf({ pipelineJobId, schedule, filter, name }: JsonObject): string {
  const named = isObject(schedule) ? schedule["displayName"] : /"(.*)"/.exec(String(filter))?.[1];
  return String(
    pipelineJobId ??
      named ??
      String(name ?? "")
        .split("/")
        .at(-1),
  );
}

function isStatus(fault: Fault): fault is StatusName {
  return /^[A-Z_]+$/.test(fault);
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

const now = (): string => new Date().toISOString();

function find(items: ReadonlyMap<string, JsonObject>, name: unknown): JsonObject {
  const found = items.get(String(name));
  if (found === undefined) throw new StatusError("NOT_FOUND", `there is no ${String(name)}`);
  return found;
}

function done(): JsonObject {
  return {
    name: `${parent}/operations/1`,
    done: true,
    response: { "@type": "type.googleapis.com/google.protobuf.Empty" },
  };
}

function jobMethods(jobs: Map<string, JsonObject>): { readonly [method: string]: Unary } {
  const setState = (name: unknown, state: string): JsonObject => {
    const job = { ...find(jobs, name), state: `PIPELINE_STATE_${state}`, updateTime: now() };
    jobs.set(String(name), job);
    return {};
  };
  return {
    CreatePipelineJob: ({ parent: within, pipelineJobId, pipelineJob }) => {
      const name = `${String(within)}/pipelineJobs/${String(pipelineJobId)}`;
      if (jobs.has(name)) throw new StatusError("ALREADY_EXISTS", `${name} exists`);
      const body = isObject(pipelineJob) ? pipelineJob : {};
      jobs.set(name, { ...body, name, state: "PIPELINE_STATE_PENDING", createTime: now() });
      return find(jobs, name);
    },
    GetPipelineJob: ({ name }) => find(jobs, name),
    ListPipelineJobs: ({ pageSize, pageToken, filter }) => {
      const state = /state="(\w+)"/.exec(String(filter ?? ""))?.[1];
      const all = [...jobs.values()].reverse().filter((job) => state === undefined || job["state"] === state);
      const start = Number(pageToken ?? 0);
      const size = Number(pageSize ?? 100);
      const next = start + size < all.length ? { nextPageToken: String(start + size) } : {};
      return { pipelineJobs: all.slice(start, start + size), ...next };
    },
    CancelPipelineJob: ({ name }) => setState(name, "CANCELLED"),
    DeletePipelineJob: ({ name }) => {
      find(jobs, name);
      jobs.delete(String(name));
      return done();
    },
  };
}

function scheduleMethods(schedules: Map<string, JsonObject>): { readonly [method: string]: Unary } {
  const setState = (name: unknown, state: string): JsonObject => {
    schedules.set(String(name), { ...find(schedules, name), state });
    return {};
  };
  return {
    CreateSchedule: ({ schedule }) => {
      const name = `${parent}/schedules/${randomInt(1e9, 2e9)}`;
      const body = isObject(schedule) ? schedule : {};
      schedules.set(name, { ...body, name, state: "ACTIVE", createTime: now(), nextRunTime: now() });
      return find(schedules, name);
    },
    GetSchedule: ({ name }) => find(schedules, name),
    ListSchedules: ({ filter }) => {
      const named = /display_name="(.*)"/.exec(String(filter ?? ""))?.[1];
      const found = [...schedules.values()].filter(
        ({ displayName }) => named === undefined || displayName === named,
      );
      return { schedules: found };
    },
    UpdateSchedule: ({ schedule, updateMask }) => {
      const changes = isObject(schedule) ? schedule : {};
      const name = String(changes["name"]);
      const fields = String(updateMask)
        .split(",")
        .map((field) => field.replaceAll(/_(.)/g, (_, letter: string) => letter.toUpperCase()));
      const kept = Object.entries(changes).filter(([field]) => fields.includes(field));
      schedules.set(name, { ...find(schedules, name), ...Object.fromEntries(kept) });
      return find(schedules, name);
    },
    PauseSchedule: ({ name }) => setState(name, "PAUSED"),
    ResumeSchedule: ({ name }) => setState(name, "ACTIVE"),
    DeleteSchedule: ({ name }) => {
      find(schedules, name);
      schedules.delete(String(name));
      return done();
    },
  };
}
