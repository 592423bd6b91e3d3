// A list call to its page: filtered, ordered, cut, and how to ask for the next.
import { type JsonObject, own } from "../../../ir/json-object.ts";
import type { Json } from "../../../ir/pipeline-spec.ts";
import { StatusError } from "../status.ts";
import type { Entry } from "../store/store.ts";
import { compileFilter, type FilterFields, snakeCase } from "./filter.ts";

export interface ListRequest {
  readonly filter?: Json | undefined;
  readonly orderBy?: Json | undefined;
  readonly pageSize?: Json | undefined;
  readonly pageToken?: Json | undefined;
}

export interface ListFields<T> {
  readonly filter: FilterFields<T>;
  /** In snake case, all times or texts. */
  readonly order: FilterFields<T>;
}

export interface Page<T> {
  readonly entries: readonly Entry<T>[];
  /** Empty on the last. */
  readonly nextPageToken: string;
}

const usualSize = 100;
const largestSize = 1000;

/** `entries` come newest first, which is the order unless another is asked for. Throws `INVALID_ARGUMENT`. */
export function pageOf<T>(
  entries: readonly Entry<T>[],
  request: ListRequest,
  fields: ListFields<T>,
): Page<T> {
  const filter = compileFilter(text(request.filter), fields.filter);
  const keys = readOrder(text(request.orderBy), fields.order);
  const size = Math.min(Number(request.pageSize ?? 0) || usualSize, largestSize);
  if (size < 0) throw new StatusError("INVALID_ARGUMENT", `page_size is ${size}. Give a positive number.`);
  const question = JSON.stringify([text(request.filter), text(request.orderBy)]);
  const after = readToken(text(request.pageToken), question);
  const position = (entry: Entry<T>): Position => [
    ...keys.map(({ read }) => read(entry.value)),
    entry.sequence,
  ];
  const compare = (a: Position, b: Position): number => comparePositions(a, b, keys);
  const sorted = entries
    .filter(({ value }) => filter(value))
    .map((entry) => ({ entry, at: position(entry) }))
    .sort((a, b) => compare(a.at, b.at));
  const rest = after === undefined ? sorted : sorted.filter(({ at }) => compare(at, after) > 0);
  const page = rest.slice(0, size);
  const last = page.at(-1);
  return {
    entries: page.map(({ entry }) => entry),
    nextPageToken: last === undefined || rest.length <= size ? "" : writeToken(last.at, question),
  };
}

type Position = readonly (string | number)[];

interface OrderKey<T> {
  readonly read: (resource: T) => string;
  readonly descending: boolean;
}

function readOrder<T>(orderBy: string, fields: FilterFields<T>): readonly OrderKey<T>[] {
  return orderBy
    .split(",")
    .filter((part) => part.trim() !== "")
    .map((part) => {
      const [, name = "", direction = "asc"] = /^\s*([\w.]+)(?:\s+(asc|desc))?\s*$/i.exec(part) ?? [];
      const read = own(fields, snakeCase(name));
      if (read === undefined) {
        const known = Object.keys(fields).join(", ");
        throw new StatusError(
          "INVALID_ARGUMENT",
          `order_by "${orderBy}": "${part.trim()}" is no order. Use ${known}, each alone or with desc.`,
        );
      }
      return {
        read: (resource) => String(read(resource) ?? ""),
        descending: direction.toLowerCase() === "desc",
      };
    });
}

/** The last part is the sequence: the newest first where nothing else decides. */
function comparePositions<T>(a: Position, b: Position, keys: readonly OrderKey<T>[]): number {
  for (const [index, { descending }] of keys.entries()) {
    const [one = "", other = ""] = [a[index], b[index]];
    if (one !== other) return one < other === descending ? 1 : -1;
  }
  return Number(b.at(-1)) - Number(a.at(-1));
}

function writeToken(at: Position, question: string): string {
  return Buffer.from(JSON.stringify({ at, question })).toString("base64url");
}

function readToken(token: string, question: string): Position | undefined {
  if (token === "") return undefined;
  try {
    const read = JSON.parse(Buffer.from(token, "base64url").toString("utf8")) as JsonObject; // or it throws below
    const { at } = read;
    if (read["question"] === question && Array.isArray(at)) {
      return at.map((part) => (typeof part === "number" ? part : String(part)));
    }
  } catch {
    // Said below.
  }
  throw new StatusError(
    "INVALID_ARGUMENT",
    "page_token is none of this list's. Leave it out to begin again.",
  );
}

function text(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}
