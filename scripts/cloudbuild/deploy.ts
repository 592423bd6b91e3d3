// pollux cloudbuild deploy: a project with nothing in it in, all of the system running there out.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { webImage } from "../../cloudbuild/infrastructure/variables.ts";
import { UserError } from "../../pipeline/ir/user-error.ts";
import type { Command } from "../command.ts";
import { buildImages, type BuildSource, buildSource } from "./deployment/build-images.ts";
import { configurationOf, mergedBuildOf } from "./deployment/configuration.ts";
import { readState, requireOurs } from "./deployment/deployed-state.ts";
import {
  type DeploymentValues,
  givenValues,
  imageValues,
  imageVariables,
  isSet,
  noProject,
  valuesOf,
} from "./deployment/given-values.ts";
import {
  approvalOf,
  findProgram,
  findTerraform,
  initAdvice,
  ProgramFailed,
  readProgram,
  runProgram,
} from "./deployment/programs.ts";
import { ensureSessionKey } from "./deployment/session-key.ts";
import {
  defaultFolder,
  isDeployed,
  movesState,
  type Values,
  writeDryRun,
  writeValues,
  writeWorkspace,
} from "./deployment/workspace.ts";

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

Makes Pollux's own system in a Google Cloud project: registry, buckets, topics, secrets, service accounts, Cloud Run,
triggers. Another repository has Terraform of its own, and brings its triggers with "pollux cloudbuild triggers".
Three steps, each of which can be repeated:
  1. OpenTofu or Terraform shows what it would change, asks, and changes it
  2. Cloud Build makes the images (needs gcloud; without it, or with --no-build, this and 3 are left out)
  3. what runs on these images is made, or changed to their digests
It acts as you: gcloud auth application-default login. The state remembers what it was deployed with: the next time only
what changes is given, from any folder that has that state.

