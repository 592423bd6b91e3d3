// The options of a deployment, and what an earlier one was given -> the values of the configuration's variables.
import { functionsImage, tuningImage, webImage } from "../../../cloudbuild/infrastructure/variables.ts";
import { UserError } from "../../../pipeline/ir/user-error.ts";
import type { Images } from "./build-images.ts";
import { rememberedValues, requireSameProject, type Values } from "./workspace.ts";

export interface GivenValues {
  readonly folder: string;
  readonly project?: string | undefined;
  readonly region?: string | undefined;
  /** `OWNER/NAME` */
  readonly github?: string | undefined;
  readonly "github-installation"?: string | undefined;
  readonly "public-web"?: boolean;
  readonly "private-web"?: boolean;
}

/** What is given goes before what is remembered. */
export function valuesOf(given: GivenValues): Values & { readonly project: string } {
  const remembered = rememberedValues(given.folder);
  const project = given.project ?? remembered["project"];
  if (typeof project !== "string" || project === "") {
    throw new UserError("NO_PROJECT", "pollux cloudbuild deploy: no project is given. Give --project P.");
  }
  requireSameProject(given.folder, project);
  return {
    ...remembered,
    project,
    ...(given.region !== undefined && { region: given.region }),
    ...(given.github !== undefined && repositoryOf(given.github)),
    ...(given["github-installation"] !== undefined && {
      github_installation: installationOf(given["github-installation"]),
    }),
    ...(given["public-web"] === true && { public_web: true }),
    ...(given["private-web"] === true && { public_web: false }),
  };
}

/** By the image's name: the variable that makes what runs on it. */
export const imageVariables: { readonly [image: string]: string } = {
  web: webImage.name,
  functions: functionsImage.name,
  tuning: tuningImage.name,
};

/** Of other images nothing depends. */
export function imageValues(images: Images): Values {
  const ours = [...images].flatMap(([name, image]) => {
    const variable = Object.hasOwn(imageVariables, name) ? imageVariables[name] : undefined;
    return variable === undefined ? [] : [[variable, image] as const];
  });
  return Object.fromEntries(ours);
}

function repositoryOf(github: string): Values {
  const [, owner, name] = /^([A-Za-z0-9-]+)\/([A-Za-z0-9._-]+)$/.exec(github) ?? [];
  if (owner !== undefined && name !== undefined) return { github_owner: owner, github_repository: name };
  throw new UserError("NO_REPOSITORY", `--github "${github}": is no repository. Give OWNER/NAME.`);
}

function installationOf(text: string): number {
  if (/^[1-9][0-9]{0,14}$/.test(text)) return Number(text);
  throw new UserError(
    "NO_INSTALLATION",
    `--github-installation "${text}": is no number. Give the one at the end of the installation's address.`,
  );
}
