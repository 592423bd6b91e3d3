// The ModelService: models uploaded, told of, changed and deleted, each with its versions.
import { existsSync } from "node:fs";
import { isObject, type JsonObject } from "../../../ir/json-object.ts";
import type { Json } from "../../../ir/pipeline-spec.ts";
import { type Handlers, unary } from "../handlers.ts";
import { changedFields, masked, maskPaths } from "../lists/field-mask.ts";
import { pageOf } from "../lists/page.ts";
import { deletionOf } from "../operations.ts";
import type { ServiceParts } from "../server.ts";
import { StatusError } from "../status.ts";
import { newNumber, now, parseName, parseParent } from "../store/names.ts";
import type { Entry } from "../store/store.ts";
import { artifactFolder } from "./artifact-folder.ts";
import { aliasProblems, displayNameProblems, labelProblems, requireModel } from "./check-model.ts";
import {
  findVersion,
  type FoundVersion,
  modelListFields,
  modelMessage,
  type ModelRecord,
  type Models,
  modelsOf,
  type ModelVersion,
  versionOf,
} from "./model-record.ts";

export interface ModelServices extends ServiceParts {
  /** The deployments of a model's version, or of all its versions, as `DeployedModelRef`. */
  readonly deploymentsOf: (model: string, versionId?: string) => readonly JsonObject[];
}

export function modelHandlers(services: ModelServices): Handlers {
  const models = modelsOf(services.store);
  const { deploymentsOf, operations } = services;
  const shown = (found: FoundVersion): JsonObject =>
    modelMessage(found, deploymentsOf(found.name, found.version.versionId));
  const pageOfVersions = (found: readonly Entry<FoundVersion>[], request: JsonObject): JsonObject => {
    const page = pageOf(found, request, modelListFields);
    const messages = page.entries.map(({ value }) => masked(shown(value), request["readMask"]));
    return { models: messages, nextPageToken: page.nextPageToken };
  };

  return unary("ModelService", {
    UploadModel: (request, context) => {
      const parent = parseParent(request["parent"]).name;
      const { name, version } = uploadModel(services, models, request);
      return operations.completed(
        { parent, responseType: "UploadModelResponse", metadataType: "UploadModelOperationMetadata" },
        context,
        { model: name, modelVersionId: version.versionId },
      );
    },
    GetModel: ({ name }) => shown(findVersion(models, name)),
    ListModels: (request) => {
      const parent = parseParent(request["parent"]).name;
      const found = models
        .list(parent)
        .map((entry) => ({ ...entry, value: versionOf(entry.name, entry.value, "default") }));
      return pageOfVersions(found, request);
    },
    ListModelVersions: (request) => {
      const { name, record } = findVersion(models, withoutVersion(request["name"]));
      const found = record.versions.map((version, sequence) => ({
        name: `${name}@${version.versionId}`,
        sequence,
        value: { name, record, version },
      }));
      return pageOfVersions(found, request);
    },
    UpdateModel: (request) => {
      const given = isObject(request["model"]) ? request["model"] : {};
      const found = findVersion(models, given["name"]);
      update(models, found, changes(given, maskPaths(request["updateMask"])));
      return shown(findVersion(models, `${found.name}@${found.version.versionId}`));
    },
    MergeVersionAliases: ({ name, versionAliases }) => {
      const found = findVersion(models, name);
      mergeAliases(models, found, Array.isArray(versionAliases) ? versionAliases.map(String) : []);
      return shown(findVersion(models, `${found.name}@${found.version.versionId}`));
    },
    DeleteModel: (request, context) => {
      const { name } = findVersion(models, withoutVersion(request["name"]));
      requireUndeployed(name, deploymentsOf(name));
      models.remove(name);
      return operations.completed(deletionOf(name), context);
    },
    DeleteModelVersion: (request, context) => {
      const { name, record, version } = findVersion(models, request["name"]);
      if (version.versionAliases.includes("default")) {
        throw new StatusError(
          "FAILED_PRECONDITION",
          `${name}@${version.versionId} is the default version. Make another the default, or delete the model.`,
        );
      }
      requireUndeployed(`${name}@${version.versionId}`, deploymentsOf(name, version.versionId));
      const versions = record.versions.filter(({ versionId }) => versionId !== version.versionId);
      models.put(name, { ...record, versions, updateTime: now() });
      return operations.completed(deletionOf(name), context);
    },
  });
}

function withoutVersion(name: Json | undefined): string {
  return String(name).replace(/@[^/@]*$/, "");
}

function requireUndeployed(name: string, deployments: readonly JsonObject[]): void {
  const [first] = deployments;
  if (first === undefined) return;
  throw new StatusError(
    "FAILED_PRECONDITION",
    `${name} is deployed to ${String(first["endpoint"])}. Undeploy it first.`,
  );
}

