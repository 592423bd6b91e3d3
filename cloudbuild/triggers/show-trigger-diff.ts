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
  const { created, changed, same, undeclared, elsewhere } = diff;
  return [
    ...created.map(({ name }) => `new         ${shownName(name)}`),
    ...changed.flatMap(showChanged),
    ...same.map((name) => `same        ${shownName(name)}`),
    ...undeclared.map((trigger) => `undeclared  ${shownName(trigger.name)}`),
    ...(undeclared.length === 0 ? [] : ["", ...deletionLines(undeclared, place)]),
    ...(elsewhere.length === 0
      ? []
      : ["", `Of other repositories, and left alone: ${elsewhere.map(shownName).join(", ")}`]),
  ];
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
  if (mayBeSecret(path)) return [`${field}: has another value, which is not shown`];
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

/** By its name: substitutions are no place for secrets, yet they are found there. */
export function mayBeSecret(path: readonly string[]): boolean {
  return path.some((name) =>
    /secret|token|passw|credential|private|api_?key|access_?key|envMap|authorization/i.test(name),
  );
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

function textsOf(value: unknown): readonly string[] {
  return isTexts(value) ? value : [];
}

function shownValue(value: unknown): string {
  if (value === undefined) return "nothing";
  const text = printable(JSON.stringify(withoutSecrets(value)));
  return text.length > 200 ? `${text.slice(0, 199)}…` : text;
}

function shownName(name: string): string {
  return printable(name).replaceAll(/\s/g, " ");
}

/** The same for programs, with what may be secret left out. */
export function diffJson({ created, changed, same, undeclared, elsewhere }: TriggerDiff): string {
  const shown = {
    created: created.map(({ name }) => name),
    changed: changed.map(({ declared, changes }) => ({
      name: declared.name,
      changes: changes.map(({ path, before, after }) =>
        mayBeSecret(path) ? { path } : { path, before: withoutSecrets(before), after: withoutSecrets(after) },
      ),
    })),
    same,
    undeclared: undeclared.map(({ name, id }) => ({ name, id })),
    elsewhere,
  };
  return JSON.stringify(shown, null, 2);
}

function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (!isObject(value)) return value;
  const shown = Object.entries(value).map(([key, inner]) => [
    key,
    mayBeSecret([key]) ? "not shown" : withoutSecrets(inner),
  ]);
  return Object.fromEntries(shown);
}
