// Images of tasks that can change between two runs, or that are none.
import type { ExecutorSpec, Json } from "../../ir/pipeline-spec.ts";
import { isObject } from "../../ir/json-object.ts";
import { locatedTasks } from "./located-tasks.ts";
import type { JobToCheck } from "./job-request.ts";
import type { Problem } from "../config/index.ts";

export function checkImages({ request }: JobToCheck): readonly Problem[] {
  const spec = request.file.pipeline;
  const said = new Set<string>();
  return locatedTasks(spec).flatMap(({ path, component, executor }) => {
    const label = component?.executorLabel;
    if (label === undefined || said.has(label) || executor === undefined) return [];
    said.add(label);
    const where = `${spec.pipelineInfo.name}/${path}`;
    return imagesOf(executor).flatMap((image) => {
      const message = imageMistake(image, request.allowLatest === true);
      return message === undefined ? [] : [{ where, message }];
    });
  });
}

function imagesOf({ container, customJob }: ExecutorSpec): readonly string[] {
  return [
    ...(container === undefined ? [] : [container.image]),
    ...(customJob === undefined ? [] : imageUris(customJob.customJob)),
  ];
}

function imageUris(value: Json): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(imageUris);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    name === "imageUri" && typeof inner === "string" ? [inner] : imageUris(inner),
  );
}

function imageMistake(image: string, allowLatest: boolean): string | undefined {
  if (image === "") return "it has no image. Give one.";
  if (image.includes("{{")) return undefined; // only the run knows
  if (allowLatest) return undefined;
  const name = image.slice(image.lastIndexOf("/") + 1);
  if (name.includes("@")) return undefined;
  const tag = /:([^:]*)$/.exec(name)?.[1];
  const instead = "Name a tag that stays or a digest, or allow it with --allow-latest";
  if (tag === undefined) {
    return `the image "${image}" has neither tag nor digest, so that tomorrow another is meant. ${instead}.`;
  }
  return tag === "latest" || tag === ""
    ? `the image "${image}" may be another one tomorrow. ${instead}.`
    : undefined;
}
