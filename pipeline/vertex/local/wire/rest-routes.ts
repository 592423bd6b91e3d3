// REST requests to methods: the path templates of google.api.http, and what becomes of path, query and body.
import protobuf from "protobufjs";
import { isObject, type JsonObject } from "../../../ir/json-object.ts";
import type { Json } from "../../../ir/pipeline-spec.ts";
import { StatusError } from "../status.ts";
import type { ApiMethod } from "./api.ts";
import { camelCase, fieldNamed } from "./canonical-json.ts";
import { decodePercent } from "./decode-percent.ts";

export interface Route {
  readonly method: ApiMethod;
  readonly verb: string;
  readonly pattern: RegExp;
  /** Dotted names of request fields, in the order of the pattern's groups. */
  readonly fields: readonly string[];
  readonly body: string | undefined;
}

export interface Found {
  readonly route: Route;
  readonly path: { readonly [field: string]: string };
}

export function restRoutes(methods: readonly ApiMethod[]): readonly Route[] {
  return methods.flatMap((method) =>
    method.bindings.map(({ verb, template, body }) => {
      const { pattern, fields } = readTemplate(template);
      return { method, verb, pattern, fields, body };
    }),
  );
}

/** `path` is as it came, still percent-encoded. The clients ask some things of `/ui/` instead of `/v1/`. */
export function findRoute(routes: readonly Route[], verb: string, path: string): Found | undefined {
  const versioned = path.replace(/^\/ui\//, "/v1/");
  // Operations are the same in both versions of the API, and listed once.
  const asOperation = versioned.replace(/^\/v1beta1(?=\/.*\/operations(\/|$))/, "/v1");
  for (const route of routes) {
    if (route.verb !== verb) continue;
    const match = route.pattern.exec(versioned) ?? route.pattern.exec(asOperation);
    if (match === null) continue;
    const values = route.fields.map(
      (field, index) => [field, decodePercent(match[index + 1] ?? "")] as const,
    );
    return { route, path: Object.fromEntries(values) };
  }
  return undefined;
}

function readTemplate(template: string): { readonly pattern: RegExp; readonly fields: readonly string[] } {
  const fields: string[] = [];
  const pattern = template.replace(
    /\{([^=}]+)(?:=([^}]+))?\}|[.+?^$()|[\]\\]/g,
    (text, field, value = "*") => {
      if (field === undefined) return `\\${text}`;
      fields.push(String(field));
      return `(${String(value).replace(/\*\*|\*/g, (stars) => (stars === "*" ? "[^/:]+" : "[^:]+"))})`;
    },
  );
  return { pattern: new RegExp(`^${pattern}$`), fields };
}

/** Puts the request together, for `readRequest` to check. `$alt` and the like are no fields. */
export function requestJson(
  { route, path }: Found,
  query: URLSearchParams,
  body: Json | undefined,
): JsonObject {
  const { method } = route;
  const request: MutableJson = route.body === "*" && body !== undefined ? { ...requireObject(body) } : {};
  if (route.body !== "*" && route.body !== undefined && body !== undefined) set(request, [route.body], body);
  for (const name of new Set(query.keys())) {
    if (notFields.has(name)) continue;
    setParameter(request, method.request, name, query.getAll(name));
  }
  for (const [field, value] of Object.entries(path)) set(request, field.split("."), value);
  return request as JsonObject; // nothing changes it any more
}

const notFields = new Set([
  "$alt",
  "alt",
  "$prettyPrint",
  "prettyPrint",
  "key",
  "access_token",
  "quotaUser",
  "$unique",
]);

type MutableJson = { [name: string]: Json | MutableJson };

function requireObject(body: Json): JsonObject {
  if (isObject(body)) return body;
  throw new StatusError("INVALID_ARGUMENT", "Invalid JSON payload received. The body is no object.");
}

function set(request: MutableJson, [name = "", ...rest]: readonly string[], value: Json): void {
  // A field may have come in the body in the other spelling.
  const camel = camelCase(name);
  if (camel !== name && Object.hasOwn(request, name)) {
    request[camel] = request[name] ?? null;
    delete request[name];
  }
  if (rest.length === 0) {
    request[camel] = value;
    return;
  }
  const inner = request[camel];
  const object = typeof inner === "object" && inner !== null && !Array.isArray(inner) ? { ...inner } : {};
  set(object as MutableJson, rest, value); // a copy
  request[camel] = object;
}

function setParameter(
  request: MutableJson,
  type: protobuf.Type,
  name: string,
  values: readonly string[],
): void {
  let scope: protobuf.Type | undefined = type;
  let field: protobuf.Field | undefined;
  for (const part of name.split(".")) {
    field = scope === undefined ? undefined : fieldNamed(scope, part);
    if (field === undefined) {
      throw new StatusError(
        "INVALID_ARGUMENT",
        `Invalid JSON payload received. Unknown name "${name}": Cannot bind query parameter.`,
      );
    }
    const inner: protobuf.ReflectionObject | null = field.resolve().resolvedType;
    scope = inner instanceof protobuf.Type ? inner : undefined;
  }
  if (field === undefined) return;
  const typed = values.map((value) => typedValue(field, value));
  set(request, name.split("."), field.repeated ? typed : (typed.at(-1) ?? null));
}

function typedValue(field: protobuf.Field, text: string): Json {
  if (field.type === "bool") return text === "true" ? true : text === "false" ? false : text;
  if (field.resolvedType instanceof protobuf.Enum && /^\d+$/.test(text)) return Number(text);
  return text;
}
