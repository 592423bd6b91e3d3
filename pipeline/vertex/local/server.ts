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
import { createJobRunner } from "./jobs/job-runner.ts";
import { createOperations, type Operations } from "./operations.ts";
import { type Clock, systemClock } from "./schedules/clock.ts";
import { scheduleHandlers } from "./schedules/schedule-handlers.ts";
import { createScheduler } from "./schedules/scheduler.ts";
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
  const { parallelism, log = () => {} } = options;
  const buckets = join(root, "buckets");
  const executor = (): TaskExecutor => withBuckets(options.executor(), buckets);
  const store = await openStore(root);
  const undo: (() => void)[] = [() => store.close()];
  try {
    const unlock = lockRoot(root);
    undo.unshift(unlock);
    const operations = createOperations(store);
    const runner = createJobRunner({
      store,
      root,
      executor,
      ...(parallelism !== undefined && { parallelism }),
    });
    const parts = { store, operations, root, log };
    const { clock = systemClock } = options;
    const checker = executor();
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
    const api = loadApi();
    const rest = restFront(api, handlers, log);
    const storage = storageFront(buckets, store, log);
    const http: HttpFront = (request, response) => {
      const path = (request.url ?? "/").replace(/\?.*/s, "");
      const special = [storage, ...services.flatMap((service) => service.http ?? [])];
      const front = special.reduce<HttpFront | undefined>((found, one) => found ?? one(path), undefined);
      (front ?? rest)(request, response);
    };
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
