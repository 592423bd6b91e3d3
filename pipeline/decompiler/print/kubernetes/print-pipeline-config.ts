// Turns what a pipeline says to platforms into a call of `pipelineConfig()` where that gives it.
import { isDeepStrictEqual } from "node:util";
import { type PipelineConfig, pipelineConfig } from "../../../dsl/pipeline-config.ts";
import type { FileSettings } from "../../../dsl/graph.ts";
import { mapEntries } from "../../../dsl/map-entries.ts";
import type { Json } from "../../../ir/pipeline-spec.ts";
import { UserError } from "../../../ir/user-error.ts";
import { jsonLiteral, objectLiteral } from "../literals.ts";
import { type Module, use } from "../module.ts";
import { fieldsOf, NotUsual, numberIn, readFields, textIn } from "./usual.ts";

export function printPlatforms(module: Module, platforms: NonNullable<FileSettings["platforms"]>): string {
  const printed = mapEntries(platforms, (document, name) => {
    const config = name === "kubernetes" ? usualConfig(document) : undefined;
    if (config === undefined) return jsonLiteral(document);
    return `${use(module, "pipelineConfig")}(${jsonLiteral(config as object as Json)})`; // plain JSON
  });
  return objectLiteral(Object.entries(printed));
}

/** What `pipelineConfig()` makes exactly this document of. */
function usualConfig(document: { readonly [field: string]: Json }): PipelineConfig | undefined {
  try {
    const config = configIn(document);
    return isDeepStrictEqual(pipelineConfig(config), document) ? config : undefined;
  } catch (error) {
    if (error instanceof NotUsual || error instanceof UserError) return undefined;
    throw error;
  }
}

function configIn(document: { readonly [field: string]: Json }): PipelineConfig {
  const fields = fieldsOf(document["pipelineConfig"]);
  const { resourceTtlOnCompletion, resourceTtlOnSuccess, resourceTtlOnFailure } = fields;
  const resourceTtl = readFields(
    {
      onCompletion: resourceTtlOnCompletion,
      onSuccess: resourceTtlOnSuccess,
      onFailure: resourceTtlOnFailure,
    },
    { onCompletion: secondsIn, onSuccess: secondsIn, onFailure: secondsIn },
  );
  const given = Object.entries(resourceTtl).filter(([, seconds]) => seconds !== undefined);
  return {
    ...(fields["workspace"] !== undefined && { workspace: workspaceIn(fields["workspace"]) }),
    ...(given.length > 0 && { resourceTtl: Object.fromEntries(given) }),
    ...readFields(fields, { activeDeadlineSeconds: numberIn }),
  };
}

function secondsIn(value: unknown): number | undefined {
  return value === undefined ? undefined : numberIn(value);
}

function workspaceIn(value: unknown): NonNullable<PipelineConfig["workspace"]> {
  const { size, kubernetes } = fieldsOf(value);
  const patch = fieldsOf(fieldsOf(kubernetes)["pvcSpecPatch"]) as { readonly [field: string]: Json }; // read from a file
  return {
    size: textIn(size),
    ...(Object.keys(patch).length > 0 && { kubernetes: { pvcSpecPatch: patch } }),
  };
}
