// The filters of list calls, as `state="ACTIVE" AND create_time>"2026-01-01T00:00:00Z"`: the part of AIP-160 that
// Vertex documents.
import { isObject, own } from "../../../ir/json-object.ts";
import type { Json } from "../../../ir/pipeline-spec.ts";
import { StatusError } from "../status.ts";

/** What can be asked of a resource by name in snake case; `labels` is one name with keys after it. */
export type FilterFields<T> = { readonly [field: string]: (resource: T) => Json | undefined };

/** Throws `INVALID_ARGUMENT`. An empty filter takes everything. */
export function compileFilter<T>(text: string, fields: FilterFields<T>): (resource: T) => boolean {
  const tokens = tokenize(text);
  if (tokens.length === 0) return () => true;
  const reader: Reader = { tokens, text, at: 0, depth: 0 };
  const test = readSequence(reader, fields);
  if (reader.at < tokens.length) throw wrong(text, `"${tokens[reader.at]?.text}" is not expected`);
  return test;
}

interface Token {
  readonly kind: "name" | "text" | "operator" | "paren";
  readonly text: string;
}

interface Reader {
  readonly tokens: readonly Token[];
  readonly text: string;
  at: number;
  /** Of the parentheses and NOTs around what is read. */
  depth: number;
}

const deepest = 100;

