// Programs that a deployment runs: where they are, and running them so that a person sees and answers them.
import { spawn } from "node:child_process";
import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { UserError } from "../../../pipeline/ir/user-error.ts";

export interface ProgramRun {
  readonly program: string;
  readonly args: readonly string[];
  /** Default: this process's folder. */
  readonly cwd?: string;
  /** What it reads on stdin, where neither arguments nor variables may hold it. Default: the keyboard. */
  readonly input?: string;
}

/** The first of the names that is on PATH. */
export function findProgram(names: readonly string[]): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isProgram);
}

/** OpenTofu or Terraform. Throws `NO_TERRAFORM`. */
export function findTerraform(): string {
  const found = findProgram(["tofu", "terraform"]);
  if (found !== undefined) return found;
  throw new UserError(
    "NO_TERRAFORM",
    "pollux cloudbuild: neither tofu nor terraform is on PATH. Install OpenTofu (https://opentofu.org/docs/intro/install) or Terraform (https://developer.hashicorp.com/terraform/install).",
  );
}

/** What to do where `init` fails, which changes nothing. */
export const initAdvice =
  "Nothing was made or changed. It reads the state, and gets the provider hashicorp/google from registry.terraform.io (OpenTofu: registry.opentofu.org): let this machine reach both, or name a mirror of the provider (https://developer.hashicorp.com/terraform/cli/config/config-file#provider-installation).";

/** Without input Terraform would take it that nobody approves. */
export function approvalOf(isYes: boolean): readonly string[] {
  return isYes ? ["-input=false", "-auto-approve"] : [];
}

/**
 * Runs it to its end with this process's keyboard; everything it says goes to stderr. A program that fails ends the
 * command: throws `PROGRAM_FAILED`.
 */
export async function runProgram(run: ProgramRun): Promise<void> {
  await runToEnd(run, 2);
}

/** The same, and gives what it says on stdout. */
export async function readProgram(run: ProgramRun): Promise<string> {
  return runToEnd(run, "pipe");
}

async function runToEnd({ program, args, cwd, input }: ProgramRun, stdout: 2 | "pipe"): Promise<string> {
  // TF_IN_AUTOMATION: no advice about commands that a person would type next.
  const env = { ...process.env, TF_IN_AUTOMATION: "1" };
  const child = spawn(program, args, {
    cwd,
    env,
    stdio: [input === undefined ? "inherit" : "pipe", stdout, 2],
  });
  child.stdin?.on("error", () => {}); // it need not read all of it
  child.stdin?.end(input);
  const chunks: Buffer[] = [];
  child.stdout?.on("data", (chunk: Buffer) => chunks.push(chunk));
  const release = passSignals((signal) => child.kill(signal));
  try {
    const ended = await new Promise<string | undefined>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code, signal) => {
        resolve(code === 0 ? undefined : signal === null ? `ended with ${code}` : `was ended by ${signal}`);
      });
    });
    if (ended !== undefined) throw new ProgramFailed(program, args, ended);
    return Buffer.concat(chunks).toString("utf8");
  } finally {
    release();
  }
}

/** Not a mistake of the user's: exit code 2. What it was is on stderr already. */
export class ProgramFailed extends Error {
  readonly program: string;
  /** `apply` */
  readonly command: string;

  constructor(program: string, args: readonly string[], what: string) {
    const [command = ""] = args;
    super(`${program} ${command} ${what}.`);
    this.name = "ProgramFailed";
    this.program = program;
    this.command = command;
  }
}

/**
 * The child finishes what it is doing and says so; this process waits for it. Ctrl-C of a terminal reaches the child
 * without us, and a second one would make it stop in the middle of its work.
 */
function passSignals(send: (signal: NodeJS.Signals) => void): () => void {
  const onInterrupt = (): void => {
    if (process.stdin.isTTY !== true) send("SIGINT");
  };
  const onTerminate = (): void => send("SIGTERM");
  process.on("SIGINT", onInterrupt);
  process.on("SIGTERM", onTerminate);
  return () => {
    process.off("SIGINT", onInterrupt);
    process.off("SIGTERM", onTerminate);
  };
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
