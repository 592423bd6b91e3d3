// What is known of a value before anything has run: itself, that it is what an earlier job's task gave, or what it waits for.
import type { Json } from "../../ir/pipeline-spec.ts";
import { canonicalJson } from "../../runner/canonical-json.ts";

export type Value =
  | { readonly kind: "known"; readonly json: Json }
  /** What a task of the earlier job gave, parameter or artifact; the same token is the same value. */
  | { readonly kind: "same"; readonly token: string }
  /** What the iterations of a loop give, and lists of artifacts. */
  | { readonly kind: "list"; readonly items: readonly Value[] }
  /** An artifact that a task will certainly make, which no job has had before. */
  | { readonly kind: "anew"; readonly by: string }
  /** Another one in every job, as the job's name. */
  | { readonly kind: "fresh"; readonly what: string }
  /** Only known once these tasks have run. */
  | { readonly kind: "open"; readonly from: readonly string[] };

export interface Values {
  readonly parameters: ReadonlyMap<string, Value>;
  readonly artifacts: ReadonlyMap<string, Value>;
}

export const noValues: Values = { parameters: new Map(), artifacts: new Map() };

/** Equal texts are equal values; `undefined`: it is not known which value it is. */
export function identity(value: Value): string | undefined {
  switch (value.kind) {
    case "known":
      return canonicalJson(value.json);
    case "same":
      return `<${value.token}>`;
    case "list": {
      const items = value.items.map(identity);
      return items.includes(undefined) ? undefined : `[${items.join(",")}]`;
    }
    case "anew":
    case "fresh":
    case "open":
      return undefined;
    default:
      return value satisfies never;
  }
}

/** What it waits for, or why it is surely another one. */
export function unsettled(value: Value): readonly (Value & { readonly kind: "anew" | "fresh" | "open" })[] {
  if (value.kind === "list") return value.items.flatMap(unsettled);
  return value.kind === "anew" || value.kind === "fresh" || value.kind === "open" ? [value] : [];
}

/** JSON, where all of it is known. */
export function jsonOf(value: Value | undefined): Json | undefined {
  if (value?.kind === "known") return value.json;
  if (value?.kind !== "list") return undefined;
  const items = value.items.map(jsonOf);
  return items.some((item) => item === undefined) ? undefined : (items as readonly Json[]);
}

/** Of the parameters that are known. */
export function knownParameters({ parameters }: Values): { readonly [name: string]: Json } {
  return Object.fromEntries(
    [...parameters].flatMap(([name, value]) => {
      const json = jsonOf(value);
      return json === undefined ? [] : [[name, json] as const];
    }),
  );
}

/** Whatever can only be known once all of these are; there is at least one. */
export function openOf(values: readonly Value[]): Value {
  const from = values.flatMap((value) =>
    unsettled(value).flatMap((part) =>
      part.kind === "open" ? part.from : part.kind === "anew" ? [part.by] : [],
    ),
  );
  return { kind: "open", from: [...new Set(from)] };
}
