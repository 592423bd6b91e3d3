// Finds each setting in the first place that has it: what is given, the environment, a profile, the pipeline's file.
import type { Json } from "../../ir/pipeline-spec.ts";
import { isObject, own, type JsonObject } from "../../ir/json-object.ts";
import { UserError } from "../../ir/user-error.ts";
import { checkTogether } from "./check-together.ts";
import { fieldNames, fields } from "./fields.ts";
import { readProfile } from "./profiles.ts";
import type { ConfigField, ResolvedConfig, VertexConfig } from "./vertex-config.ts";

export interface ConfigSources {
  /** What goes before all else, as a program or the command line gives it. */
  readonly given?: { readonly [F in ConfigField]?: VertexConfig[F] | undefined };
  /** The file with the profiles. Default: `pollux.json` of the current folder, if there is one. */
  readonly file?: string | undefined;
  readonly profile?: string | undefined;
  /** What a pipeline's file brings along. */
  readonly defaults?: { readonly origin: string; readonly values: JsonObject } | undefined;
  /** Default: `process.env`. */
  readonly env?: { readonly [name: string]: string | undefined };
  /** How `given` is spoken of: as options, or, the default, as fields. */
  readonly isCommandLine?: boolean;
}

interface Source {
  readonly originOf: (field: ConfigField) => string;
  readonly valueOf: (field: ConfigField) => Json | undefined;
}

/** Throws `CONFIG_INVALID` with everything that is wrong. */
export function resolveConfig(sources: ConfigSources): ResolvedConfig {
  const { env = process.env, file = "pollux.json" } = sources;
  const name = sources.profile ?? env["POLLUX_PROFILE"];
  const profile = readProfile({ file, isDefault: sources.file === undefined && name === undefined, name });
  const problems = unknownFields(profile);
  const places: readonly Source[] = [
    givenSource(sources),
    environmentSource(env),
    ...(profile === undefined ? [] : [fixedSource(profile)]),
    ...(sources.defaults === undefined ? [] : [fixedSource(sources.defaults)]),
    fixedSource({ origin: "default", values: { location: "us-central1", transport: "grpc" } }),
  ];
  const found = new Map<ConfigField, { readonly value: Json; readonly origin: string }>();
  for (const field of fieldNames) {
    const hits = places.flatMap((place) => {
      const value = place.valueOf(field);
      return value === undefined || value === null || value === ""
        ? []
        : [{ value, origin: place.originOf(field) }];
    });
    const [first] = hits;
    if (first === undefined) continue;
    for (const hit of field === "labels" ? hits : [first]) {
      const mistake = fields[field].form(hit.value);
      if (mistake !== undefined) problems.push(`${hit.origin}: ${field} ${shown(hit.value)} ${mistake}.`);
    }
    found.set(field, field === "labels" ? merged(hits) : first);
  }
  if (!found.has("project")) {
    problems.push("project: it is not given. Set --project, GOOGLE_CLOUD_PROJECT or pollux.json's profile.");
  }
  const values = Object.fromEntries([...found].map(([field, { value }]) => [field, value]));
  // Every form was checked; with no problem found, what has no default is there.
  const config = { labels: {}, insecure: false, ...values } as unknown as VertexConfig;
  if (problems.length === 0) problems.push(...checkTogether(config));
  if (problems.length > 0) throw new UserError("CONFIG_INVALID", problems.join("\n"));
  return {
    config,
    origins: Object.fromEntries([...found].map(([field, { origin }]) => [field, origin])),
  };
}

function givenSource({ given = {}, isCommandLine = false }: ConfigSources): Source {
  return {
    originOf: (field) => (isCommandLine ? fields[field].option : field),
    // What has the type of a field is JSON.
    valueOf: (field) => given[field] as Json | undefined,
  };
}

function environmentSource(env: { readonly [name: string]: string | undefined }): Source {
  const nameOf = (field: ConfigField): string | undefined =>
    fields[field].variables.find((name) => (env[name] ?? "") !== "");
  return {
    originOf: (field) => nameOf(field) ?? "the environment",
    valueOf: (field) => {
      const text = env[nameOf(field) ?? ""];
      return text === undefined ? undefined : (fields[field].read?.(text) ?? text);
    },
  };
}

function fixedSource({ origin, values }: { readonly origin: string; readonly values: JsonObject }): Source {
  return { originOf: () => origin, valueOf: (field) => own(values, field) };
}

function unknownFields(profile: ReturnType<typeof readProfile>): string[] {
  const unknown = Object.keys(profile?.values ?? {}).filter((name) => !Object.hasOwn(fields, name));
  return unknown.map(
    (name) => `${profile?.origin}: there is no setting "${name}". Use ${fieldNames.join(", ")}.`,
  );
}

/** Labels of all places go together; of one key, the first place's counts. */
function merged(hits: readonly { readonly value: Json; readonly origin: string }[]): {
  readonly value: Json;
  readonly origin: string;
} {
  const value = Object.assign({}, ...hits.map((hit) => hit.value).reverse()) as Json; // the forms are checked
  return { value: isObject(value) ? value : {}, origin: hits.map(({ origin }) => origin).join("; ") };
}

function shown(value: Json): string {
  return isObject(value) ? "" : JSON.stringify(value);
}
