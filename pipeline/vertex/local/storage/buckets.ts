// Buckets as folders, objects as files in them: `gs://bucket/a/b` is `BUCKETS/bucket/a/b`.
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { StatusError } from "../status.ts";
import { crc32c } from "./crc32c.ts";

export interface StoredObject {
  readonly bucket: string;
  readonly name: string;
  /** Grows whenever the object is written: its microsecond. */
  readonly generation: string;
  readonly size: number;
  /** RFC 3339. */
  readonly updated: string;
}

/** A request holds only as long as the object is of this generation; "0": as long as there is none. */
export type Generation = string | undefined;

/** The folder of a bucket, which need not exist. Throws `INVALID_ARGUMENT`. */
function bucketFolder(buckets: string, bucket: string): string {
  if (/^[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]$/.test(bucket) && !bucket.includes(".."))
    return join(buckets, bucket);
  throw new StatusError("INVALID_ARGUMENT", `Invalid bucket name: '${bucket}'.`);
}

/** The file of an object, which need not exist: never outside of its bucket. Throws `INVALID_ARGUMENT`. */
export function objectFile(buckets: string, bucket: string, name: string): string {
  const parts = name.split("/");
  const fits = parts.every(isFileName);
  if (fits && Buffer.byteLength(name) <= 1024) return join(bucketFolder(buckets, bucket), ...parts);
  throw new StatusError(
    "INVALID_ARGUMENT",
    `Object '${name}': the local Vertex keeps objects as files. Name it like one: at most 1024 bytes, and 255 from slash to slash.`,
  );
}

/** Of `gs://bucket/name`, a slash at its end or not; `undefined`: it is none such. Throws `INVALID_ARGUMENT`. */
export function fileOfUri(buckets: string, uri: string): string | undefined {
  const [, bucket, name] = /^gs:\/\/([^/]+)\/(.+?)\/?$/.exec(uri) ?? [];
  return bucket === undefined || name === undefined ? undefined : objectFile(buckets, bucket, name);
}

function isFileName(part: string): boolean {
  if (part === "" || part === "." || part === ".." || part.includes("\0")) return false;
  return Buffer.byteLength(part) <= 255;
}

export function createBucket(buckets: string, bucket: string): void {
  const folder = bucketFolder(buckets, bucket);
  if (isFolder(folder)) throw new StatusError("ALREADY_EXISTS", `The bucket ${bucket} exists already.`);
  mkdirSync(folder, { recursive: true });
}

/** Throws `NOT_FOUND`. */
export function requireBucket(buckets: string, bucket: string): string {
  const folder = bucketFolder(buckets, bucket);
  if (isFolder(folder)) return folder;
  throw new StatusError("NOT_FOUND", "The specified bucket does not exist.");
}

export function listBuckets(buckets: string): readonly string[] {
  if (!isFolder(buckets)) return [];
  const entries = readdirSync(buckets, { withFileTypes: true });
  return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
}

/** Only an empty one. */
export function removeBucket(buckets: string, bucket: string): void {
  const folder = requireBucket(buckets, bucket);
  if (listObjects(buckets, bucket, "").length > 0) {
    throw new StatusError("ABORTED", "The bucket you tried to delete is not empty.");
  }
  rmSync(folder, { recursive: true });
}

function findObject(buckets: string, bucket: string, name: string): StoredObject | undefined {
  try {
    const stats = statSync(objectFile(buckets, bucket, name), { bigint: true });
    if (!stats.isFile()) return undefined;
    return {
      bucket,
      name,
      generation: String(stats.mtimeNs / 1000n),
      size: Number(stats.size),
      updated: stats.mtime.toISOString(),
    };
  } catch (error) {
    if (error instanceof StatusError) throw error;
    return undefined;
  }
}

/** Throws `NOT_FOUND`. */
export function requireObject(buckets: string, bucket: string, name: string): StoredObject {
  requireBucket(buckets, bucket);
  const found = findObject(buckets, bucket, name);
  if (found === undefined) throw new StatusError("NOT_FOUND", `No such object: ${bucket}/${name}`);
  return found;
}

/** Whoever reads meanwhile sees the one before. Throws `NOT_FOUND` and `FAILED_PRECONDITION`. */
export function writeObject(
  buckets: string,
  { bucket, name }: Pick<StoredObject, "bucket" | "name">,
  content: Uint8Array,
  generation: Generation,
): StoredObject {
  requireBucket(buckets, bucket);
  requireGeneration(buckets, { bucket, name }, generation);
  const file = objectFile(buckets, bucket, name);
  const part = join(
    buckets,
    `.part-${process.pid}-${createHash("sha256").update(file).digest("hex").slice(0, 16)}`,
  );
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(part, content);
    renameSync(part, file);
  } catch (error) {
    rmSync(part, { force: true });
    const { code = "" } = error as NodeJS.ErrnoException; // of the file system's calls above
    if (!["EEXIST", "ENOTDIR", "EISDIR"].includes(code)) throw error;
    throw new StatusError(
      "FAILED_PRECONDITION",
      `Object '${name}': a part of its name is a file or a folder already.`,
    );
  }
  return requireObject(buckets, bucket, name);
}

export function requireGeneration(
  buckets: string,
  { bucket, name }: Pick<StoredObject, "bucket" | "name">,
  generation: Generation,
): void {
  if (generation === undefined) return;
  if ((findObject(buckets, bucket, name)?.generation ?? "0") === generation) return;
  throw new PreconditionError();
}

/** HTTP's 412, which the API's codes do not have. */
export class PreconditionError extends Error {}

export function removeObject(buckets: string, object: StoredObject): void {
  rmSync(objectFile(buckets, object.bucket, object.name));
}

/** By name. */
export function listObjects(buckets: string, bucket: string, prefix: string): readonly StoredObject[] {
  const folder = requireBucket(buckets, bucket);
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .filter((name) => name.startsWith(prefix))
    .sort()
    .flatMap((name) => findObject(buckets, bucket, name) ?? []);
}

export function readObject(buckets: string, { bucket, name }: StoredObject): Buffer {
  return readFileSync(objectFile(buckets, bucket, name));
}

export function hashesOf(content: Uint8Array): { readonly md5Hash: string; readonly crc32c: string } {
  return { md5Hash: createHash("md5").update(content).digest("base64"), crc32c: crc32c(content) };
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
