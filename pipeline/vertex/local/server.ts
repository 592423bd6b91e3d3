// The local Vertex: the parts of the Vertex AI API that pipelines use, answered on loopback, its jobs run on this machine.
import { join, resolve } from "node:path";
import { UserError } from "../../ir/user-error.ts";
import type { TaskExecutor } from "../../runner/index.ts";
import { lockRun } from "../../runner/run-lock.ts";
import type { RequestLog } from "./dispatch.ts";
import { grpcServer } from "./fronts/grpc-front.ts";
import { listen } from "./fronts/listen.ts";
import { type HttpFront, restFront } from "./fronts/rest-front.ts";
import type { Handlers } from "./handlers.ts";
import { checkJob } from "./jobs/check-job.ts";
import { createJob, jobHandlers } from "./jobs/job-handlers.ts";
import { createJobRunner, type JobRunner } from "./jobs/job-runner.ts";
import { createOperations, type Operations } from "./operations.ts";
import { type Clock, systemClock } from "./schedules/clock.ts";
import { scheduleHandlers } from "./schedules/schedule-handlers.ts";
import { createScheduler, type Scheduler } from "./schedules/scheduler.ts";
import { withBuckets } from "./storage/bucket-executor.ts";
import { storageFront } from "./storage/storage-front.ts";
import { openStore, type Store } from "./store/store.ts";
import { loadApi } from "./wire/api.ts";

export interface LocalVertexOptions {
  /** Holds everything that is kept; made if it does not exist. */
  readonly root: string;
  /** Default: any that is free. */
  readonly port?: number;
  /** Makes what runs the tasks of one job. */
  readonly executor: () => TaskExecutor;
  /** Tasks of one job at once. Default: as many as there are processors. */
  readonly parallelism?: number;
  /** More services. Default: none. */
  readonly services?: readonly Service[];
  /** What schedules go by. Default: the system's. */
  readonly clock?: Clock;
  /** Default: requests are not logged. */
  readonly log?: RequestLog;
}

/** Services that are added to those of this file: models, endpoints, predictions. */
export type Service = (parts: ServiceParts) => {
  readonly handlers: Handlers;
  /** Answers paths that the protos do not describe; `undefined`: not this one. Default: there are none. */
  readonly http?: (path: string) => HttpFront | undefined;
  /** Called before the store is closed. Default: there is nothing to end. */
  readonly stop?: () => Promise<void>;
};

export interface ServiceParts {
  readonly store: Store;
  readonly operations: Operations;
  /** Absolute. */
  readonly root: string;
  readonly log: RequestLog;
}

export interface LocalVertex {
  /** Both gRPC and REST. */
  readonly port: number;
  /** Ends tasks and connections; jobs that ran go on at the next start. */
  readonly stop: () => Promise<void>;
}

/** Throws `ROOT_IN_USE`, `PORT_TAKEN` and `NODE_TOO_OLD`. */
export async function startLocalVertex(options: LocalVertexOptions): Promise<LocalVertex> {
  const root = resolve(options.root);
  const { log = () => {} } = options;
  const store = await openStore(root);
  const undo: (() => void)[] = [() => store.close()];
  try {
    undo.unshift(lockRoot(root));
    const buckets = join(root, "buckets");
    const parts = { store, operations: createOperations(store), root, log };
    const { handlers, services, runner, scheduler } = assemble(options, parts, buckets);
    const api = loadApi();
    const special = [storageFront(buckets, store, log), ...services.flatMap(({ http }) => http ?? [])];
    const http = firstOf(special, restFront(api, handlers, log));
    const listening = await listen(options.port ?? 0, grpcServer(api, handlers, log), http);
    runner.start();
    scheduler.wake();
    return {
      port: listening.port,
      stop: async () => {
        scheduler.stop();
        await listening.close();
        await Promise.all([runner.stop(), ...services.map(async ({ stop }) => stop?.())]);
        for (const each of undo) each();
      },
    };
  } catch (error) {
    for (const each of undo) each();
    throw error;
  }
}

interface Assembled {
  readonly handlers: Handlers;
  readonly services: readonly ReturnType<Service>[];
  readonly runner: JobRunner;
  readonly scheduler: Scheduler;
}

/** What answers and works, not yet begun. */
function assemble(options: LocalVertexOptions, parts: ServiceParts, buckets: string): Assembled {
  const { store, root, operations } = parts;
  const { parallelism, clock = systemClock } = options;
  const executor = (): TaskExecutor => withBuckets(options.executor(), buckets);
  const checker = executor();
  const runner = createJobRunner({
    store,
    root,
    executor,
    ...(parallelism !== undefined && { parallelism }),
  });
  const scheduler = createScheduler({
    store,
    clock,
    createJob: (request, schedule) => createJob({ store, runner, executor: checker }, request, schedule),
  });
  runner.onEnd(scheduler.wake);
  const services = (options.services ?? []).map((service) => service(parts));
  const handlers: Handlers = Object.assign(
    {},
    operations.handlers,
    jobHandlers({ ...parts, runner, executor: checker }),
    scheduleHandlers({
      ...parts,
      clock,
      checkJob: (job) => void checkJob(job, checker),
      wake: scheduler.wake,
    }),
    ...services.map((service) => service.handlers),
  );
  return { handlers, services, runner, scheduler };
}

/** Whichever of `special` answers the path, or else `rest`. */
function firstOf(special: readonly ((path: string) => HttpFront | undefined)[], rest: HttpFront): HttpFront {
  return (request, response) => {
    const path = (request.url ?? "/").replace(/\?.*/s, "");
    const front = special.reduce<HttpFront | undefined>((found, one) => found ?? one(path), undefined);
    (front ?? rest)(request, response);
  };
}

function lockRoot(root: string): () => void {
  try {
    return lockRun(root);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const pid = /process (\d+)/.exec(error.message)?.[1] ?? "another";
    throw new UserError(
      "ROOT_IN_USE",
      `${root}: process ${pid} serves it already. End that, or choose another with --root.`,
    );
  }
}
