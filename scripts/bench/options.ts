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
