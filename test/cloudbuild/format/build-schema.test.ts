// Our schema against the one that was made from Google's own description, field by field.
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { buildSchema } from "../../../cloudbuild/format/build-schema.ts";
import type { Schema } from "../../../pipeline/ir/json-schema.ts";

const file = resolve(import.meta.dirname, "../../../..", "shared/cloudbuild/schema.json");
const isThere = existsSync(file);

interface Description {
  readonly $ref?: string;
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly anyOf?: readonly object[];
  readonly pattern?: string;
  readonly contentEncoding?: string;
  readonly items?: Description;
  readonly properties?: { readonly [field: string]: Description };
  readonly additionalProperties?: Description | false;
}

const google = (isThere ? JSON.parse(readFileSync(file, "utf8")) : {}) as {
  readonly $defs: { readonly [name: string]: Description };
};

/** `options.machineType: one of ...`, for each field that a person writes, in both spellings of the schema. */
function described(at: string, given: Description): readonly string[] {
  const schema = given.$ref === undefined ? given : (google.$defs[given.$ref.slice("#/$defs/".length)] ?? {});
  if (schema.properties !== undefined) {
    return Object.entries(schema.properties)
      .filter(([name]) => !name.includes("_"))
      .flatMap(([name, field]) => described(`${at}.${name}`, field));
  }
  if (schema.items !== undefined) return described(`${at}[]`, schema.items);
  if (schema.additionalProperties) return described(`${at}{}`, schema.additionalProperties);
  if (schema.enum !== undefined) return [`${at}: ${[...schema.enum].sort().join(" ")}`];
  if (schema.pattern !== undefined) return [`${at}: seconds`];
  if (schema.contentEncoding !== undefined) return [`${at}: base64`];
  return [`${at}: ${schema.anyOf === undefined ? schema.type : "integer"}`];
}

function ours(at: string, schema: Schema): readonly string[] {
  if (schema["readOnly"] === true) return [`${at}: output`];
  const { properties, items, additionalProperties } = schema as {
    readonly [keyword: string]: { readonly [field: string]: Schema } | undefined;
  };
  if (properties) return Object.entries(properties).flatMap(([name, field]) => ours(`${at}.${name}`, field));
  if (items) return ours(`${at}[]`, items);
  if (additionalProperties) return ours(`${at}{}`, additionalProperties);
  if (Array.isArray(schema["enum"])) return [`${at}: ${[...(schema["enum"] as string[])].sort().join(" ")}`];
  return [`${at}: ${String(schema["format"] ?? schema["type"])}`];
}

describe.skipIf(!isThere)("the schema of a build (needs shared/cloudbuild)", () => {
  const written = isThere ? ours("", buildSchema) : [];
  const outputs = written.filter((line) => line.endsWith(": output")).map((line) => line.split(":")[0] ?? "");
  const isOutput = (line: string): boolean =>
    outputs.some((name) => line.startsWith(name) && /[.:[{]/.test(line.charAt(name.length)));

  test("has each of Google's fields with its type, and no others but the disputed ones", () => {
    const theirs = described("", { $ref: "#/$defs/Build" }).filter((line) => !isOutput(line));
    const mine = written.filter((line) => !line.endsWith(": output"));
    expect(theirs.filter((line) => !mine.includes(line))).toEqual([]);
    expect(mine.filter((line) => !theirs.includes(line))).toEqual([
      ".artifacts.mavenArtifacts[].deployFolder: string",
      ".options.pool.workerConfig.diskSizeGb: integer",
      ".options.pool.workerConfig.machineType: string",
      ".options.pubsubTopic: string",
      ".options.cluster.name: string",
      ".options.anthosCluster.membership: string",
      ".options.dockerDaemon: DOCKER_DAEMON_UNSPECIFIED NON_PRIVILEGED NO_DOCKER PRIVILEGED",
      ".source.developerConnectConfig.dir: string",
      ".source.developerConnectConfig.gitRepositoryLink: string",
      ".source.developerConnectConfig.revision: string",
      ".gitConfig.http.proxySslCaInfo.bucket: string",
      ".gitConfig.http.proxySslCaInfo.object: string",
      ".gitConfig.http.proxySslCaInfo.generation: integer",
    ]);
  });

  test("drops what the service fills in", () => {
    expect(outputs).toEqual([
      ".steps[].timing",
      ".steps[].pullTiming",
      ".steps[].status",
      ".steps[].exitCode",
      ".artifacts.objects.timing",
      ".options.pool.resolvedWorkerRelease",
      ".options.resolvedWorkerRelease",
      ".name",
      ".id",
      ".projectId",
      ".status",
      ".statusDetail",
      ".results",
      ".createTime",
      ".startTime",
      ".finishTime",
      ".sourceProvenance",
      ".buildTriggerId",
      ".logUrl",
      ".timing",
      ".approval",
      ".warnings",
      ".failureInfo",
    ]);
  });
});