Triggers need a person: install https://github.com/apps/google-cloud-build on the repository (the number at the end of
the address is the installation's), put a GitHub token into the secret pollux-github-token, and deploy again.

  --project P               where. Must have billing. What is deployed moves to no other project or region
  --region R                default: us-central1
  --github OWNER/NAME       the repository whose commits are built
  --github-installation N   of the Cloud Build app there. Without it no trigger is made
  --public-web              everybody may open the web app. Default, and --private-web again: those alone who have
                            the role roles/run.invoker
  --state gs://BUCKET/PATH  where Terraform keeps what it has made. Default: in the folder, which must then be kept.
                            A state that is elsewhere is moved there, and Terraform asks
  --folder FOLDER           where it works. Default: ${defaultFolder}
  --builds FILE             default: cloudbuild/builds.ts
  --no-build                leaves steps 2 and 3 out
  --dry-run                 shows what step 1 would change; changes and remembers nothing
  --yes                     does not ask`,
  run: async (argv) => {
    const given = parse(argv);
    const terraform = findTerraform();
    const asked = givenValues(given);
    const knowsProject = given.project !== undefined || given.state !== undefined || isDeployed(given.folder);
    if (!knowsProject) throw noProject();
    const moves = movesState(given.folder, given.state);
    if (moves && given.yes && !given["dry-run"]) throw movesUnasked(given);
    const configuration = await configurationOf(given.builds);
    const source = await sourceOf(given);
    const deployment = { given, terraform, asked, moves, configuration, source };
    try {
      if (given["dry-run"]) await planAll(deployment);
      else await deployAll(deployment);
      return 0;
    } catch (error) {
      if (!(error instanceof ProgramFailed)) throw error;
      console.error(`${error.message} ${adviceOf(error)}`);
      return 2;
    }
  },
};

interface Deployment {
  readonly given: Options;
  readonly terraform: string;
  /** What the options say. */
  readonly asked: Values;
  /** The state is moved from where it was. */
  readonly moves: boolean;
  readonly configuration: string;
  /** Absent: no image is built. */
  readonly source: BuildSource | undefined;
}

async function planAll(deployment: Deployment): Promise<void> {
  const { given, terraform: program, configuration, moves } = deployment;
  const { folder, state } = given;
  const cwd = writeDryRun({ folder, configuration, state });
  try {
    await runProgram({ program, args: ["init", "-reconfigure", "-input=false"], cwd });
    const values = writeValues(cwd, await currentValues(deployment, cwd));
    await runProgram({ program, args: ["plan", "-input=false", values], cwd });
    if (moves) console.error(`Before that the state would move to ${state}.`);
  } finally {
    rmSync(join(cwd, "terraform.tfstate"), { force: true });
  }
}

async function deployAll(deployment: Deployment): Promise<void> {
  const { given, terraform: program, source } = deployment;
  const cwd = given.folder;
  await begin(deployment);
  const apply = (values: Values) =>
    runProgram({ program, args: ["apply", writeValues(cwd, values), ...approvalOf(given.yes)], cwd });
  const values = await currentValues(deployment, cwd);
  await apply(values);
  const newer = source === undefined ? values : await builtValues(source, values);
  if (JSON.stringify(newer) !== JSON.stringify(values)) await apply(newer);
  process.stdout.write(await readProgram({ program, args: ["output"], cwd }));
  tellWhatIsLeft(newer);
}

/** Where it fails, the folder is as it was: nothing is there yet. */
async function begin({ given, terraform: program, configuration, moves }: Deployment): Promise<void> {
  const { folder: cwd, state } = given;
  const undo = writeWorkspace({ folder: cwd, configuration, state });
  try {
    // Terraform asks whether to take along what the state knows.
    await runProgram({ program, args: ["init", moves ? "-migrate-state" : "-input=false"], cwd });
  } catch (error) {
    undo();
    throw error;
  }
}

async function currentValues(deployment: Deployment, cwd: string): Promise<DeploymentValues> {
  const state = await readState(deployment.terraform, cwd);
  requireOurs(state, deployment.configuration);
  return valuesOf(deployment.asked, state);
}

/** What reads the session key is only made once there is one. */
async function builtValues(source: BuildSource, values: DeploymentValues): Promise<DeploymentValues> {
  const { project, region } = values;
  const newer = { ...values, ...imageValues(await buildImages({ ...source, project, region })) };
  if (isSet(newer[webImage.name])) await ensureSessionKey({ gcloud: source.gcloud, project });
  return newer;
}

function movesUnasked({ folder, state }: Options): UserError {
  return new UserError(
    "STATE_MOVES",
    `--state ${state}: the state of ${folder} is elsewhere, and is not moved unasked. Leave out --yes this once, or give another --folder.`,
  );
}

/** `undefined`: no image is to be built, or there is nobody to do it. */
async function sourceOf(given: Options): Promise<BuildSource | undefined> {
  if (given["no-build"] || given["dry-run"]) return undefined;
  const gcloud = findProgram(["gcloud"]);
  if (gcloud !== undefined) return buildSource(gcloud, await mergedBuildOf(given.builds));
  console.error("gcloud is not on PATH, so that no image is built. Install it, or push to GitHub.");
  return undefined;
}

function tellWhatIsLeft(values: Values): void {
  if (!isSet(values["github_installation"])) {
    console.error("No trigger is made yet: pollux cloudbuild deploy --help says what a person does first.");
  }
  const missing = Object.entries(imageVariables).filter(([, variable]) => !isSet(values[variable]));
  if (missing.length > 0) {
    console.error(`Not made, for want of an image: ${missing.map(([name]) => name).join(", ")}.`);
  }
}

function adviceOf({ command }: ProgramFailed): string {
  switch (command) {
    case "init":
      return initAdvice;
    case "show":
    case "plan":
      return "Nothing was changed.";
    default:
      return "What was made so far stays, and the next deployment goes on from there.";
  }
}
