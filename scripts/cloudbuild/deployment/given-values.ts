// The options of a deployment, and what was deployed before -> the values of the configuration's variables.
import {
  functionsImage,
  region as defaultRegion,
  tuningImage,
  webImage,
} from "../../../cloudbuild/infrastructure/variables.ts";
import { UserError } from "../../../pipeline/ir/user-error.ts";
import type { Images } from "./build-images.ts";
import { type DeployedState, placeOf } from "./deployed-state.ts";
import type { Values } from "./workspace.ts";

export interface GivenOptions {
  readonly project?: string | undefined;
  readonly region?: string | undefined;
  /** `OWNER/NAME` */
  readonly github?: string | undefined;
  readonly "github-installation"?: string | undefined;
  readonly "public-web"?: boolean;
  readonly "private-web"?: boolean;
}

/** Throws `NO_REPOSITORY` and `NO_INSTALLATION`. */
export function givenValues(given: GivenOptions): Values {
  return {
    ...(given.project !== undefined && { project: given.project }),
    ...(given.region !== undefined && { region: given.region }),
    ...(given.github !== undefined && repositoryOf(given.github)),
    ...(given["github-installation"] !== undefined && {
      github_installation: installationOf(given["github-installation"]),
    }),
    ...(given["public-web"] === true && { public_web: true }),
    ...(given["private-web"] === true && { public_web: false }),
  };
}

export type DeploymentValues = Values & { readonly project: string; readonly region: string };

/** What is given goes before what was deployed, but for the place. Throws where that is another, or not known. */
export function valuesOf(given: Values, state: DeployedState): DeploymentValues {
  const deployed = placeOf(state);
  const values: Values = { ...state.values, ...deployed, ...given };
  const { project, region = String(defaultRegion.default) } = values;
  if (project === undefined || project === "") throw noProject();
  requireSame("project", deployed.project, String(project));
  requireSame("region", deployed.region, String(region));
  if (isSet(values["github_installation"]) && !isSet(values["github_owner"])) {
    throw new UserError(
      "NO_REPOSITORY",
      `--github-installation ${values["github_installation"]}: of which repository is not known. Give --github OWNER/NAME.`,
    );
  }
  return { ...values, project: String(project), region: String(region) };
}

/** Neither empty nor zero, which are the defaults of what is not given. */
export function isSet(value: Values[string] | undefined): boolean {
  return value !== undefined && value !== "" && value !== 0;
}

export function noProject(): UserError {
  return new UserError("NO_PROJECT", "pollux cloudbuild deploy: no project is given. Give --project P.");
}

/** What is in the one would be deleted, and made again in the other. */
function requireSame(what: "project" | "region", deployed: string | undefined, given: string): void {
  if (deployed === undefined || deployed === given) return;
  throw new UserError(
    what === "project" ? "OTHER_PROJECT" : "OTHER_REGION",
    `--${what} ${given}: what is deployed here is in "${deployed}". Give --folder and --state of another deployment, or tear this one down with its data first.`,
  );
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
