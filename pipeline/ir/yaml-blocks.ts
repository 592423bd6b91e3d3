// Lays out mappings and lists as YAML in blocks; the yaml library, slow on large files, writes the texts that need care.

/** Writes any value as a YAML document of its own. */
export type WriteDocument = (value: unknown) => string;

/**
 * The same bytes that `writeDocument` gives for the whole, if that sorts keys and does not indent lists. Only keys that
 * look like marks of documents (`---`) have quotes here where it would do without.
 */
export function writeBlocks(value: unknown, writeDocument: WriteDocument): string {
  if (!isFilled(value)) return writeDocument(value);
  const writing: Writing = { lines: [], writeDocument, keys: new Map(), values: new Map() };
  writeCollection(writing, value, "", "");
  return `${writing.lines.join("\n")}\n`;
}

interface Writing {
  readonly lines: string[];
  readonly writeDocument: WriteDocument;
  /** What the library made of texts: they come again and again. */
  readonly keys: Map<string, string>;
  readonly values: Map<string, string>;
}

/** `first` is what the first line begins with, `indent` what the others do. */
function writeCollection(writing: Writing, collection: object, first: string, indent: string): void {
  let begin = first;
  if (Array.isArray(collection)) {
    for (const item of collection) {
      if (isFilled(item)) writeCollection(writing, item, `${begin}- `, `${indent}  `);
      else writeLines(writing, `${begin}- `, indent, valueText(writing, item));
      begin = indent;
    }
    return;
  }
  const names = Object.keys(collection).sort();
  const keys = names.map((name) => keyText(writing, name));
  if (keys.some((key) => key.startsWith("? "))) {
    // Too long for a key as keys are; nobody has such keys.
    return writeLines(writing, begin, indent, writing.writeDocument(collection).slice(0, -1));
  }
  const values = collection as { readonly [name: string]: unknown };
  for (const [index, name] of names.entries()) {
    const [value, head] = [values[name], `${begin}${keys[index]}:`];
    if (value === undefined) continue;
    if (isFilled(value)) {
      const inner = Array.isArray(value) ? indent : `${indent}  `;
      writing.lines.push(head);
      writeCollection(writing, value, inner, inner);
    } else {
      writeLines(writing, `${head} `, indent, valueText(writing, value));
    }
    begin = indent;
  }
}

/** Empty lines stay empty. */
function writeLines({ lines }: Writing, first: string, indent: string, text: string): void {
  if (!text.includes("\n")) return void lines.push(first + text);
  const [begin = "", ...more] = text.split("\n");
  lines.push(first + begin, ...more.map((line) => (line === "" ? "" : indent + line)));
}

function isFilled(value: unknown): value is object {
  return typeof value === "object" && value !== null && Object.keys(value).length > 0;
}

/** No reader of YAML takes such a text for anything else, and none needs quotes. */
const plain = /^(?!(y|n|yes|no|true|false|on|off|null|nan|inf|infinity|e-?[\d_]+)$)[a-z]([\w./-]*[\w./])?$/i;

function valueText({ writeDocument, values }: Writing, value: unknown): string {
  if (typeof value === "boolean") return String(value);
  const write = (): string => writeDocument({ k: value }).slice("k: ".length, -1);
  if (typeof value !== "string") return write();
  return plain.test(value) ? value : remembered(values, value, write);
}

function keyText({ writeDocument, keys }: Writing, key: string): string {
  if (key.length < 1000 && plain.test(key)) return key;
  return remembered(keys, key, () => writeDocument({ [key]: 0 }).slice(0, -": 0\n".length));
}

function remembered(texts: Map<string, string>, text: string, write: () => string): string {
  const known = texts.get(text) ?? write();
  texts.set(text, known);
  return known;
}
