// What is kept of an endpoint: the API's `Endpoint`, with the models that are deployed to it.
import { isObject, type JsonObject } from "../../../ir/json-object.ts";
import type { Json } from "../../../ir/pipeline-spec.ts";
import type { ListFields } from "../lists/page.ts";
import { StatusError } from "../status.ts";
import { parseName } from "../store/names.ts";
import type { Collection, Store } from "../store/store.ts";

export interface EndpointRecord extends JsonObject {
  readonly name: string;
  readonly displayName: string;
  readonly deployedModels: readonly DeployedModel[];
  /** Percent by id of a deployed model; empty, or 100 together. */
  readonly trafficSplit: Split;
}

export type Split = { readonly [id: string]: number };

export interface DeployedModel extends JsonObject {
  readonly id: string;
  /** Without a version. */
  readonly model: string;
  readonly modelVersionId: string;
  readonly displayName: string;
}

export type EndpointRecords = Collection<EndpointRecord>;

export function endpointsOf(store: Store): EndpointRecords {
  return store.collection<EndpointRecord>("endpoints");
}

/** Throws `INVALID_ARGUMENT` and `NOT_FOUND`. */
export function findEndpoint(endpoints: EndpointRecords, given: Json | undefined): EndpointRecord {
  parseName(given, "endpoints");
  return endpoints.get(String(given));
}

/** Throws `NOT_FOUND`. */
export function findDeployed({ name, deployedModels }: EndpointRecord, id: Json | undefined): DeployedModel {
  const found = deployedModels.find((deployed) => deployed.id === id);
  if (found !== undefined) return found;
  throw new StatusError(
    "NOT_FOUND",
    `${name}: no model is deployed under the id ${JSON.stringify(id) ?? "none"}.`,
  );
}

/** `DeployedModelRef`s of a model's version, or of all its versions. */
export function deploymentsOf(
  endpoints: EndpointRecords,
  model: string,
  versionId: string | undefined,
): readonly JsonObject[] {
  return endpoints.list().flatMap(({ name, value }) =>
    value.deployedModels
      .filter((deployed) => deployed.model === model)
      .filter((deployed) => versionId === undefined || deployed.modelVersionId === versionId)
      .map(({ id }) => ({ endpoint: name, deployedModelId: id })),
  );
}

export const endpointListFields: ListFields<EndpointRecord> = {
  filter: {
    endpoint: ({ name }) => name.split("/").at(-1),
    display_name: ({ displayName }) => displayName,
    labels: ({ labels }) => (isObject(labels) ? labels : {}),
    base_model_name: () => undefined,
  },
  order: {
    display_name: ({ displayName }) => displayName,
    create_time: ({ createTime }) => createTime,
    update_time: ({ updateTime }) => updateTime,
  },
};