function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  const pattern = /\s*(?:("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(<=|>=|!=|[=<>:])|([()])|([^\s"'()<>=!:]+))/y;
  const end = text.trimEnd().length;
  while (pattern.lastIndex < end) {
    const start = pattern.lastIndex;
    const match = pattern.exec(text);
    if (match === null) throw wrong(text, `it cannot be read from "${text.slice(start).trim()}" on`);
    const [, quoted, operator, paren, name] = match;
    if (quoted !== undefined)
      tokens.push({ kind: "text", text: quoted.slice(1, -1).replace(/\\(.)/g, "$1") });
    else if (operator !== undefined) tokens.push({ kind: "operator", text: operator });
    else if (paren !== undefined) tokens.push({ kind: "paren", text: paren });
    else if (name !== undefined) tokens.push({ kind: "name", text: name });
  }
  return tokens;
}

/** How the fields of lists are called, however they are asked for. */
export function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

type Test<T> = (resource: T) => boolean;

/** OR binds closer than AND. What stands side by side without a word is joined by AND. */
function readSequence<T>(reader: Reader, fields: FilterFields<T>): Test<T> {
  const tests = [readAlternatives(reader, fields)];
  for (let next = peek(reader); next !== undefined && next.text !== ")"; next = peek(reader)) {
    if (isWord(next, "AND")) reader.at += 1;
    tests.push(readAlternatives(reader, fields));
  }
  return (resource) => tests.every((test) => test(resource));
}

function readAlternatives<T>(reader: Reader, fields: FilterFields<T>): Test<T> {
  const tests = [readTerm(reader, fields)];
  while (isWord(peek(reader), "OR")) {
    reader.at += 1;
    tests.push(readTerm(reader, fields));
  }
  return (resource) => tests.some((test) => test(resource));
}

function readTerm<T>(reader: Reader, fields: FilterFields<T>): Test<T> {
  const token = take(reader);
  const isNot = isWord(token, "NOT");
  if (!isNot && !(token?.text === "(" && token.kind === "paren"))
    return readComparison(reader, token, fields);
  reader.depth += 1;
  if (reader.depth > deepest) throw wrong(reader.text, `it is more than ${deepest} parentheses deep`);
  const test = isNot ? readTerm(reader, fields) : readSequence(reader, fields);
  reader.depth -= 1;
  if (isNot) return (resource) => !test(resource);
  if (take(reader)?.text !== ")") throw wrong(reader.text, 'a ")" is missing');
  return test;
}

function readComparison<T>(reader: Reader, token: Token | undefined, fields: FilterFields<T>): Test<T> {
  if (token?.kind !== "name")
    throw wrong(reader.text, `a field's name is expected, not "${token?.text ?? "its end"}"`);
  const operator = take(reader);
  if (operator?.kind !== "operator") throw wrong(reader.text, `an operator is missing after "${token.text}"`);
  const value = take(reader);
  if (value?.kind !== "text" && value?.kind !== "name") {
    throw wrong(reader.text, `a value is missing after "${token.text}${operator.text}"`);
  }
  return comparison(reader.text, fields, { field: token.text, operator: operator.text, value: value.text });
}

interface Comparison {
  readonly field: string;
  readonly operator: string;
  readonly value: string;
}

function comparison<T>(
  text: string,
  fields: FilterFields<T>,
  { field, operator, value }: Comparison,
): Test<T> {
  const snake = snakeCase(field);
  const whole = own(fields, snake);
  const [first = "", ...keys] = field.split(".");
  const read = whole ?? own(fields, first);
  if (read === undefined || (whole === undefined && keys.length !== 1)) {
    throw wrong(text, `"${field}" cannot be asked for. Use ${Object.keys(fields).join(", ")}`);
  }
  if (snake.endsWith("_time") && !isTimeFor(operator, value)) {
    throw wrong(text, `"${value}" is no time. Give one like 2026-01-31T12:00:00Z`);
  }
  const key = whole === undefined ? keys[0] : undefined;
  return (resource) => {
    const found = read(resource);
    return holds(key === undefined ? found : isObject(found) ? own(found, key) : undefined, operator, value);
  };
}

/** What is not set equals nothing. */
function isTimeFor(operator: string, value: string): boolean {
  if (operator === ":" || (value === "" && /^!?=$/.test(operator))) return true;
  return /^\d{4}-\d\d-\d\d/.test(value) && !Number.isNaN(Date.parse(value));
}

function holds(found: Json | undefined, operator: string, value: string): boolean {
  if (operator === ":") {
    if (value === "*") return found !== undefined && found !== "";
    if (isObject(found)) return Object.hasOwn(found, value);
    return typeof found === "string" && matches(found, value);
  }
  if (operator === "=") return equal(found, value);
  if (operator === "!=") return !equal(found, value);
  if (found === undefined || found === null || typeof found === "object") return false;
  const [a, b] = comparable(String(found), value);
  switch (operator) {
    case "<":
      return a < b;
    case "<=":
      return a <= b;
    case ">":
      return a > b;
    default:
      return a >= b;
  }
}

function equal(found: Json | undefined, value: string): boolean {
  if (found === undefined || found === null) return value === "";
  if (typeof found === "object") return false;
  const [a, b] = comparable(String(found), value);
  return a === b;
}

/** Times compare as times, however they are written. */
function comparable(a: string, b: string): readonly [string | number, string | number] {
  if (/^\d{4}-\d\d-\d\dT/.test(a) && !Number.isNaN(Date.parse(b))) return [Date.parse(a), Date.parse(b)];
  return [a, b];
}

/** Without a star, the text may stand anywhere. */
function matches(found: string, pattern: string): boolean {
  const [first = "", ...parts] = pattern.split("*");
  const last = parts.pop();
  if (last === undefined) return found.includes(pattern);
  if (!found.startsWith(first)) return false;
  let at = first.length;
  for (const part of parts) {
    const next = found.indexOf(part, at);
    if (next === -1) return false;
    at = next + part.length;
  }
  return found.length - last.length >= at && found.endsWith(last);
}

function isWord(token: Token | undefined, word: string): boolean {
  return token?.kind === "name" && token.text === word;
}

function peek(reader: Reader): Token | undefined {
  return reader.tokens[reader.at];
}

function take(reader: Reader): Token | undefined {
  reader.at += 1;
  return reader.tokens[reader.at - 1];
}

/** An answer over gRPC has its message among the headers, which are limited. */
const longestShown = 200;

function wrong(text: string, what: string): StatusError {
  const shown = text.length > longestShown ? `${text.slice(0, longestShown)}...` : text;
  return new StatusError("INVALID_ARGUMENT", `filter ${JSON.stringify(shown)}: ${what}.`);
}
