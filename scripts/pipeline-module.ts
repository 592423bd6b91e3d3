// Finds the pipeline that `FILE.ts` or `FILE.ts#export` means.
import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import type { AnyComponent } from "../pipeline/dsl/component-types.ts";
import { componentDefinition, isComponent } from "../pipeline/dsl/definition.ts";
import { UserError } from "../pipeline/ir/user-error.ts";
import { importModule } from "./import-module.ts";

export interface PipelineModule {
  /** As the user wrote it, without the export. */
  readonly file: string;
  /** By the name of their export. */
  readonly pipelines: ReadonlyMap<string, AnyComponent>;
  /** Those that are no pipelines as well. */
  readonly components: ReadonlyMap<string, AnyComponent>;
}

/**
 * `target` is `FILE.ts` or `FILE.ts#export`; without an export, the default one or the only pipeline is meant. A
 * component that is no pipeline is found by its export, or as the default one.
 */
export async function loadPipeline(target: string): Promise<AnyComponent> {
  const [file, wanted] = splitTarget(target);
  const { pipelines, components } = await loadPipelineModule(file);
  if (wanted !== undefined) {
    const pipeline = components.get(wanted);
    if (pipeline !== undefined) return pipeline;
    throw new UserError(
      "NO_SUCH_EXPORT",
      `${file}: exports no pipeline "${wanted}". ${exportsText(file, pipelines)}`,
    );
  }
  const [only, ...more] = new Set(pipelines.values());
  const pipeline = components.get("default") ?? (more.length === 0 ? only : undefined);
  if (pipeline !== undefined) return pipeline;
  throw pipelines.size === 0
    ? new UserError("NO_PIPELINE", `${file}: exports no pipeline. Export what pipeline() gives.`)
    : new UserError(
        "AMBIGUOUS_PIPELINE",
        `${file}: exports ${pipelines.size} pipelines. ${exportsText(file, pipelines)}`,
      );
}

/** A folder's name may hold a "#" as well: what exists as it stands is a file. */
export function splitTarget(target: string): readonly [file: string, wanted: string | undefined] {
  const at = target.lastIndexOf("#");
  return at < 0 || existsSync(target) ? [target, undefined] : [target.slice(0, at), target.slice(at + 1)];
}

export async function loadPipelineModule(file: string): Promise<PipelineModule> {
  const path = resolve(file);
  requireModule(file, path);
  const exported = Object.entries(await importModule(file, path));
  const components = exported.flatMap(([name, value]) =>
    isComponent(value) ? [[name, value] as const] : [],
  );
  const pipelines = components.filter(([, value]) => componentDefinition(value).kind === "pipeline");
  return { file, pipelines: new Map(pipelines), components: new Map(components) };
}

function requireModule(file: string, path: string): void {
  const there = statSync(path, { throwIfNoEntry: false });
  if (there === undefined) {
    throw new UserError("NO_SUCH_FILE", `${file}: there is no such file. Give a TypeScript file.`);
  }
  if (there.isDirectory()) throw new UserError("IS_A_FOLDER", `${file}: is a folder. Give a file in it.`);
  if (/\.(ya?ml|json)$/i.test(path)) {
    throw new UserError(
      "NOT_TYPESCRIPT",
      `${file}: is IR, not TypeScript. Turn it into TypeScript with pollux import ${file}.`,
    );
  }
  if (/\.py$/i.test(path)) {
    throw new UserError(
      "NOT_TYPESCRIPT",
      `${file}: is Python. Compile it first, with kfp dsl compile --py ${file} --output pipeline.yaml, and give the YAML.`,
    );
  }
  if (!/\.[cm]?[jt]sx?$/i.test(path)) {
    throw new UserError(
      "NOT_TYPESCRIPT",
      `${file}: is neither TypeScript nor IR. Give a file that ends in .ts, .yaml or .json.`,
    );
  }
}

function exportsText(file: string, pipelines: ReadonlyMap<string, AnyComponent>): string {
  if (pipelines.size === 0) return "Export what pipeline() gives.";
  return `Give one of: ${[...pipelines.keys()].map((name) => `${file}#${name}`).join(", ")}.`;
}
