// A file's name, its artifact's type and how it begins, to what it is: artifacts often have names without endings.

export type FileKind =
  | { readonly kind: "image"; readonly media: string }
  | { readonly kind: "html" | "markdown" | "json" | "jsonl" | "csv" | "tsv" | "text" | "binary" };

const endings: { readonly [ending: string]: FileKind["kind"] } = {
  html: "html",
  htm: "html",
  md: "markdown",
  markdown: "markdown",
  json: "json",
  jsonl: "jsonl",
  ndjson: "jsonl",
  csv: "csv",
  tsv: "tsv",
};

/** The first bytes of pictures that browsers show. */
const signatures: readonly (readonly [media: string, start: RegExp])[] = [
  ["image/png", /^\x89PNG\r\n/],
  ["image/jpeg", /^\xff\xd8\xff/],
  ["image/gif", /^GIF8[79]a/],
  ["image/webp", /^RIFF[^]{4}WEBP/],
  ["image/svg+xml", /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[^]*?-->\s*)?<svg\b/],
];

/** `head`: its first few kilobytes. */
export function fileKind(path: string, schemaTitle: string, head: Buffer): FileKind {
  const media = signatures.find(([, start]) => start.test(head.toString("latin1")))?.[0];
  if (media !== undefined) return { kind: "image", media };
  if (!isText(head)) return { kind: "binary" };
  const ending = /\.(\w+)$/.exec(path)?.[1]?.toLowerCase() ?? "";
  const named = Object.hasOwn(endings, ending) ? endings[ending] : undefined;
  if (named !== undefined && named !== "image") return { kind: named };
  if (schemaTitle === "system.HTML") return { kind: "html" };
  if (schemaTitle === "system.Markdown") return { kind: "markdown" };
  return { kind: textKind(head.toString("utf8")) };
}

/** A character may be cut in two at the end. */
function isText(head: Buffer): boolean {
  if (head.includes(0)) return false;
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(head, { stream: true });
    return true;
  } catch {
    return false;
  }
}

function textKind(head: string): "html" | "json" | "jsonl" | "csv" | "tsv" | "text" {
  const start = head.trimStart();
  if (/^(?:<!doctype html|<html\b)/i.test(start)) return "html";
  const lines = start.split("\n").slice(0, -1).slice(0, 5);
  if (lines.length > 1 && lines.every(isJsonObject)) return "jsonl";
  if (/^[[{]/.test(start)) return "json";
  for (const [kind, separator] of [
    ["csv", ","],
    ["tsv", "\t"],
  ] as const) {
    const counts = new Set(lines.map((line) => line.replace(/"[^"]*"/g, "").split(separator).length));
    if (lines.length > 1 && counts.size === 1 && !counts.has(1)) return kind;
  }
  return "text";
}

function isJsonObject(line: string): boolean {
  try {
    return line.startsWith("{") && typeof JSON.parse(line) === "object";
  } catch {
    return false;
  }
}
