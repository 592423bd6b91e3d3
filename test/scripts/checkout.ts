// A copy of the code in a folder of its own, whose Python environment passes for whole but trains nothing: so the
// real command line runs as a newcomer's does, in seconds.
import { spawn, type ChildProcess } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { requirementFiles } from "../../scripts/python-environment.ts";
import { standInServer } from "../components/platform/endpoints/stand-in.ts";
import { temporaryFolder, writeProgram } from "./temporary-folder.ts";

const repository = resolve(import.meta.dirname, "..", "..");

export interface Checkout {
  readonly folder: string;
  readonly start: (args: readonly string[], options?: StartOptions) => Running;
}

export interface StartOptions {
  readonly env?: NodeJS.ProcessEnv;
  /** What is piped in; it ends after that. */
  readonly input?: string;
}

export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export function makeCheckout(): Checkout {
  const folder = temporaryFolder();
  for (const part of ["components", "containers", "pipeline", "scripts", "package.json", "tsconfig.json"]) {
    const skipped = ["__pycache__", "tests", "node_modules"];
    cpSync(join(repository, part), join(folder, part), {
      recursive: true,
      filter: (path) => !skipped.includes(basename(path)),
    });
  }
  symlinkSync(join(repository, "node_modules"), join(folder, "node_modules"));
  makePython(folder);
  return {
    folder,
    start: (args, options) => start(folder, args, options),
  };
}

function makePython(folder: string): void {
  const venv = join(folder, ".venv");
  mkdirSync(join(venv, "bin"), { recursive: true });
  const node = `"${process.execPath}" --import "file://${join(repository, "node_modules/tsx/dist/esm/index.mjs")}"`;
  writeProgram(
    join(venv, "bin", "python"),
    `export STAND_IN_FOLDER="${venv}"
     case "$1 $2" in
       "-m trainer.serve") shift 2; exec ${node} "${standInServer.at(-1)}" "$@" ;;
       "-m trainer."*) shift; exec ${node} "${join(import.meta.dirname, "stand-in-trainer.ts")}" "$@" ;;
       *) echo '{"executable": "python", "version": "3.12.1", "hasVenv": true}' ;;
     esac`,
  );
  const requirements = requirementFiles(folder, false).map((file) =>
    createHash("sha256").update(readFileSync(file)).digest("hex"),
  );
  writeFileSync(join(venv, "pollux.json"), JSON.stringify({ requirements }));
}

function start(folder: string, args: readonly string[], { env, input }: StartOptions = {}): Running {
  const child = spawn(process.execPath, ["--import", "tsx", "scripts/pollux.ts", ...args], {
    cwd: folder,
    env: { ...process.env, GEMINI_API_KEY: "", GOOGLE_APPLICATION_CREDENTIALS: "", ...env },
    stdio: ["pipe", "pipe", "pipe"],
    detached: true,
  });
  child.stdin.end(input ?? "");
  const ended = new Promise<Ended>((done, failed) => {
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (data: Buffer) => (stdout += data.toString("utf8")));
    child.stderr.on("data", (data: Buffer) => (stderr += data.toString("utf8")));
    child.once("error", failed);
    child.once("close", (code) => done({ code, stdout, stderr }));
  });
  return { child, ended };
}
