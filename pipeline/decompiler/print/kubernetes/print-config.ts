// Turns what a task says to a platform into a call of `kubernetes()` where that gives it, and JSON for the rest.
import { isDeepStrictEqual } from "node:util";
import type { Composite, ParameterValueType } from "../../../dsl/graph.ts";
import { refTo } from "../../../dsl/handle.ts";
import { kubernetes, type KubernetesSettings } from "../../../dsl/kubernetes.ts";
import { mapEntries } from "../../../dsl/map-entries.ts";
import { repeatField } from "../../../dsl/repeated-field.ts";
import { compositeOf } from "../../../dsl/text.ts";
import { UserError } from "../../../ir/user-error.ts";
import { printComposite } from "../arguments.ts";
import { objectLiteral } from "../literals.ts";
import { use } from "../module.ts";
import type { Scope } from "../scope.ts";
import { settingsOf } from "./settings-of.ts";
import { NotUsual, type Value } from "./usual.ts";

/** Configs of several tasks have a constant. */
export function printPlatform(scope: Scope, platform: string, config: Composite): string {
  const shared = platform === "kubernetes" ? scope.module.configs.get(configKey(config)) : undefined;
  return shared ?? printConfig(scope, platform, config);
}

export function printConfig(scope: Scope, platform: string, config: Composite): string {
  const fields = platform === "kubernetes" ? fieldsOf(config) : {};
  const known = Object.entries(fields).map(
    ([name, field]) => [name, field, knownSettings(name, field)] as const,
  );
  const settings = Object.assign({}, ...known.map(([, , one]) => one ?? {})) as KubernetesSettings;
  if (Object.keys(settings).length === 0) return printComposite(scope, config);
  const printed = printComposite(scope, compositeOf(settings), settingTypes);
  const call = `${use(scope.module, "kubernetes")}(${printed})`;
  const rest = known.filter(([, , one]) => one === undefined);
  if (rest.length === 0) return call;
  const others = objectLiteral(rest.map(([name, field]) => [name, printComposite(scope, field)]));
  return `{ ...${call}, ${others.slice(2)}`;
}

/** The settings of which there are constants; `undefined`: not all of the config are settings. */
export function wholeSettings(config: Composite): KubernetesSettings | undefined {
  const known = Object.entries(fieldsOf(config)).map(([name, field]) => knownSettings(name, field));
  if (known.length === 0 || known.some((one) => one === undefined)) return undefined;
  return Object.assign({}, ...known) as KubernetesSettings;
}

/** The same for configs that are the same. */
export function configKey(config: Composite): string {
  return config.kind === "json" ? JSON.stringify(config.value) : "";
}

function fieldsOf(config: Composite): { readonly [name: string]: Composite } {
  if (config.kind === "struct") return config.fields;
  const { value } = config.kind === "json" ? config : { value: null };
  const isStruct = typeof value === "object" && value !== null && !Array.isArray(value);
  return isStruct
    ? mapEntries(value as object as { [name: string]: never }, (field) => compositeOf(field))
    : {};
}

/** What `kubernetes()` makes exactly this field of. */
function knownSettings(name: string, field: Composite): KubernetesSettings | undefined {
  try {
    const settings = settingsOf(name, valueOf(field));
    return isDeepStrictEqual(compositeOf(kubernetes(settings)), compositeOf({ [name]: valueOf(field) }))
      ? settings
      : undefined;
  } catch (error) {
    if (error instanceof NotUsual || error instanceof UserError) return undefined;
    throw error;
  }
}

/** What was recorded as the composite. */
function valueOf(composite: Composite): Value {
  switch (composite.kind) {
    case "json":
      return composite.value;
    case "text": {
      const [only, ...more] = composite.parts;
      if (only === undefined || typeof only === "string" || more.length > 0) throw new NotUsual();
      return refTo(only);
    }
    case "list":
      return composite.items.map(valueOf);
    case "struct": {
      const fields = mapEntries(composite.fields, valueOf);
      return composite.repeated === undefined ? fields : repeatField(fields, composite.repeated);
    }
    default:
      return composite satisfies never;
  }
}

const name: ParameterValueType = { kind: "parameter", type: "STRING" };
const json: ParameterValueType = { kind: "parameter", type: "STRUCT" };
const named = (field: string): ParameterValueType => listOf({ ...json, fields: { [field]: name } });

/** Which types handles must have where settings take them. */
const settingTypes: ParameterValueType = {
  ...json,
  fields: {
    secretsAsEnv: named("secret"),
    secretsAsVolumes: named("secret"),
    configMapsAsEnv: named("configMap"),
    configMapsAsVolumes: named("configMap"),
    volumeClaims: named("claim"),
    imagePullSecrets: listOf(name),
    nodeSelector: json,
    tolerations: listOf(json),
    nodeAffinity: listOf(json),
  },
};

function listOf(item: ParameterValueType): ParameterValueType {
  return { kind: "parameter", type: "LIST", item };
}
