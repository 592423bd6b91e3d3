// A PipelineJob in JSON as the message that the official clients take.
import type { google } from "@google-cloud/aiplatform/build/protos/protos.js";
import { isObject, objectOf, type JsonObject } from "../../ir/json-object.ts";
import { toStruct, toValue, type ProtobufValue } from "../client/protobuf-json.ts";

export type JobMessage = google.cloud.aiplatform.v1.IPipelineJob;

/** Only the pipeline and its parameters are spelled otherwise there. */
export function jobMessage(job: JsonObject): JobMessage {
  const { pipelineSpec, runtimeConfig } = job;
  const { parameterValues, ...config } = objectOf(runtimeConfig);
  return {
    ...job,
    pipelineSpec: toStruct(objectOf(pipelineSpec)),
    runtimeConfig: {
      ...config,
      ...(isObject(parameterValues) && { parameterValues: valuesOf(parameterValues) }),
    },
  };
}

function valuesOf(values: JsonObject): { [name: string]: ProtobufValue } {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, toValue(value)]));
}
