// Finds a Python on this machine that can make the trainer's environment.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { UserError } from "../../pipeline/ir/user-error.ts";

export interface Python {
  readonly executable: string;
  /** As "3.12.4". */
  readonly version: string;
  readonly hasVenv: boolean;
}

/** The trainer's packages have wheels for these. */
const oldest = [3, 11] as const;
const newest = [3, 13] as const;

/** The machine's own default first: it is the one its owner chose. */
const names = ["python3", "python", "python3.13", "python3.12", "python3.11"];

const probe = [
  "import importlib.util, json, sys",
  "has = all(importlib.util.find_spec(name) for name in ('venv', 'ensurepip'))",
  "print(json.dumps({'executable': sys.executable, 'version': '%d.%d.%d' % sys.version_info[:3], 'hasVenv': has}))",
].join("\n");

/** `POLLUX_PYTHON` names one to use; a UserError says what to install if none will do. */
export async function findPython(env: NodeJS.ProcessEnv = process.env): Promise<Python> {
  const chosen = env.POLLUX_PYTHON;
  const found: Python[] = [];
  for (const name of chosen ? [chosen] : names) {
    const python = await probePython(name, env);
    if (python === undefined) continue;
    if (isSupported(python.version) && python.hasVenv) return python;
    found.push(python);
  }
  throw noPython(found, chosen);
}

/** What the program called `name` says of itself; undefined if it is no Python, or does not run. */
export async function probePython(
  name: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Python | undefined> {
  try {
    const { stdout } = await promisify(execFile)(name, ["-c", probe], { env, timeout: 20_000 });
    return JSON.parse(stdout) as Python; // the probe above printed it
  } catch {
    return undefined;
  }
}

export function isSupported(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major === oldest[0] && minor >= oldest[1] && minor <= newest[1];
}

function noPython(found: readonly Python[], chosen: string | undefined): UserError {
  const range = `Python ${oldest.join(".")} to ${newest.join(".")}`;
  const bare = found.find((python) => isSupported(python.version));
  if (bare !== undefined) {
    const minor = bare.version.split(".").slice(0, 2).join(".");
    return new UserError(
      "PYTHON_WITHOUT_VENV",
      `python: ${bare.executable} (${bare.version}) cannot make virtual environments. ` +
        `Install its venv module (Debian and Ubuntu: "sudo apt install python${minor}-venv").`,
    );
  }
  if (chosen) {
    const what =
      found[0] === undefined ? "is no Python that runs" : `is Python ${found[0].version}, not ${range}`;
    return new UserError(
      "PYTHON_UNSUITABLE",
      `python: POLLUX_PYTHON (${chosen}) ${what}. Let it name a ${range}, or unset it.`,
    );
  }
  const seen = [...new Set(found.map((python) => `${python.version} at ${python.executable}`))];
  return new UserError(
    found.length === 0 ? "NO_PYTHON" : "PYTHON_UNSUITABLE",
    `python: there is no ${range} on this machine${seen.length > 0 ? ` (only ${seen.join(", ")})` : ""}. ` +
      `${howToInstall(process.platform)} Or set POLLUX_PYTHON to one that PATH does not have.`,
  );
}

function howToInstall(platform: NodeJS.Platform): string {
  switch (platform) {
    case "darwin":
      return 'Install one ("brew install python@3.12", or from python.org).';
    case "win32":
      return "Use the Windows Subsystem for Linux, and install one there.";
    default:
      return 'Install one (Debian and Ubuntu: "sudo apt install python3 python3-venv"; Fedora: "sudo dnf install python3.12").';
  }
}
