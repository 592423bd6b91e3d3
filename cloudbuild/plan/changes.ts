// The files that a change touches -> the components that it rebuilds, and why each.
import { groupBy } from "../../pipeline/ir/group-by.ts";
import type { ComponentBuild, MergedBuild, Wait } from "../merge/merged-build.ts";
import { publishedBesides } from "./component-images.ts";
import type { DependencyOptions, DependencyReason } from "./dependencies.ts";
import { dependenciesOf } from "./dependencies.ts";

export interface ComponentChange {
  readonly component: string;
  /** Empty: it is as it was. */
  readonly reasons: readonly ChangeReason[];
}

export type ChangeReason =
  /** Files that it is made from. */
  | { readonly kind: "files"; readonly files: readonly string[]; readonly because: DependencyReason }
  /** Its `step` waits for the step `on` of a component that is rebuilt. */
  | {
      readonly kind: "component";
      readonly component: string;
      readonly step: string;
      readonly on: string;
      readonly because: Wait["because"];
    }
  /** It pushes no image to point to, and `step` of another waits for what it leaves behind. */
  | { readonly kind: "files needed"; readonly step: string; readonly on: string }
  /** Every version publishes it anew, and no image can stand for it. `what` is a half sentence. */
  | { readonly kind: "publishes"; readonly what: string }
  /** Nobody knows what has changed; `why` is a sentence. */
  | { readonly kind: "everything"; readonly why: string };

export interface ChangeOptions extends DependencyOptions {
  readonly merged: MergedBuild;
  readonly components: readonly ComponentBuild[];
  /** From the repository's root; those that are gone as well. Or why they are not known. */
  readonly changed: ChangedFiles;
  /** Whether what the components publish is needed anew. Default: true. */
  readonly publishes?: boolean;
}

export type ChangedFiles =
  | {
      readonly kind: "files";
      readonly files: readonly string[];
      /** Those of them that are submodules: anything in them may have changed. Default: none. */
      readonly submodules?: readonly string[];
    }
  | { readonly kind: "everything"; readonly why: string };

/** Of every component, in the order in which they are given. Throws a UserError on a malformed glob. */
export function findChanges(options: ChangeOptions): readonly ComponentChange[] {
  const { merged, components, changed } = options;
  if (changed.kind === "everything") {
    return components.map(({ name }) => ({ component: name, reasons: [changed] }));
  }
  const reasons = new Map<string, readonly ChangeReason[]>(
    components.map((component) => {
      const found = filesChanged(component, changed, options);
      return [component.name, found.length > 0 ? found : publishedAnew(component, options)];
    }),
  );
  spread(merged, reasons);
  return [...reasons].map(([component, found]) => ({ component, reasons: found }));
}

/** Each file counts for the first dependency that includes it. */
function filesChanged(
  component: ComponentBuild,
  { files, submodules = [] }: ChangedFiles & { readonly kind: "files" },
  options: DependencyOptions,
): readonly ChangeReason[] {
  const dependencies = dependenciesOf(component, options);
  const folders = new Set(submodules);
  const found = files.flatMap((file) => {
    const dependency = dependencies.find(
      ({ includes, reaches }) => includes(file) || (folders.has(file) && reaches(file)),
    );
    return dependency === undefined ? [] : [{ file, dependency }];
  });
  return [...groupBy(found, ({ dependency }) => dependency)].map(([{ because }, group]) => ({
    kind: "files",
    files: group.map(({ file }) => file),
    because,
  }));
}

function publishedAnew(
  component: ComponentBuild,
  { publishes = true, substitutions }: ChangeOptions,
): readonly ChangeReason[] {
  const what = publishes ? publishedBesides(component, substitutions) : undefined;
  return what === undefined ? [] : [{ kind: "publishes", what }];
}

/** What waits for a component that is rebuilt is rebuilt too, and what waits for that. */
function spread(merged: MergedBuild, reasons: Map<string, readonly ChangeReason[]>): void {
  const componentOf = new Map(merged.steps.map(({ id, component }) => [id, component]));
  const dependents = groupBy(
    merged.steps.flatMap(({ id, component, waits }) =>
      waits.flatMap(({ on, because }) => {
        const needed = componentOf.get(on);
        return needed === undefined || needed === component
          ? []
          : [{ needed, component, step: id, on, because }];
      }),
    ),
    ({ needed }) => needed,
  );
  const rebuilt = [...reasons].flatMap(([name, found]) => (found.length > 0 ? [name] : []));
  for (const changed of rebuilt) {
    for (const [component, [edge]] of groupBy(dependents.get(changed) ?? [], (one) => one.component)) {
      if (edge === undefined) continue;
      const before = reasons.get(component) ?? [];
      if (before.length === 0) rebuilt.push(component); // the loop goes on to it
      const { step, on, because } = edge;
      reasons.set(component, [...before, { kind: "component", component: changed, step, on, because }]);
    }
  }
}
