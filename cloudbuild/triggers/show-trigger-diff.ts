// A difference of triggers -> the lines that a person reads before it is carried out.
import { isDeepStrictEqual } from "node:util";
import { isObject } from "../../pipeline/ir/json-object.ts";
import { printable } from "../../pipeline/ir/printable-text.ts";
import type { ChangedTrigger, FieldChange, TriggerDiff } from "./diff-triggers.ts";
import type { ExistingTrigger } from "./trigger.ts";

export interface DiffPlace {
  readonly region: string;
  readonly project?: string | undefined;
}

export function showTriggerDiff(diff: TriggerDiff, place: DiffPlace): readonly string[] {
  const { created, changed, same, taken, undeclared, related, elsewhere } = diff;
  return [
    ...created.map(({ name }) => `new         ${shownName(name)}`),
    ...changed.flatMap(showChanged),
    ...same.map((name) => `same        ${shownName(name)}`),
    ...taken.map(({ name, by }) => `taken       ${shownName(name)}: there is one of ${shownName(by)}`),
    ...undeclared.map((trigger) => `undeclared  ${shownName(trigger.name)}`),
    ...(undeclared.length === 0 ? [] : ["", ...deletionLines(undeclared, place)]),
    ...namesLines("Of this repository, but started or connected otherwise, and left alone", related),
    ...namesLines("Of other repositories or none, and left alone", elsewhere),
  ];
}

function namesLines(what: string, names: readonly string[]): readonly string[] {
  return names.length === 0 ? [] : ["", `${what}: ${names.map(shownName).join(", ")}`];
}

/** An import never deletes: these are the commands that would. */
export function deletionLines(undeclared: readonly ExistingTrigger[], place: DiffPlace): readonly string[] {
  const count = undeclared.length === 1 ? "1 would be" : `${undeclared.length} would be`;
  return [
    `${count} deleted; an import never deletes. To do it, give --apply --prune, or:`,
    ...undeclared.map((trigger) => `  ${deleteCommand(trigger, place)}`),
  ];
}

function deleteCommand({ name, id }: ExistingTrigger, { region, project }: DiffPlace): string {
  // A name with anything else in it is none that the service gives, and could be read as more than a name.
  const known = [name, id].find((text) => text !== undefined && /^\w[\w-]*$/.test(text)) ?? "NAME";
  const ofProject = project === undefined ? "" : ` --project ${project}`;
  return `gcloud builds triggers delete ${known} --region ${region}${ofProject}`;
}

function showChanged({ declared, changes }: ChangedTrigger): readonly string[] {
  return [
    `changed     ${shownName(declared.name)}`,
    ...changes.flatMap((change) => showChange(change).map((line) => `              ${line}`)),
  ];
}

function showChange({ path, before, after }: FieldChange): readonly string[] {
  const field = printable(path.join("."));
  if (!isShown(path, before) || !isShown(path, after)) return [`${field}: ${hiddenChange(before, after)}`];
  if (isTexts(before ?? []) && isTexts(after ?? [])) {
    const [old, now] = [textsOf(before), textsOf(after)];
    const edits = [
      ...now.filter((text) => !old.includes(text)).map((text) => `${field}: + ${shownValue(text)}`),
      ...old.filter((text) => !now.includes(text)).map((text) => `${field}: - ${shownValue(text)}`),
    ];
    return edits.length > 0 || isDeepStrictEqual(old, now) ? edits : [`${field}: in another order`];
  }
  return [`${field}: ${shownValue(before)} -> ${shownValue(after)}`];
}

function hiddenChange(before: unknown, after: unknown): string {
  if (before === undefined) return "is new";
  if (after === undefined) return "is there no more";
  return "has another value, which is not shown";
}

/**
 * Substitutions, and the steps of a build within a trigger, are no place for secrets, yet they are found there under any
 * name. So only fields are shown in which nobody keeps any.
 */
const shownFields = new Set([
  ...["description", "tags", "disabled", "eventType", "includeBuildLogs", "approvalRequired"],
  ...["filename", "includedFiles", "ignoredFiles", "serviceAccount"],
  ...["owner", "repository", "branch", "tag", "invertRegex", "commentControl"],
]);
/** What they are in: these have nothing else. */
const shownMessages = new Set(["github", "repositoryEventConfig", "push", "pullRequest", "approvalConfig"]);

function isShown(path: readonly string[], value: unknown): boolean {
  const field = path.at(-1) ?? "";
  const outer = path.slice(0, -1);
  if (!outer.every((message) => shownMessages.has(message))) return false;
  if (isObject(value)) {
    const isMessage = shownMessages.has(field);
    return isMessage && Object.entries(value).every(([key, inner]) => isShown([...path, key], inner));
  }
  if (shownMessages.has(field)) return value === undefined;
  const isPlain = !Array.isArray(value) || isTexts(value);
  return isPlain && (shownFields.has(field) || (field === "name" && outer.length > 0));
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

function textsOf(value: unknown): readonly string[] {
  return isTexts(value) ? value : [];
}

function shownValue(value: unknown): string {
  if (value === undefined) return "nothing";
  const text = printable(JSON.stringify(value));
  return text.length > 200 ? `${text.slice(0, 199)}…` : text;
}

function shownName(name: string): string {
  return printable(name).replaceAll(/\s/g, " ");
}

/** The same for programs. */
export function diffJson({ created, changed, undeclared, ...names }: TriggerDiff): string {
  const shown = {
    created: created.map(({ name }) => name),
    changed: changed.map(({ declared, changes }) => ({
      name: declared.name,
      changes: changes.map(({ path, before, after }) =>
        isShown(path, before) && isShown(path, after) ? { path, before, after } : { path },
      ),
    })),
    undeclared: undeclared.map(({ name, id }) => ({ name, id })),
    ...names,
  };
  return JSON.stringify(shown, null, 2);
}
