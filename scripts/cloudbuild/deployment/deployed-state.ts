// What Terraform's state knows -> the values with which it was made, and what of it is there.
import { isObject } from "../../../pipeline/ir/json-object.ts";
import { UserError } from "../../../pipeline/ir/user-error.ts";
import { readProgram } from "./programs.ts";
import type { Values } from "./workspace.ts";

export interface DeployedState {
  /** Of the deployment that was applied last; empty where a teardown has begun, or nothing was deployed. */
  readonly values: Values;
  readonly resources: readonly DeployedResource[];
}

export interface DeployedResource {
  /** As in the configuration, of one made on a condition as well: `google_storage_bucket.chats` */
  readonly address: string;
  readonly attributes: { readonly [name: string]: unknown };
}

/** After `init`, wherever the state is. */
export async function readState(terraform: string, cwd: string): Promise<DeployedState> {
  return stateIn(JSON.parse(await readProgram({ program: terraform, args: ["show", "-json"], cwd })));
}

/** Of what `terraform show -json` says. */
export function stateIn(shown: unknown): DeployedState {
  const state = fieldOf(shown, "values");
  const values = fieldOf(fieldOf(fieldOf(state, "outputs"), "values"), "value");
  return {
    values: isObject(values) ? (values as Values) : {}, // Terraform checks their types
    resources: resourcesIn(fieldOf(state, "root_module")),
  };
}

/**
 * The project and the region. What a teardown has left over says it too: of a state that has lost its outputs, only
 * the things themselves are known.
 */
export function placeOf({ values, resources }: DeployedState): {
  readonly project?: string;
  readonly region?: string;
} {
  const { project = attributeOf(resources, "project", /./) } = values;
  const { region = attributeOf(resources, "location", /^[a-z]+-[a-z]+[0-9]+$/) } = values;
  return {
    ...(project !== undefined && { project: String(project) }),
    ...(region !== undefined && { region: String(region) }),
  };
}

/** Throws `STATE_OF_OTHERS`: what this configuration does not have would be deleted. */
export function requireOurs({ values, resources }: DeployedState, configuration: string): void {
  if (values["project"] !== undefined) return;
  const declared = fieldOf(JSON.parse(configuration), "resource");
  const foreign = resources.find(({ address }) => {
    const [type = "", name = "", ...deeper] = address.split(".");
    return deeper.length > 0 || fieldOf(fieldOf(declared, type), name) === undefined;
  });
  if (foreign === undefined) return;
  throw new UserError(
    "STATE_OF_OTHERS",
    `${foreign.address}: is in the state, and nothing that Pollux makes. Give --state of a place of its own.`,
  );
}

function attributeOf(
  resources: readonly DeployedResource[],
  name: string,
  pattern: RegExp,
): string | undefined {
  return resources
    .map(({ attributes }) => attributes[name])
    .flatMap((value) => (typeof value === "string" ? [value.toLowerCase()] : []))
    .find((value) => pattern.test(value));
}

function resourcesIn(module: unknown): readonly DeployedResource[] {
  const listOf = (name: string): readonly unknown[] => {
    const list = fieldOf(module, name);
    return Array.isArray(list) ? list : [];
  };
  const own = listOf("resources").flatMap((one) => {
    const attributes = fieldOf(one, "values");
    if (fieldOf(one, "mode") !== "managed" || !isObject(attributes)) return [];
    return [{ address: String(fieldOf(one, "address")).replace(/\[.*$/, ""), attributes }];
  });
  return [...own, ...listOf("child_modules").flatMap(resourcesIn)];
}

function fieldOf(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}
