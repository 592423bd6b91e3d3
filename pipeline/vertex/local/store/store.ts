// Everything that the local Vertex knows, in one SQLite file under its root.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import type { Json } from "../../../ir/pipeline-spec.ts";
import { UserError } from "../../../ir/user-error.ts";
import { StatusError } from "../status.ts";

export interface Store {
  /** Resources of one kind, by their names. `T` is what is kept of each: plain JSON. */
  readonly collection: <T extends object>(kind: string) => Collection<T>;
  /** All of it or nothing. `work` must not wait for anything. */
  readonly transaction: <R>(work: () => R) => R;
  readonly close: () => void;
}

export interface Collection<T extends object> {
  /** `body` is the part that lists do without. Throws `ALREADY_EXISTS`. */
  readonly insert: (name: string, value: T, body?: object) => void;
  readonly find: (name: string) => T | undefined;
  /** Throws `NOT_FOUND`. */
  readonly get: (name: string) => T;
  readonly body: (name: string) => object;
  /** Throws `NOT_FOUND`. */
  readonly put: (name: string, value: T, body?: object) => void;
  readonly remove: (name: string) => void;
  /** Those directly under the parent, as `projects/p/locations/l`; of all parents without one. The newest first. */
  readonly list: (parent?: string) => readonly Entry<T>[];
}

export interface Entry<T> {
  readonly name: string;
  /** Grows with each resource that is made. */
  readonly sequence: number;
  readonly value: T;
}

const schema = `
  CREATE TABLE IF NOT EXISTS resources (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    parent TEXT NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    body TEXT NOT NULL DEFAULT '{}',
    UNIQUE (kind, name)
  ) STRICT;
  CREATE INDEX IF NOT EXISTS resources_by_parent ON resources (kind, parent, sequence);
`;

/** The folder is made if it does not exist. Throws `NODE_TOO_OLD`. */
export async function openStore(root: string): Promise<Store> {
  const { DatabaseSync } = await importSqlite();
  mkdirSync(root, { recursive: true });
  const database = new DatabaseSync(join(root, "vertex.sqlite"));
  // A power cut may lose the last moments; a killed process loses nothing.
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 5000;");
  database.exec(schema);
  return {
    collection: (kind) => collection(database, kind),
    transaction: (work) => transaction(database, work),
    close: () => database.close(),
  };
}

async function importSqlite(): Promise<typeof import("node:sqlite")> {
  try {
    return await import("node:sqlite");
  } catch {
    throw new UserError(
      "NODE_TOO_OLD",
      `pollux vertex: Node ${process.versions.node} has no SQLite. Use Node 24, as "npm run vertex" does.`,
    );
  }
}

function transaction<R>(database: DatabaseSync, work: () => R): R {
  if (database.isTransaction) return work();
  database.exec("BEGIN IMMEDIATE");
  try {
    const result = work();
    database.exec("COMMIT");
    return result;
  } catch (error) {
    if (database.isTransaction) database.exec("ROLLBACK"); // a full disk has rolled it back already
    throw error;
  }
}

function collection<T extends object>(database: DatabaseSync, kind: string): Collection<T> {
  const insert = database.prepare(
    "INSERT INTO resources (kind, parent, name, value, body) VALUES (?, ?, ?, ?, ?)",
  );
  const select = database.prepare("SELECT value, body FROM resources WHERE kind = ? AND name = ?");
  const update = database.prepare("UPDATE resources SET value = ? WHERE kind = ? AND name = ?");
  const updateBody = database.prepare("UPDATE resources SET body = ? WHERE kind = ? AND name = ?");
  const remove = database.prepare("DELETE FROM resources WHERE kind = ? AND name = ?");
  const all = "SELECT sequence, name, value FROM resources WHERE kind = ?";
  const list = database.prepare(`${all} ORDER BY sequence DESC`);
  const listUnder = database.prepare(`${all} AND parent = ? ORDER BY sequence DESC`);
  const find = (name: string): T | undefined => {
    const row = select.get(kind, name);
    return row === undefined ? undefined : parse<T>(row["value"]);
  };
  return {
    insert: (name, value, body = {}) => {
      try {
        insert.run(kind, parentOf(name), name, JSON.stringify(value), JSON.stringify(body));
      } catch (error) {
        if (!isTaken(error)) throw error;
        throw new StatusError("ALREADY_EXISTS", `${name}: there is one already.`);
      }
    },
    find,
    get: (name) => find(name) ?? notFound(name),
    body: (name) => {
      const row = select.get(kind, name);
      return row === undefined ? notFound(name) : parse<object>(row["body"]);
    },
    put: (name, value, body) => {
      const changed = update.run(JSON.stringify(value), kind, name).changes;
      if (Number(changed) === 0) notFound(name);
      if (body !== undefined) updateBody.run(JSON.stringify(body), kind, name);
    },
    remove: (name) => void remove.run(kind, name),
    list: (parent) =>
      (parent === undefined ? list.all(kind) : listUnder.all(kind, parent)).map((row) => ({
        name: String(row["name"]),
        sequence: Number(row["sequence"]),
        value: parse<T>(row["value"]),
      })),
  };
}

/** What `JSON.stringify` wrote above. */
function parse<T>(text: SQLInputValue | undefined): T {
  return JSON.parse(String(text)) as Json as T;
}

/** SQLite's SQLITE_CONSTRAINT_UNIQUE. */
function isTaken(error: unknown): boolean {
  return error instanceof Error && "errcode" in error && error.errcode === 2067;
}

function notFound(name: string): never {
  throw new StatusError("NOT_FOUND", `${name}: there is none.`);
}

/** `projects/p/locations/l/models/1` is under `projects/p/locations/l`. */
export function parentOf(name: string): string {
  return name.split("/").slice(0, -2).join("/");
}
