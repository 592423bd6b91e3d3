// The merged build, started by hand once there is somewhere to push to: gives the digests of the images that it made.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { isObject } from "../../../pipeline/ir/json-object.ts";
import { UserError } from "../../../pipeline/ir/user-error.ts";
import { ProgramFailed, readProgram, runProgram } from "./programs.ts";

export interface MergedConfig {
  /** The repository's folder. */
  readonly root: string;
  /** The merged build, from there. */
  readonly config: string;
}

/** All that can be known before there is a project to build in. */
export interface BuildSource extends MergedConfig {
  readonly gcloud: string;
  /** A build that is submitted refuses substitutions that it does not use. */
  readonly usesRegistry: boolean;
}

export interface ImageBuild extends BuildSource {
  readonly project: string;
  readonly region: string;
}

/** Reads the merged build; nothing runs yet. Throws `NO_BUILD`. */
export function buildSource(gcloud: string, merged: MergedConfig): BuildSource {
  const build: unknown = parse(readConfig(merged));
  const names = isObject(build) && isObject(build["substitutions"]) ? build["substitutions"] : {};
  return { ...merged, gcloud, usesRegistry: Object.hasOwn(names, "_REGISTRY") };
}

/** By the name of the image, as `web`: the image by its digest. */
export type Images = ReadonlyMap<string, string>;

/** Its log goes to stderr. Throws `ProgramFailed` where the build fails. */
export async function buildImages(build: ImageBuild): Promise<Images> {
  const { gcloud, root: cwd } = build;
  const id = (await readProgram({ program: gcloud, args: submitArguments(build), cwd })).trim();
  console.error(`build ${id} runs; it goes on there, whatever happens here`);
  await followLog(build, id);
  const described = await readProgram({
    program: gcloud,
    args: ["builds", "describe", id, "--format=json", ...placeArguments(build)],
  });
  const done: unknown = JSON.parse(described);
  const status = isObject(done) ? done["status"] : undefined;
  if (status !== "SUCCESS") throw new ProgramFailed(gcloud, ["builds"], `ended as ${String(status)}: ${id}`);
  return imagesOf(done);
}

/** Until the build ends. The builds log to Cloud Logging, which of gcloud only the beta commands can follow. */
async function followLog(build: ImageBuild, id: string): Promise<void> {
  const { gcloud: program, project, region } = build;
  const log = ["builds", "log", id, "--stream", ...placeArguments(build)];
  if (await hasBeta(program)) {
    try {
      await runProgram({ program, args: ["beta", ...log] });
      return;
    } catch (error) {
      if (!(error instanceof ProgramFailed)) throw error;
    }
  }
  const page = `https://console.cloud.google.com/cloud-build/builds;region=${region}/${id}?project=${project}`;
  console.error(`its log cannot be shown here without gcloud's beta commands; it is at ${page}`);
  await runProgram({ program, args: log });
}

/** Asked first: a missing command is one that gcloud would offer to install. */
async function hasBeta(gcloud: string): Promise<boolean> {
  try {
    const versions: unknown = JSON.parse(
      await readProgram({ program: gcloud, args: ["version", "--format=json"] }),
    );
    return isObject(versions) && Object.hasOwn(versions, "beta");
  } catch {
    return false; // it says nothing that can be read
  }
}

function placeArguments({ project, region }: ImageBuild): readonly string[] {
  return [`--project=${project}`, `--region=${region}`];
}

/** `results.images` of a build -> by the last part of each name. */
export function imagesOf(build: unknown): Images {
  const results = isObject(build) ? build["results"] : undefined;
  const pushed = isObject(results) ? results["images"] : undefined;
  const images = new Map<string, string>();
  for (const image of Array.isArray(pushed) ? (pushed as readonly unknown[]) : []) {
    if (!isObject(image)) continue;
    const { name, digest } = image;
    if (typeof name !== "string" || typeof digest !== "string") continue;
    const path = name.replace(/:[^/:]*$/, "");
    images.set(path.slice(path.lastIndexOf("/") + 1), `${path}@${digest}`);
  }
  return images;
}

function submitArguments(build: ImageBuild): readonly string[] {
  const { project, region, config, usesRegistry } = build;
  const account = `pollux-builder@${project}.iam.gserviceaccount.com`;
  return [
    ...["builds", "submit", ".", `--config=${config}`, ...placeArguments(build)],
    `--service-account=projects/${project}/serviceAccounts/${account}`,
    `--gcs-source-staging-dir=gs://${project}-pollux-builds/source`,
    ...(usesRegistry ? [`--substitutions=_REGISTRY=${region}-docker.pkg.dev`] : []),
    ...["--async", "--format=value(id)"],
  ];
}

function readConfig({ root, config }: MergedConfig): string {
  try {
    return readFileSync(join(root, config), "utf8");
  } catch {
    throw new UserError("NO_BUILD", `${config}: cannot be read. Write it with pollux cloudbuild merge.`);
  }
}
