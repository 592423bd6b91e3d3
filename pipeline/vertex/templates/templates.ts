// Pipelines in a registry: put there with tags, listed, and fetched.
import { readPipelineFile, type PipelineFile } from "../../ir/pipeline-file.ts";
import { isObject, own, type JsonObject } from "../../ir/json-object.ts";
import type { Json } from "../../ir/pipeline-spec.ts";
import { UserError } from "../../ir/user-error.ts";
import type { CallSettings } from "../client/index.ts";
import { askRegistry } from "./ask-registry.ts";
import { isTag, parseRegistry, parseTemplate, type Registry } from "./registry.ts";

export interface Uploaded {
  readonly package: string;
  /** `sha256:...` */
  readonly version: string;
  /** To submit from. */
  readonly url: string;
}

/** `text` is a pipeline's IR in YAML. The same content again is the same version. Throws a `UserError`. */
export async function uploadTemplate(
  repository: string,
  { text, tags = [] }: { readonly text: string; readonly tags?: readonly string[] },
  settings?: CallSettings,
): Promise<Uploaded> {
  const registry = parseRegistry(repository);
  const wrong = tags.filter((tag) => !isTag(tag) || tag.startsWith("sha256"));
  if (wrong.length > 0) {
    throw new UserError(
      "WRONG_ARGUMENTS",
      `tags ${wrong.map((tag) => `"${tag}"`).join(", ")}: are none. Give up to 128 letters, digits, ".", "_" and "-".`,
    );
  }
  const answer = await askRegistry(
    { registry, url: registry.url, what: `repository "${registry.url}"`, body: () => form(text, tags) },
    settings,
  );
  const [, name, version] = /^"?([^/\s"]+)\/([^/\s"]+)"?\s*$/.exec(answer) ?? [];
  if (name === undefined || version === undefined) {
    throw new UserError(
      "REGISTRY_ANSWER",
      `repository "${registry.url}": answers "${answer.slice(0, 100)}" and not PACKAGE/VERSION. See that it is one of the format kfp.`,
    );
  }
  return { package: name, version, url: `${registry.url}/${name}/${version}` };
}

/** As kfp's client has it: the tags in one text, then the file. */
function form(text: string, tags: readonly string[]): FormData {
  const data = new FormData();
  if (tags.length > 0) data.set("tags", tags.join(","));
  data.set("content", new Blob([text], { type: "application/octet-stream" }), "pipeline.yaml");
  return data;
}

/** Fetches a pipeline. Throws a `UserError`. */
export async function readTemplate(url: string, settings?: CallSettings): Promise<PipelineFile> {
  const { registry, package: name, version } = parseTemplate(url);
  const text = await askRegistry(
    {
      registry,
      url: `${registry.url}/${name}/${version}`,
      what: `template "${url}"`,
      notFound: `pollux template list ${registry.url} shows those there are`,
    },
    settings,
  );
  return readPipelineFile(text, url);
}

export interface TemplateVersion {
  readonly version: string;
  readonly createTime?: string;
  readonly tags: readonly string[];
}

export async function listTemplates(
  repository: string,
  settings?: CallSettings,
): Promise<readonly { readonly package: string; readonly updateTime?: string }[]> {
  const registry = parseRegistry(repository);
  const packages = await listAll(registry, "packages", settings);
  return packages.map((item) => ({
    package: lastPart(item["name"]),
    ...timeOf(item, "updateTime"),
  }));
}

export async function listVersions(
  repository: string,
  name: string,
  settings?: CallSettings,
): Promise<readonly TemplateVersion[]> {
  const registry = parseRegistry(repository);
  const path = `packages/${encodeURIComponent(name)}`;
  const [versions, tags] = await Promise.all([
    listAll(registry, `${path}/versions`, settings),
    listAll(registry, `${path}/tags`, settings),
  ]);
  return versions.map((item) => {
    const version = lastPart(item["name"]);
    const own = tags.filter((tag) => lastPart(tag["version"]) === version);
    return { version, ...timeOf(item, "createTime"), tags: own.map((tag) => lastPart(tag["name"])).sort() };
  });
}

/** All pages of a list; `path` ends with the name of the list. */
async function listAll(
  registry: Registry,
  path: string,
  settings: CallSettings | undefined,
): Promise<readonly JsonObject[]> {
  const field = path.slice(path.lastIndexOf("/") + 1);
  const found: JsonObject[] = [];
  let token = "";
  do {
    const query = token === "" ? "" : `?pageToken=${encodeURIComponent(token)}`;
    const what = `repository "${registry.url}"`;
    const answer = await askRegistry(
      { registry, url: `${registry.listUrl}/${path}${query}`, what },
      settings,
    );
    const page = parse(answer, registry);
    const items = own(page, field);
    found.push(...(Array.isArray(items) ? items : []).filter((item: Json) => isObject(item)));
    const next = own(page, "nextPageToken");
    token = typeof next === "string" ? next : "";
  } while (token !== "");
  return found;
}

function parse(answer: string, registry: Registry): JsonObject {
  try {
    const value = JSON.parse(answer) as Json; // JSON.parse gives nothing else
    if (isObject(value)) return value;
  } catch {
    // Said below.
  }
  throw new UserError(
    "REGISTRY_ANSWER",
    `repository "${registry.url}": does not answer in JSON. See its address.`,
  );
}

function lastPart(name: Json | undefined): string {
  return decodeURIComponent(
    String(name ?? "")
      .split("/")
      .at(-1) ?? "",
  );
}

function timeOf<F extends string>(item: JsonObject, field: F): { readonly [K in F]?: string } {
  const time = item[field];
  return typeof time === "string" ? ({ [field]: time } as { readonly [K in F]: string }) : {}; // its one field is `F`
}
