// The declared triggers -> how they differ from those that exist, and the service with that carried out.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline/promises";
import { applyTriggers } from "../../cloudbuild/triggers/apply-triggers.ts";
import { diffTriggers, isSame, type TriggerDiff } from "../../cloudbuild/triggers/diff-triggers.ts";
import { readTriggers } from "../../cloudbuild/triggers/read-triggers.ts";
import { deletionLines, diffJson, showTriggerDiff } from "../../cloudbuild/triggers/show-trigger-diff.ts";
import type { BuildTrigger, ExistingTrigger } from "../../cloudbuild/triggers/trigger.ts";
import type { OfRepository } from "../../cloudbuild/triggers/trigger-repository.ts";
import { printable } from "../../pipeline/ir/printable-text.ts";
import { UserError } from "../../pipeline/ir/user-error.ts";
import { quietMetadataLookup } from "../vertex/quiet-metadata-lookup.ts";
import { triggerApi } from "./trigger-api.ts";

export interface DeployOptions {
  readonly region: string;
  /** Whose triggers they are, even where none is declared. */
  readonly repository: OfRepository;
  /** A file, `-` or `live`. */
  readonly diff?: string | undefined;
  readonly project?: string | undefined;
  readonly endpoint?: string | undefined;
  readonly prune: boolean;
  readonly yes: boolean;
  readonly json: boolean;
  /** Names of declared ones that are in error: nothing is said of those that exist under them. */
  readonly refused?: readonly string[];
}

/** Gives the exit code: 1 if there are differences. */
export async function compareTriggers(
  declared: readonly BuildTrigger[],
  options: DeployOptions,
): Promise<number> {
  const { diff: from = "live", refused = [] } = options;
  const isCompared = ({ name }: BuildTrigger): boolean => !refused.includes(name);
  const existing = from === "live" ? await liveApi(options).list() : readExisting(from);
  const diff = diffTriggers(declared.filter(isCompared), existing.filter(isCompared), options.repository);
  if (options.json) console.log(diffJson(diff));
  else for (const line of showTriggerDiff(diff, options)) console.log(line);
  if (refused.length > 0) console.error(`Not compared, for their errors: ${printable(refused.join(", "))}.`);
  return isSame(diff) && refused.length === 0 ? 0 : 1;
}

/** Gives the exit code. `ask` is for a deletion; by default a person at a terminal. Throws `TRIGGER_TAKEN`. */
export async function deployTriggers(
  declared: readonly BuildTrigger[],
  options: DeployOptions,
  ask: (question: string) => Promise<boolean> = askOnTerminal,
): Promise<number> {
  const api = liveApi(options);
  const diff = diffTriggers(declared, await api.list(), options.repository);
  for (const line of showTriggerDiff(diff, options)) console.error(line);
  refuseTaken(diff);
  const prune = options.prune && diff.undeclared.length > 0;
  if (prune && !options.yes && !(await ask(deletionQuestion(diff)))) {
    console.error("Nothing is deleted, and nothing else is done.");
    return 1;
  }
  await applyTriggers(diff, {
    api,
    prune,
    onDone: (what, name) => {
      if (!options.json) console.log(printable(`${what} ${name}`));
    },
  });
  if (options.json) console.log(diffJson(diff));
  if (!prune && diff.undeclared.length > 0) {
    const [first = ""] = deletionLines(diff.undeclared, options);
    console.error(`${first.replace(/;.*/, "")}; --prune does.`);
  }
  return 0;
}

function refuseTaken({ taken }: TriggerDiff): void {
  if (taken.length === 0) return;
  const lines = taken.map(
    ({ name, by }) =>
      `trigger "${name}": there is one of that name, of ${by}. Give yours another name, or delete that one.`,
  );
  throw new UserError("TRIGGER_TAKEN", `${printable(lines.join("\n"))}\nNothing is done.`);
}

function liveApi({ project = process.env["GOOGLE_CLOUD_PROJECT"], region, endpoint }: DeployOptions) {
  if (project === undefined || project === "") {
    throw new UserError(
      "WRONG_ARGUMENTS",
      "pollux cloudbuild triggers: no project is given, whose triggers they are. Give --project.",
    );
  }
  quietMetadataLookup();
  const onRepeat = (note: string): void => console.error(note);
  return triggerApi({ project, region, endpoint }, { onRepeat });
}

function readExisting(file: string): readonly ExistingTrigger[] {
  const name = file === "-" ? "stdin" : file;
  let text: string;
  try {
    text = readFileSync(file === "-" ? 0 : file, "utf8");
  } catch {
    throw new UserError(
      "NO_SUCH_FILE",
      `${name}: cannot be read. Give what gcloud builds triggers list --format=json prints, or live.`,
    );
  }
  return readTriggers(text, name);
}

function deletionQuestion({ undeclared }: TriggerDiff): string {
  return `Delete ${undeclared.map(({ name }) => printable(name)).join(", ")}?`;
}

async function askOnTerminal(question: string): Promise<boolean> {
  if (process.stdin.isTTY !== true) {
    throw new UserError("NOT_ASKED", `--prune: ${question} There is nobody to ask. Give --yes.`);
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await terminal.question(`${question} [y/N] `)).trim());
  } finally {
    terminal.close();
  }
}
