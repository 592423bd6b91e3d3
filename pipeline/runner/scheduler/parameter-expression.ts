// `parameterExpressionSelector`: a field of a parameter. Compilers write one form, `parseJson(string_value)["KEY"]`.
import type { Json } from "../../ir/pipeline-spec.ts";

const whole = /^\s*parseJson\(\s*string_value\s*\)((?:\[(?:"(?:[^"\\]|\\.)*"|'[^'\\]*'|\d+)\])*)\s*$/;
const step = /\[("(?:[^"\\]|\\.)*"|'[^'\\]*'|\d+)\]/g;

/** Gives what reads the field; both it and that throw with a message that fits behind `input "x": `. */
export function parseExpression(text: string): (value: Json) => Json {
  const steps = whole.exec(text)?.[1];
  if (steps === undefined) {
    throw new Error(`the expression ${text} is not supported (only parseJson(string_value)["KEY"] is)`);
  }
  const keys = [...steps.matchAll(step)].map(([, key = ""]) =>
    key.startsWith("'") ? key.slice(1, -1) : (JSON.parse(key) as string | number),
  );
  return (value) => keys.reduce<Json>(fieldOf, typeof value === "string" ? parseJson(value) : value);
}

function fieldOf(value: Json, key: string | number): Json {
  const holder = typeof value === "object" && value !== null ? value : {};
  const found = Object.entries(holder).find(([name]) => name === String(key));
  if (found !== undefined) return found[1];
  throw new Error(`${JSON.stringify(value)} has no ${JSON.stringify(key)}`);
}

function parseJson(text: string): Json {
  try {
    return JSON.parse(text) as Json; // JSON.parse gives nothing else
  } catch {
    throw new Error(`${JSON.stringify(text)} is no JSON to take a field from`);
  }
}
