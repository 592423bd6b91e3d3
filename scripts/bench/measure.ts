// Runs a command to its end and says what it cost: the processor time of all its processes, not only of the first.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { UserError } from "../../pipeline/ir/user-error.ts";

export interface Cost {
  /** Seconds of user and system time. */
  readonly cpu: number;
  readonly wallSeconds: number;
  /** Of its largest process. */
  readonly megabytes: number;
}

export interface Measured {
  readonly command: readonly string[];
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
  /** The Python that does the measuring: Node cannot say what its children used. */
  readonly python: string;
  readonly signal?: AbortSignal;
}

/** Children whose parent ends before them come to this process (prctl 36, on Linux), so that it can count them too. */
const wrapper = `
import json, os, resource, subprocess, sys, time
try:
    import ctypes
    ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)
except Exception:
    pass
began = time.monotonic()
done = subprocess.run(sys.argv[1:], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
wall = time.monotonic() - began
try:
    while True:
        os.wait()
except ChildProcessError:
    pass
used = resource.getrusage(resource.RUSAGE_CHILDREN)
unit = 1 if sys.platform == "darwin" else 1024
print(json.dumps({
    "code": done.returncode,
    "said": done.stdout[-2000:],
    "cpu": used.ru_utime + used.ru_stime,
    "wallSeconds": wall,
    "megabytes": used.ru_maxrss * unit / 1e6,
}))
`;

/** Throws `BENCH_FAILED` if the command fails. */
export async function measure({ command, cwd, env, python, signal }: Measured): Promise<Cost> {
  const { stdout } = await promisify(execFile)(python, ["-c", wrapper, ...command], {
    cwd,
    env: { ...process.env, ...env },
    ...(signal && { signal }),
  });
  // The wrapper above printed it.
  const { code, said, ...cost } = JSON.parse(stdout) as Cost & {
    readonly code: number;
    readonly said: string;
  };
  if (code === 0) return cost;
  throw new UserError("BENCH_FAILED", `bench: ${command.join(" ")}: failed. It said: ${said.trim()}`);
}

/** Each figure on its own. */
export function medianCost(costs: readonly Cost[]): Cost {
  return {
    cpu: median(costs.map(({ cpu }) => cpu)),
    wallSeconds: median(costs.map(({ wallSeconds }) => wallSeconds)),
    megabytes: median(costs.map(({ megabytes }) => megabytes)),
  };
}

/** Of two in the middle, what lies between them. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low = NaN, high = NaN] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return (low + high) / 2;
}
