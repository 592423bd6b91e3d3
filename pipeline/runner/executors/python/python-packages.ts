// What Python components ask for against what the Python on this machine has; it is asked once for each set.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { withoutCredentials } from "./pip-installs.ts";
import { isKfp } from "./python-bootstrap.ts";
import { quoteWord } from "./shell-text.ts";

export interface PackageCheck {
  /** What a task cannot do without, and how it is had; fits behind a colon. Absent: everything is there. */
  readonly missing?: string;
  /** Packages that are there in another version. */
  readonly note?: string;
  /** Of KFP's SDK; absent where nothing asks for it. */
  readonly kfpVersion?: string;
}

export interface PackageRequest {
  /** The task's variables: its PATH says which Python is meant. */
  readonly env: { readonly [name: string]: string };
  readonly requirements: readonly string[];
  readonly indexOptions: readonly string[];
}

interface Answer {
  readonly executable: string;
  readonly isVirtual: boolean;
  readonly hasPip: boolean;
  readonly packages: readonly Found[];
}

interface Found {
  readonly requirement: string;
  readonly name: string;
  readonly version: string | null;
  readonly fits: boolean;
}

const program = join(import.meta.dirname, "check-packages.py");

/** Gives a function that remembers what it found; a Python that did not start is asked again. */
export function packageChecker(): (request: PackageRequest) => Promise<PackageCheck> {
  const answers = new Map<string, Promise<PackageCheck>>();
  return (request) => {
    const { PATH, PYTHONPATH } = request.env;
    const key = JSON.stringify([PATH, PYTHONPATH, [...request.requirements].sort()]);
    const known = answers.get(key) ?? check(request);
    answers.set(key, known);
    return known.catch((error: unknown) => {
      answers.delete(key);
      return { missing: `the Python of its environment does not start: ${lastLine(error)}` };
    });
  };
}

async function check({ env, requirements, indexOptions }: PackageRequest): Promise<PackageCheck> {
  const answer = JSON.parse(await ask(requirements, env)) as Answer; // as the program writes it
  const missing = answer.packages.filter(({ version }) => version === null);
  if (missing.length > 0) return { missing: describeMissing(answer, missing, indexOptions) };
  const others = answer.packages.filter(({ requirement, fits }) => !fits && !isKfp(requirement));
  const kfp = answer.packages.find(({ requirement }) => isKfp(requirement))?.version;
  return {
    ...(others.length > 0 && { note: describeOthers(others) }),
    ...(typeof kfp === "string" && { kfpVersion: kfp }),
  };
}

function describeMissing(
  { executable, isVirtual, hasPip }: Answer,
  missing: readonly Found[],
  indexOptions: readonly string[],
): string {
  const names = missing.map(({ requirement }) => requirement);
  const python = isVirtual ? quoteWord(executable) : ".venv/bin/python";
  const before = !isVirtual
    ? `${quoteWord(executable)} -m venv .venv && `
    : hasPip
      ? ""
      : `${python} -m ensurepip && `;
  const options = indexOptions.map((option) => option.split(" ").map(quoteWord).join(" "));
  const install = [python, "-m pip install", ...options, ...names.map(quoteWord)].join(" ");
  return withoutCredentials(
    `it needs ${names.join(", ")}, which ${executable} does not have. Install what is missing with: ${before}${install}`,
  );
}

function describeOthers(others: readonly Found[]): string {
  const asked = others.map(({ requirement }) => requirement).join(", ");
  const has = others.map(({ name, version }) => `${name} ${version ?? ""}`).join(", ");
  return withoutCredentials(`pollux: the task asks for ${asked}; its environment has ${has}, which it gets.`);
}

/** In a process group of its own: Ctrl-C is for the run, which ends in order. */
async function ask(requirements: readonly string[], env: PackageRequest["env"]): Promise<string> {
  const child = spawn("python3", [program, JSON.stringify(requirements)], {
    env,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [said, complaint, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close") as Promise<[number | null]>, // the event's arguments
  ]);
  if (code !== 0) throw new Error(complaint);
  return said;
}

function lastLine(error: unknown): string {
  const said = error instanceof Error ? error.message : String(error);
  return said.trim().split("\n").at(-1) ?? "";
}
