// What both benchmarks take from their command line, and the Python that measures.
import { UserError } from "../../pipeline/ir/user-error.ts";
import { probePython } from "../python/find-python.ts";

export function requireCount(option: string, text: string): number {
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text);
  throw new UserError(
    "NOT_A_COUNT",
    `bench: ${option}: "${text}" is no count. Give a whole number from 1 on.`,
  );
}

/** `text` lists some of `names`, with commas. */
export function requireNames<Name extends string>(
  code: "UNKNOWN_GROUP" | "UNKNOWN_SHAPE",
  names: readonly Name[],
  text: string,
): readonly Name[] {
  const kind = code === "UNKNOWN_GROUP" ? "group" : "shape";
  return text.split(",").map((given) => {
    const name = names.find((each) => each === given);
    if (name !== undefined) return name;
    throw new UserError(code, `bench: there is no ${kind} "${given}". Give some of: ${names.join(", ")}.`);
  });
}

export async function measuringPython(): Promise<string> {
  for (const name of [process.env.POLLUX_PYTHON ?? "python3", "python"]) {
    const python = await probePython(name);
    if (python !== undefined) return python.executable;
  }
  throw new UserError(
    "NO_PYTHON",
    "bench: there is no Python on PATH, which measures what programs cost. Install Python 3.",
  );
}
