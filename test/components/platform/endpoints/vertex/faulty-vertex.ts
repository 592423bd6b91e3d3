// The local Vertex with a driver for it, over a line that fails as it is told to.
import { onTestFinished } from "vitest";
import type { CallPolicy } from "../../../../../pipeline/vertex/client/index.ts";
import { resolveConfig } from "../../../../../pipeline/vertex/config/index.ts";
import type { Handler } from "../../../../../pipeline/vertex/local/handlers.ts";
import type { Service } from "../../../../../pipeline/vertex/local/server.ts";
import { StatusError, type StatusName } from "../../../../../pipeline/vertex/local/status.ts";
import type { VertexSettings } from "../../../../../components/platform/endpoints/vertex/index.ts";
import { breakingLine } from "../../../../pipeline/vertex/faults/breaking-line.ts";
import {
  type ServingVertex,
  startServingVertex,
} from "../../../../pipeline/vertex/local/endpoints/serving-vertex.ts";

/** Refused; or the connection breaks before anything is done, or after; or it is done and no answer comes. */
export type Fault = StatusName | "drop" | "lost" | "late";

export interface FaultyVertex extends ServingVertex {
  /** Methods in the order in which they were called, as `DeployModel`. */
  readonly calls: string[];
  /** By method: the first call has the first, and so on; then all is well. */
  readonly faults: { [method: string]: Fault[] };
  /** By method: what happens once the first call has come, and before it is answered; and so on. */
  readonly meanwhile: { [method: string]: (() => Promise<unknown>)[] };
  readonly settings: (more?: Partial<VertexSettings>, transport?: "grpc" | "rest") => VertexSettings;
}

export const policy: CallPolicy = {
  callTimeout: 3000,
  totalTimeout: 30_000,
  firstPause: 5,
  longestPause: 50,
};

export async function startFaultyVertex(): Promise<FaultyVertex> {
  const calls: string[] = [];
  const faults: { [method: string]: Fault[] } = {};
  const meanwhile: { [method: string]: (() => Promise<unknown>)[] } = {};
  let cut: () => void = () => {};
  const withFaults = (id: string, handler: Handler): Handler => {
    if (handler.kind !== "unary") return handler;
    const method = id.split(".")[1] ?? id;
    return {
      kind: "unary",
      call: async (request, context) => {
        calls.push(method);
        await meanwhile[method]?.shift()?.();
        const fault = faults[method]?.shift();
        if (fault === undefined) return handler.call(request, context);
        if (fault === "lost" || fault === "late") await handler.call(request, context);
        if (fault === "lost" || fault === "drop") cut();
        if (fault === "late") {
          await new Promise<void>((resolve) => context.signal.addEventListener("abort", () => resolve()));
        }
        throw new StatusError(
          /^[A-Z_]+$/.test(fault) ? (fault as StatusName) : "CANCELLED",
          `it is ${fault}`,
        );
      },
    };
  };
  const wrap =
    (service: Service): Service =>
    (parts) => {
      const made = service(parts);
      const handlers = Object.entries(made.handlers).map(
        ([id, handler]) => [id, withFaults(id, handler)] as const,
      );
      return { ...made, handlers: Object.fromEntries(handlers) };
    };
  const vertex = await startServingVertex({ wrap });
  const line = await breakingLine(vertex.port);
  cut = line.cut;
  return {
    ...vertex,
    calls,
    faults,
    meanwhile,
    remove: async () => {
      await line.close();
      await vertex.remove();
    },
    settings: (more = {}, transport = "grpc") => ({
      config: resolveConfig({
        given: { project: "my-project", apiEndpoint: `http://127.0.0.1:${line.port}`, transport },
        env: {},
      }).config,
      base: "hf://google/gemma-3-1b-it",
      policy,
      ...more,
    }),
  };
}

/** Goes when the test is over. */
export async function faultyVertex(): Promise<FaultyVertex> {
  const vertex = await startFaultyVertex();
  onTestFinished(() => vertex.remove());
  return vertex;
}
