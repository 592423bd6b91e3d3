// Carries a difference of triggers out, through whatever speaks to the service.
import type { FieldChange, TriggerDiff } from "./diff-triggers.ts";
import type { BuildTrigger, ExistingTrigger } from "./trigger.ts";

/** What the service can do, in one region of one project. Rejects with a `UserError`. */
export interface TriggerApi {
  readonly list: () => Promise<readonly ExistingTrigger[]>;
  /** There is one of that name afterwards, and not two, whatever becomes of the replies. */
  readonly create: (trigger: BuildTrigger) => Promise<void>;
  /** Takes over the fields of `trigger` that `fields` names, as `github.push.branch`; what it has not is cleared. */
  readonly patch: (
    existing: ExistingTrigger,
    trigger: BuildTrigger,
    fields: readonly string[],
  ) => Promise<void>;
  /** One that is gone already is gone. */
  readonly delete: (existing: ExistingTrigger) => Promise<void>;
}

export interface Applying {
  readonly api: TriggerApi;
  /** Deletes the undeclared ones as well. */
  readonly prune: boolean;
  /** Is told of each that is done, as `created main`. */
  readonly onDone: (what: "created" | "changed" | "deleted", name: string) => void;
}

/** One after the other, so that what is done is known where one fails. Deletes last. */
export async function applyTriggers(
  { created, changed, undeclared }: TriggerDiff,
  { api, prune, onDone }: Applying,
): Promise<void> {
  for (const trigger of created) {
    await api.create(trigger);
    onDone("created", trigger.name);
  }
  for (const { declared, existing, changes } of changed) {
    await api.patch(existing, declared, fieldMask(changes));
    onDone("changed", declared.name);
  }
  for (const trigger of prune ? undeclared : []) {
    await api.delete(trigger);
    onDone("deleted", trigger.name);
  }
}

/** As deep as messages go: a map is one field, whose keys are no fields. */
function fieldMask(changes: readonly FieldChange[]): readonly string[] {
  const paths = changes.map(({ path }) => (path[0] === "substitutions" ? path.slice(0, 1) : path).join("."));
  return [...new Set(paths)].sort();
}
