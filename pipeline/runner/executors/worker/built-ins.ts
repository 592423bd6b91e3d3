// What JavaScript and Node give every program, as it was at one moment, against what it is now: whether a task has
// changed any of it.
import childProcess from "node:child_process";
import events from "node:events";
import fs from "node:fs";
import fsPromises from "node:fs/promises";
import module from "node:module";
import os from "node:os";
import path from "node:path";
import stream from "node:stream";
import timers from "node:timers";
import timersPromises from "node:timers/promises";
import url from "node:url";
import util from "node:util";

const modules: readonly object[] = [
  ...[childProcess, events, fs, fsPromises, module, os, path, stream],
  ...[timers, timersPromises, url, util],
];
/** Those that no global variable leads to. */
const hidden: readonly object[] = [
  Object.getPrototypeOf(Int8Array) as object,
  Object.getPrototypeOf([][Symbol.iterator]()) as object,
  Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]())) as object,
  Object.getPrototypeOf(async () => {}) as object,
];
/** Of the process: how many listen to it, which is counted elsewhere. */
const ignored: ReadonlySet<PropertyKey> = new Set(["_events", "_eventsCount", "_maxListeners"]);

interface Seen {
  readonly object: object;
  readonly prototype: object | null;
  readonly keys: readonly PropertyKey[];
  readonly properties: readonly (PropertyDescriptor | undefined)[];
}

/**
 * Gives whether the properties of any of them differ from what they are now: of global variables and what these hold,
 * the prototypes among it, of `process`, and of Node's modules named above. Not seen: what they keep inside, such as
 * the numbers of `console.count`, and what other modules of Node hold.
 */
export function watchBuiltIns(): () => boolean {
  const watched = [...builtIns()].map(see);
  return () => watched.some(hasChanged);
}

function builtIns(): ReadonlySet<object> {
  const found = new Set<object>([globalThis, ...modules, ...hidden]);
  for (const { value } of Object.values(Object.getOwnPropertyDescriptors(globalThis))) add(value);
  for (const object of [process, ...modules]) add(object);
  return found;
  function add(value: unknown): void {
    if (!isObject(value)) return;
    found.add(value);
    const { value: prototype } = Object.getOwnPropertyDescriptor(value, "prototype") ?? {};
    if (isObject(prototype)) found.add(prototype);
  }
}

function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}

function see(object: object): Seen {
  const keys = Reflect.ownKeys(object);
  return {
    object,
    prototype: Object.getPrototypeOf(object) as object | null,
    keys,
    properties: keys.map((key) => Reflect.getOwnPropertyDescriptor(object, key)),
  };
}

function hasChanged({ object, prototype, keys, properties }: Seen): boolean {
  const now = Reflect.ownKeys(object);
  return (
    now.length !== keys.length ||
    Object.getPrototypeOf(object) !== prototype ||
    keys.some((key, at) => now[at] !== key || differ(object, key, properties[at]))
  );
}

function differ(object: object, key: PropertyKey, before: PropertyDescriptor | undefined): boolean {
  if (object === process && ignored.has(key)) return false;
  const now = Reflect.getOwnPropertyDescriptor(object, key);
  if (before === undefined || now === undefined) return before !== now;
  // What Node loads when it is first read then takes the place of what loads it.
  if (before.get !== undefined && now.get === undefined) return now.value !== before.get.call(object);
  return (
    !Object.is(now.value, before.value) ||
    now.get !== before.get ||
    now.set !== before.set ||
    now.writable !== before.writable ||
    now.enumerable !== before.enumerable ||
    now.configurable !== before.configurable
  );
}
