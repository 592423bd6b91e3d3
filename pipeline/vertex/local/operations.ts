// Long-running operations: what a call began, how to ask for it, and how it ended.
import type { JsonObject } from "../../ir/json-object.ts";
import { type CallContext, type Handlers, unary } from "./handlers.ts";
import { pageOf } from "./lists/page.ts";
import { StatusError, statusCode } from "./status.ts";
import { newNumber, now, parseParent } from "./store/names.ts";
import { parentOf, type Store } from "./store/store.ts";
import { tryAgain } from "./store/try-again.ts";

export interface Operations {
  /** Its `operation` is what the call answers; it goes on until `succeed` or `fail` is called, once. */
  readonly begin: (kind: OperationKind, context: CallContext) => RunningOperation;
  /** One that is done as soon as it began. */
  readonly completed: (kind: OperationKind, context: CallContext, response?: JsonObject) => JsonObject;
  readonly handlers: Handlers;
}

export interface OperationKind {
  /** `projects/p/locations/l`. */
  readonly parent: string;
  /** Messages of the API: `Model`; `google.protobuf.Empty` by its full name. */
  readonly responseType: string;
  /** `DeleteOperationMetadata`. */
  readonly metadataType: string;
  /** Besides `genericMetadata`. Default: nothing. */
  readonly metadata?: JsonObject;
}

/** Of the resource that is deleted by it. */
export function deletionOf(name: string): OperationKind {
  return {
    parent: parentOf(name),
    responseType: "google.protobuf.Empty",
    metadataType: "DeleteOperationMetadata",
  };
}

export interface RunningOperation {
  readonly operation: JsonObject;
  /** Aborted when somebody cancels it. */
  readonly signal: AbortSignal;
  readonly succeed: (response?: JsonObject) => void;
  readonly fail: (error: unknown) => void;
}

interface Waiting {
  readonly abort: AbortController;
  readonly done: Promise<void>;
}

export function createOperations(store: Store): Operations {
  const kept = store.collection<JsonObject>("operations");
  const running = new Map<string, Waiting>();
  for (const { name, value } of kept.list()) {
    if (value["done"] === true) continue;
    const message = "The local Vertex was stopped while this went on. Call it again.";
    kept.put(name, { ...value, done: true, error: { code: statusCode("ABORTED"), message } });
  }

  const begin: Operations["begin"] = (kind, { version }) => {
    const name = `${kind.parent}/operations/${newNumber()}`;
    const time = now();
    const operation = (fields: JsonObject): JsonObject => ({
      name,
      metadata: {
        ...kind.metadata,
        "@type": typeUrl(kind.metadataType, version),
        genericMetadata: { createTime: time, updateTime: now() },
      },
      ...fields,
    });
    kept.insert(name, operation({}));
    const abort = new AbortController();
    let finish = (): void => {};
    const done = new Promise<void>((resolve) => (finish = resolve));
    running.set(name, { abort, done });
    const end = (fields: JsonObject): void => {
      const keep = (): void => {
        if (kept.find(name) !== undefined) kept.put(name, operation({ done: true, ...fields }));
      };
      void tryAgain(keep, { what: `${name}: its end` }).then(() => {
        running.delete(name);
        finish();
      });
    };
    return {
      operation: operation({}),
      signal: abort.signal,
      succeed: (response = {}) =>
        end({ response: { ...response, "@type": typeUrl(kind.responseType, version) } }),
      fail: (error) => end({ error: statusOf(error) }),
    };
  };

  const wait = async (name: string, milliseconds: number, signal: AbortSignal): Promise<JsonObject> => {
    const pending = running.get(name);
    if (pending !== undefined) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, milliseconds);
        signal.addEventListener("abort", () => resolve(), { once: true });
        void pending.done.then(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
    return kept.get(name);
  };

  return {
    begin,
    completed: (kind, context, response) => {
      const operation = begin(kind, context);
      operation.succeed(response);
      return kept.get(String(operation.operation["name"]));
    },
    handlers: unary("Operations", {
      GetOperation: ({ name }) => kept.get(String(name)),
      ListOperations: (request) => {
        const parent = parseParent(request["name"]);
        const fields = { done: (operation: JsonObject) => operation["done"] === true };
        const page = pageOf(kept.list(parent.name), request, { filter: fields, order: {} });
        return { operations: page.entries.map(({ value }) => value), nextPageToken: page.nextPageToken };
      },
      DeleteOperation: ({ name }) => {
        kept.get(String(name));
        kept.remove(String(name));
        return {};
      },
      CancelOperation: ({ name }) => {
        kept.get(String(name));
        running.get(String(name))?.abort.abort();
        return {};
      },
      WaitOperation: ({ name, timeout }, { signal }) => wait(String(name), milliseconds(timeout), signal),
    }),
  };
}

const longestWaitMs = 60_000;

/** Of a duration such as `1.5s`. */
function milliseconds(timeout: unknown): number {
  const seconds = typeof timeout === "string" ? Number.parseFloat(timeout) : Number.NaN;
  return Number.isFinite(seconds) ? Math.min(seconds * 1000, longestWaitMs) : longestWaitMs;
}

function statusOf(error: unknown): JsonObject {
  const status = error instanceof StatusError ? error.status : "INTERNAL";
  return { code: statusCode(status), message: error instanceof Error ? error.message : String(error) };
}

function typeUrl(type: string, version: CallContext["version"]): string {
  const name = type.includes(".") ? type : `google.cloud.aiplatform.${version}.${type}`;
  return `type.googleapis.com/${name}`;
}
