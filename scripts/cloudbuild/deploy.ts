// pollux cloudbuild deploy: a project with nothing in it in, all of the system running there out.
import { parseArgs } from "node:util";
import { webImage } from "../../cloudbuild/infrastructure/variables.ts";
import type { Command } from "../command.ts";
import { buildImages, type ImageBuild, planBuild } from "./deployment/build-images.ts";
import { configurationOf, mergedBuildOf } from "./deployment/configuration.ts";
import {
  approvalOf,
  findProgram,
  findTerraform,
  ProgramFailed,
  readProgram,
  runProgram,
} from "./deployment/programs.ts";
import { imageValues, imageVariables, valuesOf } from "./deployment/given-values.ts";
import { ensureSessionKey } from "./deployment/session-key.ts";
import { defaultFolder, type Values, writeWorkspace } from "./deployment/workspace.ts";

const options = {
  project: { type: "string" },
  region: { type: "string" },
  github: { type: "string" },
  "github-installation": { type: "string" },
  "public-web": { type: "boolean", default: false },
  "private-web": { type: "boolean", default: false },
  state: { type: "string" },
  folder: { type: "string", default: defaultFolder },
  builds: { type: "string" },
  "no-build": { type: "boolean", default: false },
  "dry-run": { type: "boolean", default: false },
  yes: { type: "boolean", default: false },
} as const;

type Options = ReturnType<typeof parse>;
const parse = (argv: readonly string[]) => parseArgs({ args: [...argv], options }).values;

export const deploy: Command = {
  usage: `usage: pollux cloudbuild deploy --project P [--region R] [--github OWNER/NAME] [options]

Makes everything in a Google Cloud project: registry, buckets, topics, secrets, service accounts, Cloud Run, triggers.
Three steps, each of which can be repeated:
  1. OpenTofu or Terraform shows what it would change, asks, and changes it
  2. Cloud Build makes the images (needs gcloud; without it, or with --no-build, this and 3 are left out)
  3. what runs on these images is made, or changed to their digests
It acts as you: gcloud auth application-default login. Options are remembered in the folder for the next time.

Triggers need a person: install https://github.com/apps/google-cloud-build on the repository (the number at the end of
the address is the installation's), put a GitHub token into the secret pollux-github-token, and deploy again.

  --project P               where. Must have billing
  --region R                default: us-central1
  --github OWNER/NAME       the repository whose commits are built
  --github-installation N   of the Cloud Build app there. Without it no trigger is made
  --public-web              everybody may open the web app. Default, and --private-web again: those alone who have
                            the role roles/run.invoker
  --state gs://BUCKET/PATH  where Terraform keeps what it has made. Default: in the folder, which must then be kept
  --folder FOLDER           where it works. Default: ${defaultFolder}
  --builds FILE             default: cloudbuild/builds.ts
  --no-build                leaves steps 2 and 3 out
  --dry-run                 shows what step 1 would change, and changes nothing
  --yes                     does not ask`,
  run: async (argv) => {
    const given = parse(argv);
    const terraform = findTerraform();
    const values = valuesOf(given);
    const configuration = await configurationOf(given.builds);
    const build = await plannedBuild(given, values);
    writeWorkspace({ folder: given.folder, configuration, values, state: given.state });
    try {
      return await deployAll(given, { terraform, configuration, values, build });
    } catch (error) {
      if (!(error instanceof ProgramFailed)) throw error;
      console.error(
        `${error.message} What was made so far stays, and the next deployment goes on from there.`,
      );
      return 2;
    }
  },
};

interface Deployment {
  readonly terraform: string;
  readonly configuration: string;
  readonly values: Values;
  readonly build: ImageBuild | undefined;
}

async function deployAll(given: Options, deployment: Deployment): Promise<number> {
  const { terraform, configuration, values, build } = deployment;
  const cwd = given.folder;
  const run = (...args: readonly string[]) => runProgram({ program: terraform, args, cwd });
  const apply = () => run("apply", ...approvalOf(given.yes));
  await run("init", ...initArguments(given));
  if (given["dry-run"]) {
    await run("plan", "-input=false");
    return 0;
  }
  await apply();
  const newer = build === undefined ? values : { ...values, ...imageValues(await buildImages(build)) };
  if (JSON.stringify(newer) !== JSON.stringify(values)) {
    writeWorkspace({ folder: cwd, configuration, values: newer });
    if (build !== undefined && newer[webImage.name] !== undefined) await ensureSessionKey(build);
    await apply();
  }
  process.stdout.write(await readProgram({ program: terraform, args: ["output"], cwd }));
  tellWhatIsLeft(newer);
  return 0;
}

/** Where the state moves, Terraform asks whether to take along what it knows. */
function initArguments({ state, yes }: Options): readonly string[] {
  if (state === undefined) return ["-input=false"];
  return yes ? ["-migrate-state", "-force-copy"] : ["-migrate-state"];
}

/** `undefined`: no image is to be built, or there is nobody to do it. */
async function plannedBuild(given: Options, values: Values): Promise<ImageBuild | undefined> {
  if (given["no-build"] || given["dry-run"]) return undefined;
  const gcloud = findProgram(["gcloud"]);
  if (gcloud === undefined) {
    console.error("gcloud is not on PATH, so that no image is built. Install it, or push to GitHub.");
    return undefined;
  }
  const { project, region = "us-central1" } = values;
  return planBuild({
    gcloud,
    project: String(project),
    region: String(region),
    ...(await mergedBuildOf(given.builds)),
  });
}

function tellWhatIsLeft(values: Values): void {
  if (values["github_installation"] === undefined) {
    console.error("No trigger is made yet: pollux cloudbuild deploy --help says what a person does first.");
  }
  const missing = Object.entries(imageVariables).filter(([, variable]) => (values[variable] ?? "") === "");
  if (missing.length > 0) {
    console.error(`Not made, for want of an image: ${missing.map(([name]) => name).join(", ")}.`);
  }
}
