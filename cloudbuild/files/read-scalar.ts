// Plain text of YAML -> the value that YAML 1.2 (the core schema) gives it, and those that readers of YAML 1.1 do:
// gcloud's own and PyYAML, which differ in `y`, `n` and numbers with an exponent.

export type ScalarValue = string | number | boolean | null;

/** `2020-01-01`, and what readers of YAML 1.1 stop at: `=` and `<<`. */
interface Special {
  readonly special: "date" | "mark";
}

/** `old`: how a reader of YAML 1.1 reads it where that differs: in words, and its value if it makes one. */
export interface PlainScalar {
  readonly value: ScalarValue;
  readonly old?: { readonly words: string; readonly value?: ScalarValue };
}

const readers = [
  { read: readGcloud, edition: "YAML 1.1, which gcloud reads" },
  { read: readPyYaml, edition: "YAML 1.1 as PyYAML reads it" },
] as const;

export function readPlain(source: string): PlainScalar {
  const value = readCore(source);
  for (const { read, edition } of readers) {
    const old = read(source);
    if (Object.is(old, value)) continue;
    if (typeof old !== "object" || old === null) {
      return { value, old: { words: `${wordsOf(old)} in ${edition}`, value: old } };
    }
    return {
      value,
      old: { words: `${old.special === "date" ? "a date" : "a mark of its own"} in ${edition}` },
    };
  }
  return { value };
}

export function wordsOf(value: ScalarValue): string {
  if (value === null) return "nothing";
  if (typeof value === "string") return "text";
  return typeof value === "number" ? `the number ${value}` : `${value}`;
}

/** https://yaml.org/spec/1.2.2/#1032-tag-resolution */
function readCore(source: string): ScalarValue {
  if (/^(?:~|null|Null|NULL|)$/.test(source)) return null;
  if (/^(?:true|True|TRUE|false|False|FALSE)$/.test(source)) return source.toLowerCase() === "true";
  if (/^[-+]?[0-9]+$/.test(source)) return number(source);
  if (/^0(?:o[0-7]+|x[0-9a-fA-F]+)$/.test(source)) return Number(source);
  if (/^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/.test(source)) return number(source);
  return infinite(source) ?? source;
}

function readGcloud(source: string): ScalarValue | Special {
  if (/^[yYnN]$/.test(source)) return source.toLowerCase() === "y";
  if (/^[-+]_[0-7_]*$/.test(source)) {
    const plain = source.replaceAll("_", "");
    return plain.length === 1 ? { special: "mark" } : number(plain);
  }
  const float = /^(?:[-+]?\d[\d_]*(?:\.[\d_]*(?:[eE][-+]?\d+)?|[eE][-+]?\d+)|\.[\d_]+(?:[eE][-+]\d+)?)$/;
  return readOld(source, float);
}

function readPyYaml(source: string): ScalarValue | Special {
  return readOld(source, /^(?:[-+]?\d[\d_]*\.[\d_]*(?:[eE][-+]\d+)?|[-+]?\.\d[\d_]*(?:[eE][-+]\d+)?)$/);
}

/** What both have in common. */
function readOld(source: string, float: RegExp): ScalarValue | Special {
  if (/^(?:~|null|Null|NULL|)$/.test(source)) return null;
  if (/^(?:yes|true|on|no|false|off)$/i.test(source) && /^(?:[a-z]+|[A-Z][a-z]*|[A-Z]+)$/.test(source)) {
    return /^(?:yes|true|on)$/i.test(source);
  }
  if (source === "=" || source === "<<") return { special: "mark" };
  const day = /^\d{4}-\d\d-\d\d$/;
  const moment =
    /^\d{4}-\d\d?-\d\d?(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?(?:[ \t]*(?:Z|[-+]\d\d?(?::\d\d)?))?$/;
  if (day.test(source) || moment.test(source)) return { special: "date" };
  return readOldInteger(source) ?? readOldFloat(source, float) ?? source;
}

function readOldInteger(source: string): number | undefined {
  const [, sign = "", digits = ""] = /^([-+]?)([\d][\da-fA-FxX_:]*)$/.exec(source) ?? [];
  const plain = digits.replaceAll("_", "");
  const times = sign === "-" ? -1 : 1;
  if (/^0b[01_]+$/.test(digits) || /^0x[\da-fA-F_]+$/.test(digits)) return times * Number(plain);
  if (/^0[0-7_]+$/.test(digits)) return times * Number(`0o${plain.slice(1) || "0"}`);
  if (/^(?:0|[1-9][\d_]*)$/.test(digits)) return number(sign + plain);
  return /^[1-9][\d_]*(?::[0-5]?\d)+$/.test(digits) ? times * sixties(plain) : undefined;
}

function readOldFloat(source: string, float: RegExp): number | undefined {
  const plain = source.replaceAll("_", "");
  if (float.test(source)) return number(plain);
  if (!/^[-+]?\d[\d_]*(?::[0-5]?\d)+\.[\d_]*$/.test(source)) return infinite(source);
  return sixties(plain.replace(/^[-+]/, "")) * (source.startsWith("-") ? -1 : 1);
}

function sixties(digits: string): number {
  return digits.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
}

function infinite(source: string): number | undefined {
  if (/^\.(?:nan|NaN|NAN)$/.test(source)) return NaN;
  if (!/^[-+]?\.(?:inf|Inf|INF)$/.test(source)) return undefined;
  return source.startsWith("-") ? -Infinity : Infinity;
}

/** Without a sign before zero, which no reader keeps of whole numbers. */
function number(source: string): number {
  return Number(source) + 0;
}
