// Names of resources: what a client says of them, checked before anything is looked up or made on disk.
import { randomInt } from "node:crypto";
import { StatusError } from "../status.ts";
import type { Json } from "../../../ir/pipeline-spec.ts";

export interface Parent {
  /** `projects/p/locations/l`. */
  readonly name: string;
  readonly project: string;
  readonly location: string;
}

const parentPattern = /^projects\/([a-z0-9][a-z0-9.:-]{0,62})\/locations\/([a-z0-9][a-z0-9-]{0,62})$/;

/** Throws `INVALID_ARGUMENT`. */
export function parseParent(given: Json | undefined): Parent {
  const [name, project, location] = parentPattern.exec(typeof given === "string" ? given : "") ?? [];
  if (name !== undefined && project !== undefined && location !== undefined)
    return { name, project, location };
  throw new StatusError(
    "INVALID_ARGUMENT",
    `parent is ${JSON.stringify(given) ?? "missing"}. Give projects/PROJECT/locations/LOCATION.`,
  );
}

/** Of `projects/p/locations/l/KIND/ID`. Throws `INVALID_ARGUMENT`. */
export function parseName(
  given: Json | undefined,
  kind: string,
): { readonly parent: Parent; readonly id: string } {
  const [, parent, id] = /^(.*)\/([^/]+)$/.exec(typeof given === "string" ? given : "") ?? [];
  const under = parent?.endsWith(`/${kind}`) === true ? parent.slice(0, -kind.length - 1) : undefined;
  if (under === undefined || id === undefined || !/^[\w.-]{1,128}(@[\w-]+)?$/.test(id)) {
    throw new StatusError(
      "INVALID_ARGUMENT",
      `The name is ${JSON.stringify(given) ?? "missing"}. Give projects/PROJECT/locations/LOCATION/${kind}/ID.`,
    );
  }
  return { parent: parseParent(under), id };
}

/** As Vertex numbers what nobody named: 19 digits. */
export function newNumber(): string {
  return `${randomInt(1, 9)}${String(randomInt(0, 10 ** 9)).padStart(9, "0")}${String(randomInt(0, 10 ** 9)).padStart(9, "0")}`;
}

export function now(): string {
  return new Date().toISOString();
}
