// Turns values into TypeScript that stands for them, from which no text can break out.
import type { Json } from "../../ir/pipeline-spec.ts";

/** Characters that cannot be seen, or that change what is seen around them; halves of pairs among them. */
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu;

/** `"it's"`, whatever is in the text. */
export function stringLiteral(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&").replace(invisible, escapeSequence)}"`;
}

/** The inside of a template literal; what stands on both sides of it must be no text. */
export function templateText(text: string): string {
  return text
    .replace(/[\\`]|\$(?=\{)/g, "\\$&")
    .replace(invisible, (character) =>
      character === "\n" || character === "\t" ? character : escapeSequence(character),
    );
}

/** A template literal where the text has lines or many quotes, so that embedded programs can be read. */
export function textLiteral(text: string): string {
  return isBetterAsTemplate(text) ? `\`${templateText(text)}\`` : stringLiteral(text);
}

/** `printText` prints the texts in it, names aside. */
export function jsonLiteral(value: Json, printText: (text: string) => string = textLiteral): string {
  if (typeof value === "string") return printText(value);
  if (typeof value === "number") return Object.is(value, -0) ? "-0" : String(value);
  if (typeof value !== "object" || value === null) return String(value);
  if (isList(value)) return listLiteral(value.map((item) => jsonLiteral(item, printText)));
  return objectLiteral(Object.entries(value).map(([name, field]) => [name, jsonLiteral(field, printText)]));
}

export function listLiteral(items: readonly string[]): string {
  return `[${items.join(", ")}]`;
}

/** Fields without a value are left out. */
export function objectLiteral(fields: readonly (readonly [string, string | undefined])[]): string {
  const present = fields.flatMap(([name, value]) => (value === undefined ? [] : [field(name, value)]));
  return present.length === 0 ? "{}" : `{ ${present.join(", ")} }`;
}

/** In lines of its own where it says more than two things. */
export function brokenObjectLiteral(fields: readonly (readonly [string, string | undefined])[]): string {
  const present = fields.filter(([, value]) => value !== undefined);
  return present.length > 2 ? objectLiteral(present).replace(/^\{ /, "{\n") : objectLiteral(present);
}

/** `.data` or `["odd-name"]` */
export function member(name: string): string {
  return isIdentifier(name) ? `.${name}` : `[${stringLiteral(name)}]`;
}

function field(name: string, value: string): string {
  if (name === value) return name;
  // Written plainly it would set the prototype.
  if (name === "__proto__") return `["__proto__"]: ${value}`;
  return `${isIdentifier(name) ? name : stringLiteral(name)}: ${value}`;
}

function isIdentifier(name: string): boolean {
  return /^[A-Za-z_$][A-Za-z0-9_$]*$/.test(name);
}

function isBetterAsTemplate(text: string): boolean {
  const lines = text.split("\n").length;
  if (lines > 2 || (lines === 2 && text.length > 40)) return true;
  const quotes = text.match(/["']/g) ?? [];
  return quotes.length > 3 && new Set(quotes).size === 2 && !text.includes("`");
}

function escapeSequence(character: string): string {
  const short: { readonly [character: string]: string } = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16);
  return short[character] ?? (code > 0xffff ? `\\u{${hex}}` : `\\u${hex.padStart(4, "0")}`);
}

/** `Array.isArray` does not know readonly lists. */
function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
