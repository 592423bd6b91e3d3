// Settings of a task whose component wants them passed on to what it starts itself: each must be among those it passes.
import type { TaskSettings } from "../dsl/graph.ts";
import { isPlainObject } from "../dsl/json.ts";
import { allMembers, type Plan, type TaskMember } from "./dag.ts";
import type { Problem } from "./problem.ts";

export function checkPassthroughs(plan: Plan): readonly Problem[] {
  return [...allMembers(plan.root)].flatMap((member) => (member.kind === "task" ? checkTask(member) : []));
}

/** What a component passes on itself takes no effect on its own container, so all of it must be passed on. */
function checkTask({ path, node: { component, settings } }: TaskMember): readonly Problem[] {
  if (component.kind === "importer" || component.taskConfigPassthroughs === undefined) return [];
  const passed = component.taskConfigPassthroughs.map(({ field }) => field);
  if (passed.length === 0) return [];
  return settingsToPassOn(settings)
    .filter(([field]) => !passed.includes(field))
    .map(([field, setting]) => {
      const message = `${setting} is set, but the component passes on only ${passed.join(", ")}. Leave it out, or add "${field}" to its taskConfigPassthroughs.`;
      return { code: "NOT_PASSED_ON", where: path, message };
    });
}

const kubernetesFields: { readonly [field: string]: readonly string[] } = {
  KUBERNETES_TOLERATIONS: ["tolerations"],
  KUBERNETES_NODE_SELECTOR: ["nodeSelector"],
  KUBERNETES_AFFINITY: ["nodeAffinity", "podAffinity"],
  KUBERNETES_VOLUMES: ["pvcMount", "secretAsVolume", "configMapAsVolume"],
};

/** The field of a passthrough, and what of it is set. */
function settingsToPassOn({
  resources,
  resourceSpec,
  env,
  platforms,
}: TaskSettings): readonly (readonly [field: string, setting: string])[] {
  const kubernetes = Object.hasOwn(platforms, "kubernetes") ? platforms["kubernetes"] : undefined;
  const set =
    kubernetes?.kind === "struct"
      ? Object.keys(kubernetes.fields)
      : kubernetes?.kind === "json" && isPlainObject(kubernetes.value)
        ? Object.keys(kubernetes.value)
        : [];
  return [
    ...(resources || resourceSpec ? [["RESOURCES", "resources()"] as const] : []),
    ...(Object.keys(env).length > 0 ? [["ENV", "env()"] as const] : []),
    ...Object.entries(kubernetesFields).flatMap(([field, settings]) =>
      settings.filter((setting) => set.includes(setting)).map((setting) => [field, setting] as const),
    ),
  ];
}
