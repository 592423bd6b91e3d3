// What is kept of a model and its versions, and how one of these becomes the API's `Model`.
import { isObject, type JsonObject } from "../../../ir/json-object.ts";
import type { Json } from "../../../ir/pipeline-spec.ts";
import type { ListFields } from "../lists/page.ts";
import { StatusError } from "../status.ts";
import { parseName } from "../store/names.ts";
import type { Collection, Store } from "../store/store.ts";

export interface ModelRecord {
  readonly createTime: string;
  readonly updateTime: string;
  /** In the order in which they were uploaded; numbers of deleted ones are not used again. */
  readonly versions: readonly ModelVersion[];
  readonly lastNumber: number;
}

/** What was uploaded, with the fields that the service adds. */
export interface ModelVersion extends JsonObject {
  readonly versionId: string;
  readonly versionAliases: readonly string[];
}

export type Models = Collection<ModelRecord>;

export function modelsOf(store: Store): Models {
  return store.collection<ModelRecord>("models");
}

export interface FoundVersion {
  /** Without a version. */
  readonly name: string;
  readonly record: ModelRecord;
  readonly version: ModelVersion;
}

/** Of `projects/p/locations/l/models/ID`, the default one, or of `.../ID@VERSION`, by number or alias. */
export function findVersion(models: Models, given: Json | undefined): FoundVersion {
  const { parent, id } = parseName(given, "models");
  const [short = "", asked = "default"] = id.split("@");
  const name = `${parent.name}/models/${short}`;
  return versionOf(name, models.get(name), asked);
}

/** By number or alias. Throws `NOT_FOUND`. */
export function versionOf(name: string, record: ModelRecord, asked: string): FoundVersion {
  const version = record.versions.find(
    ({ versionId, versionAliases }) => versionId === asked || versionAliases.includes(asked),
  );
  if (version === undefined) throw new StatusError("NOT_FOUND", `${name}: there is no version "${asked}".`);
  return { name, record, version };
}

/** `deployed` are the endpoints that have it. */
export function modelMessage(
  { name, record, version }: FoundVersion,
  deployed: readonly JsonObject[],
): JsonObject {
  return {
    ...version,
    name,
    createTime: record.createTime,
    updateTime: record.updateTime,
    supportedDeploymentResourcesTypes: ["DEDICATED_RESOURCES"],
    modelSourceInfo: { sourceType: "CUSTOM" },
    ...(deployed.length > 0 && { deployedModels: deployed }),
  };
}

export const modelListFields: ListFields<FoundVersion> = {
  filter: {
    model: ({ name }) => name.split("/").at(-1),
    display_name: ({ version }) => version["displayName"],
    labels: ({ version: { labels } }) => (isObject(labels) ? labels : {}),
    base_model_name: () => undefined,
  },
  order: {
    display_name: ({ version }) => version["displayName"],
    create_time: ({ record }) => record.createTime,
    update_time: ({ record }) => record.updateTime,
  },
};
