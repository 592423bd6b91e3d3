// Finds each setting in the first place that has it: what is given, the environment, a profile, the pipeline's file.
import type { Json } from "../../ir/pipeline-spec.ts";
import { isObject, own, type JsonObject } from "../../ir/json-object.ts";
import { checkTogether } from "./check-together.ts";
import { fieldNames, fields } from "./fields.ts";
import { type Problem, problemOf } from "./problem.ts";
import { type Profile, readProfile } from "./profiles.ts";
import type { ConfigField, Origins, VertexConfig } from "./vertex-config.ts";

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

export interface FoundConfig {
  /** Whole if there are no problems; of wrong settings nothing is in it. */
  readonly config: Partial<VertexConfig>;
  readonly origins: Origins;
  readonly problems: readonly Problem[];
  /** Those that are given, or may be, but not as they have to be: none of them is missing. */
  readonly unclear: readonly ConfigField[];
}

interface Source {
  readonly originOf: (field: ConfigField) => string;
  readonly valueOf: (field: ConfigField) => Json | undefined;
}

interface Hit {
  readonly value: Json;
  readonly origin: string;
}

/** Everything that is wrong is in what it gives. */
export function findConfig(sources: ConfigSources): FoundConfig {
  const { profile, problems: unread } = findProfile(sources);
  const problems = [...unread, ...unknownFields(profile)];
  const places = sourcesOf(sources, profile);
  const found = new Map<ConfigField, Hit>();
  const wrong: ConfigField[] = [];
  for (const field of fieldNames) {
    const hits = hitsOf(field, places);
    const mistakes = hits.flatMap((hit) => mistakesOf(field, hit));
    problems.push(...mistakes);
    const [first] = hits;
    if (mistakes.length > 0) wrong.push(field);
    else if (first !== undefined) found.set(field, field === "labels" ? merged(hits) : first);
  }
  const unclear = unread.length === 0 ? wrong : fieldNames.filter((field) => !found.has(field));
  if (!found.has("project") && !unclear.includes("project")) {
    const message = "it is not given. Set --project, GOOGLE_CLOUD_PROJECT or pollux.json's profile.";
    problems.push({ where: "project", message });
  }
  const values = Object.fromEntries([...found].map(([field, { value }]) => [field, value]));
  const config: Partial<VertexConfig> = { labels: {}, insecure: false, ...values }; // every form was checked
  return {
    config,
    origins: Object.fromEntries([...found].map(([field, { origin }]) => [field, origin])),
    problems: [...problems, ...(unread.length === 0 ? checkTogether(config) : [])],
    unclear,
  };
}

function findProfile({ env = process.env, file, profile }: ConfigSources): {
  readonly profile?: Profile | undefined;
  readonly problems: readonly Problem[];
} {
  const name = profile ?? (env["POLLUX_PROFILE"] || undefined); // empty is not set
  const isDefault = file === undefined && name === undefined;
  try {
    return { profile: readProfile({ file: file ?? "pollux.json", isDefault, name }), problems: [] };
  } catch (error) {
    return { problems: [problemOf(error)] };
  }
}

/** Those that go before others come first. */
function sourcesOf(sources: ConfigSources, profile: Profile | undefined): readonly Source[] {
  const { env = process.env, defaults } = sources;
  return [
    givenSource(sources),
    environmentSource(env),
    ...(profile === undefined ? [] : [fixedSource(profile)]),
    ...(defaults === undefined ? [] : [fixedSource(defaults)]),
    fixedSource({ origin: "default", values: { location: "us-central1", transport: "grpc" } }),
  ];
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

function unknownFields(profile: Profile | undefined): readonly Problem[] {
  if (profile === undefined) return [];
  const unknown = Object.keys(profile.values).filter((name) => !Object.hasOwn(fields, name));
  return unknown.map((name) => ({
    where: profile.origin,
    message: `there is no setting "${name}". Use ${fieldNames.join(", ")}.`,
  }));
}

/** The first place counts; of labels all do. */
function hitsOf(field: ConfigField, places: readonly Source[]): readonly Hit[] {
  const hits = places.flatMap((place) => {
    const value = place.valueOf(field);
    const isThere = value !== undefined && value !== null && value !== "";
    return isThere ? [{ value, origin: place.originOf(field) }] : [];
  });
  return field === "labels" ? hits : hits.slice(0, 1);
}

function mistakesOf(field: ConfigField, { value, origin }: Hit): readonly Problem[] {
  const mistake = fields[field].form(value);
  if (mistake === undefined) return [];
  const name = origin === field ? "" : `${field} `;
  const message = field === "labels" && isObject(value) ? mistake : `${name}${shown(value)} ${mistake}`;
  return [{ where: origin, message: `${message}.` }];
}

/** Labels of all places go together; of one key, the first place's counts. */
function merged(hits: readonly Hit[]): Hit {
  const value = Object.assign({}, ...hits.map((hit) => hit.value).reverse()) as Json; // the forms are checked
  return { value: isObject(value) ? value : {}, origin: hits.map(({ origin }) => origin).join("; ") };
}

/** A URL may have a password in it. */
function shown(value: Json): string {
  return JSON.stringify(value).replace(/\/\/[^@/\s"]*@/g, "//***@");
}
