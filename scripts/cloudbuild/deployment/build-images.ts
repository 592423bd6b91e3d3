// The merged build, started by hand once there is somewhere to push to: gives the digests of the images that it made.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { isObject } from "../../../pipeline/ir/json-object.ts";
import { UserError } from "../../../pipeline/ir/user-error.ts";
import { ProgramFailed, readProgram, runProgram } from "./programs.ts";

export interface BuildPlace {
  readonly gcloud: string;
  readonly project: string;
  readonly region: string;
  /** The repository's folder. */
  readonly root: string;
  /** The merged build, from there. */
  readonly config: string;
}

export interface ImageBuild extends BuildPlace {
  readonly substitutions: readonly string[];
}

/** Reads the merged build; nothing runs yet. Throws `NO_BUILD`. */
export function planBuild(place: BuildPlace): ImageBuild {
  const build: unknown = parse(readConfig(place));
  const names = isObject(build) && isObject(build["substitutions"]) ? build["substitutions"] : {};
  // A build that is submitted refuses substitutions that it does not use.
  const isUsed = Object.hasOwn(names, "_REGISTRY");
  return { ...place, substitutions: isUsed ? [`_REGISTRY=${place.region}-docker.pkg.dev`] : [] };
}

/** By the name of the image, as `web`: the image by its digest. */
export type Images = ReadonlyMap<string, string>;

/** Its log goes to stderr. Throws `ProgramFailed` where the build fails. */
export async function buildImages(build: ImageBuild): Promise<Images> {
  const { gcloud, project, region, root: cwd } = build;
  const place = [`--project=${project}`, `--region=${region}`];
  const id = (await readProgram({ program: gcloud, args: submitArguments(build), cwd })).trim();
  console.error(`build ${id} runs; it goes on there, whatever happens here`);
  await runProgram({ program: gcloud, args: ["builds", "log", id, "--stream", ...place] });
  const described = await readProgram({
    program: gcloud,
    args: ["builds", "describe", id, "--format=json", ...place],
  });
  const done: unknown = JSON.parse(described);
  const status = isObject(done) ? done["status"] : undefined;
  if (status !== "SUCCESS") throw new ProgramFailed(gcloud, ["builds"], `ended as ${String(status)}: ${id}`);
  return imagesOf(done);
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

function submitArguments({ project, region, config, substitutions }: ImageBuild): readonly string[] {
  const account = `pollux-builder@${project}.iam.gserviceaccount.com`;
  return [
    ...["builds", "submit", ".", `--config=${config}`, `--project=${project}`, `--region=${region}`],
    `--service-account=projects/${project}/serviceAccounts/${account}`,
    `--gcs-source-staging-dir=gs://${project}-pollux-builds/source`,
    ...(substitutions.length > 0 ? [`--substitutions=${substitutions.join(",")}`] : []),
    ...["--async", "--format=value(id)"],
  ];
}

function readConfig({ root, config }: BuildPlace): string {
  try {
    return readFileSync(join(root, config), "utf8");
  } catch {
    throw new UserError("NO_BUILD", `${config}: cannot be read. Write it with pollux cloudbuild merge.`);
  }
}
