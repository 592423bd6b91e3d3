// A default as the older format writes it, mostly as text whatever its type, to the value of an IR parameter. Python's
// rules decide what text is a number or a truth.
import type { Json, ParameterTypeName } from "../pipeline-spec.ts";

/** `source` is the text that the value was read from. `undefined`: the value cannot be of the type. */
export function defaultValue(value: Json, type: ParameterTypeName, source: string): Json | undefined {
  switch (type) {
    case "STRING":
      return pythonText(value, source);
    case "NUMBER_INTEGER":
      return integerOf(value);
    case "NUMBER_DOUBLE":
      return numberOf(value);
    case "BOOLEAN":
      return truthOf(value);
    default:
      return typeof value === "string" ? parsed(value) : value;
  }
}

function pythonText(value: Json, source: string): string | undefined {
  if (typeof value === "string") return value;
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value !== "number") return undefined;
  return Number.isInteger(value) && source.includes(".") ? `${value}.0` : String(value);
}

function integerOf(value: Json): number | undefined {
  if (typeof value === "string")
    return /^\s*[-+]?\d+(_\d+)*\s*$/.test(value) ? plainNumber(value) : undefined;
  const number = numberOf(value);
  return number === undefined ? undefined : Math.trunc(number);
}

function numberOf(value: Json): number | undefined {
  if (typeof value === "boolean") return Number(value);
  const number = typeof value === "string" && decimal.test(value) ? plainNumber(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}

const decimal = /^\s*[-+]?(\d+(_\d+)*\.?(\d+(_\d+)*)?|\.\d+(_\d+)*)(e[-+]?\d+(_\d+)*)?\s*$/i;

function plainNumber(text: string): number {
  return Number(text.replaceAll("_", ""));
}

function truthOf(value: Json): boolean | undefined {
  if (typeof value === "boolean") return value;
  const text = String(value);
  if (/^(y|yes|t|true|on|1)$/i.test(text)) return true;
  return /^(n|no|f|false|off|0)$/i.test(text) ? false : undefined;
}

/** Text that is no JSON stays text, as in kfp. */
function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json; // JSON.parse gives nothing else
  } catch {
    return text;
  }
}