function uploadModel(services: ModelServices, models: Models, request: JsonObject): FoundVersion {
  const parent = parseParent(request["parent"]).name;
  const given = isObject(request["model"]) ? request["model"] : {};
  requireModel(given, services.root);
  requireArtifacts(given["artifactUri"], services.root);
  const parentModel = typeof request["parentModel"] === "string" ? request["parentModel"] : "";
  return services.store.transaction(() => {
    const name =
      parentModel === "" ? `${parent}/models/${modelId(request["modelId"])}` : withoutVersion(parentModel);
    if (parentModel === "") {
      models.insert(name, { createTime: now(), updateTime: now(), versions: [], lastNumber: 0 });
    } else if (parseName(name, "models").parent.name !== parent) {
      throw new StatusError("INVALID_ARGUMENT", `parent_model ${parentModel} is not in ${parent}.`);
    }
    const record = models.get(name);
    const version = newVersion(given, record);
    const added = withVersion(record, version);
    models.put(name, added);
    return { name, record: added, version };
  });
}

function modelId(given: Json | undefined): string {
  if (given === undefined || given === "") return newNumber();
  if (typeof given === "string" && /^[a-z_][a-z0-9_-]{0,62}$/.test(given)) return given;
  throw new StatusError(
    "INVALID_ARGUMENT",
    `model_id ${JSON.stringify(given)}: give up to 63 small letters, digits, _ and -, no digit or - first.`,
  );
}

/** Files must be there, as with Vertex, which copies them. */
function requireArtifacts(uri: Json | undefined, root: string): void {
  if (typeof uri !== "string" || uri === "") return;
  if (existsSync(artifactFolder(uri, root) ?? "")) return;
  throw new StatusError("FAILED_PRECONDITION", `artifact_uri: there is nothing at ${uri}.`);
}

function newVersion(given: JsonObject, record: ModelRecord): ModelVersion {
  const asked = Array.isArray(given["versionAliases"]) ? given["versionAliases"].map(String) : [];
  const time = now();
  const { name: _, ...kept } = given;
  return {
    ...kept,
    versionId: String(record.lastNumber + 1),
    versionAliases: record.versions.length === 0 ? [...new Set(["default", ...asked])] : asked,
    versionCreateTime: time,
    versionUpdateTime: time,
    etag: newNumber(),
  };
}

/** An alias names one version: the last that got it. */
function withVersion(record: ModelRecord, version: ModelVersion): ModelRecord {
  const taken = new Set(version.versionAliases);
  const others = record.versions
    .filter(({ versionId }) => versionId !== version.versionId)
    .map((other) => ({
      ...other,
      versionAliases: other.versionAliases.filter((alias) => !taken.has(alias)),
    }));
  const versions = [...others, version].sort((a, b) => Number(a.versionId) - Number(b.versionId));
  return {
    ...record,
    versions,
    lastNumber: Math.max(record.lastNumber, Number(version.versionId)),
    updateTime: now(),
  };
}

const changeable = ["displayName", "description", "versionDescription", "labels"];

function changes(given: JsonObject, paths: readonly string[]): JsonObject {
  const fields = changedFields(paths, changeable);
  const changed = Object.fromEntries(fields.map((field) => [field, given[field] ?? ""]));
  const problems = [
    ...(Object.hasOwn(changed, "displayName") ? displayNameProblems(changed["displayName"]) : []),
    ...labelProblems(changed["labels"]),
  ];
  if (problems.length > 0) throw new StatusError("INVALID_ARGUMENT", problems.join("\n"));
  return Object.hasOwn(changed, "labels") ? { ...changed, labels: given["labels"] ?? {} } : changed;
}

function update(models: Models, { name, record, version }: FoundVersion, fields: JsonObject): void {
  const changed: ModelVersion = { ...version, ...fields, versionUpdateTime: now(), etag: newNumber() };
  models.put(name, withVersion(record, changed));
}

/** `-alias` takes one away. */
function mergeAliases(models: Models, found: FoundVersion, given: readonly string[]): void {
  const problems = aliasProblems(given.map((alias) => alias.replace(/^-/, "")));
  if (problems.length > 0) throw new StatusError("INVALID_ARGUMENT", problems.join("\n"));
  const removed = given.flatMap((alias) => (alias.startsWith("-") ? [alias.slice(1)] : []));
  if (removed.includes("default")) {
    throw new StatusError(
      "INVALID_ARGUMENT",
      "A model has a default version: give the alias to another instead.",
    );
  }
  const kept = found.version.versionAliases.filter((alias) => !removed.includes(alias));
  const added = given.filter((alias) => !alias.startsWith("-"));
  update(models, found, { versionAliases: [...new Set([...kept, ...added])] });
}
