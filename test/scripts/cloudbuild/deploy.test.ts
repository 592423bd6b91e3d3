// Deploying, with scripts in the place of Terraform and gcloud.
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { deploy } from "../../../scripts/cloudbuild/deploy.ts";
import { imagesOf } from "../../../scripts/cloudbuild/deployment/build-images.ts";
import { teardown } from "../../../scripts/cloudbuild/teardown.ts";
import { onStage, terraform, told } from "./stub-programs.ts";

const digest = `sha256:${"a".repeat(64)}`;
const registry = "us-central1-docker.pkg.dev/twins-dev/pollux";
const gcloud = `
[ "$1" = version ] && echo '{"beta":"1"}'
case "$2" in
  versions) [ "$3" = add ] && /usr/bin/wc -c >> "\${0%/*}/../key-length";;
  submit) echo b-1;;
  describe) echo '${JSON.stringify({
    status: "SUCCESS",
    results: {
      images: [
        { name: `${registry}/web:1`, digest },
        { name: `${registry}/node:1`, digest },
      ],
    },
  })}';;
esac
exit 0`;
const submit =
  "gcloud builds submit . --config=merged.yaml --project=twins-dev --region=us-central1 " +
  "--service-account=projects/twins-dev/serviceAccounts/pollux-builder@twins-dev.iam.gserviceaccount.com " +
  "--gcs-source-staging-dir=gs://twins-dev-pollux-builds/source " +
  "--substitutions=_REGISTRY=us-central1-docker.pkg.dev --async --format=value(id)";

/** A repository with one build, which needs no trigger. */
function repository(folder: string): readonly string[] {
  const config =
    "steps: [{ name: $_REGISTRY/tool }]\nsubstitutions: { _REGISTRY: us-central1-docker.pkg.dev }\n";
  mkdirSync(join(folder, ".git"));
  writeFileSync(join(folder, "web.yaml"), config);
  writeFileSync(join(folder, "merged.yaml"), config);
  const builds = { components: { web: { config: "web.yaml" } }, output: "merged.yaml" };
  writeFileSync(join(folder, "builds.ts"), `export default ${JSON.stringify(builds)};\n`);
  return ["--builds", join(folder, "builds.ts")];
}

const place = "--project=twins-dev --region=us-central1";

const values = "-var-file=deployment.tfvars.json";
const show = "terraform show -json";

interface Run {
  readonly folder: string;
  readonly argv?: readonly string[];
}

/** In the folder `work`, with no images. */
const deployed = ({ folder, argv = [] }: Run) =>
  told(() => deploy.run(["--folder", join(folder, "work"), "--no-build", "--yes", ...argv]));
const first = ["--project", "twins-dev"];
const tornDown = ({ folder, argv = [] }: Run) =>
  told(() => teardown.run(["--folder", join(folder, "work"), ...argv]));

/** What the last command handed to Terraform. */
const handed = (folder: string, work = "work"): unknown =>
  JSON.parse(readFileSync(join(folder, work, "deployment.tfvars.json"), "utf8"));
const region = { region: "us-central1" };

test("from nothing: it makes what images need, builds them, and makes what runs on them", async () => {
  await onStage({ terraform, gcloud }, async ({ folder, runs }) => {
    const work = join(folder, "work");
    const argv = [...first, "--github", "someone/twins", "--folder", work, ...repository(folder)];
    const { code, out, talk } = await told(() => deploy.run(argv));
    expect(runs()).toEqual([
      "terraform init -input=false",
      show,
      `terraform apply ${values}`,
      submit,
      "gcloud version --format=json",
      `gcloud beta builds log b-1 --stream ${place}`,
      `gcloud builds describe b-1 --format=json ${place}`,
      "gcloud secrets versions list pollux-session-key --project=twins-dev --filter=state=ENABLED --format=value(name)",
      "gcloud secrets versions add pollux-session-key --project=twins-dev --data-file=-",
      `terraform apply ${values}`,
      "terraform output",
    ]);
    expect(readFileSync(join(folder, "key-length"), "utf8").trim()).toBe("64");
    expect(handed(folder)).toEqual({
      project: "twins-dev",
      region: "us-central1",
      github_owner: "someone",
      github_repository: "twins",
      web_image: `${registry}/web@${digest}`,
    });
    expect([code, out]).toEqual([0, 'registry = "r"\n']);
    expect(talk).toEqual([
      "build b-1 runs; it goes on there, whatever happens here",
      "pollux-session-key: made, for the web app's sessions",
      "No trigger is made yet: pollux cloudbuild deploy --help says what a person does first.",
      "Not made, for want of an image: functions, tuning.",
    ]);
  });
});

test.each([
  ["without gcloud's beta commands", gcloud.replace("beta", "alpha")],
  ["where they fail", gcloud.replace("\ncase", '\n[ "$1" = beta ] && exit 1\ncase')],
])("%s the log is where it says, and the build is waited for", async (_, installed) => {
  await onStage({ terraform, gcloud: installed }, async ({ folder, runs }) => {
    const argv = [...first, "--folder", join(folder, "work"), ...repository(folder)];
    const { code, talk } = await told(() => deploy.run(argv));
    expect(code).toBe(0);
    expect(runs()).toContain(`gcloud builds log b-1 --stream ${place}`);
    expect(talk[1]).toBe(
      "its log cannot be shown here without gcloud's beta commands; it is at https://console.cloud.google.com/cloud-build/builds;region=us-central1/b-1?project=twins-dev",
    );
  });
});

test("where the session key cannot be made, the web app is not made either, and the next deployment makes both", async () => {
  const failing = gcloud.replace("case", '[ "$1" = secrets ] && exit 1\ncase');
  await onStage({ terraform, gcloud: failing }, async ({ folder, runs, install }) => {
    const argv = [...first, "--folder", join(folder, "work"), ...repository(folder)];
    expect(await told(() => deploy.run(argv))).toMatchObject({ code: 2 });
    install("gcloud", gcloud);
    const before = runs().length;
    const work = ["--folder", join(folder, "work"), ...argv.slice(-2)];
    expect(await told(() => deploy.run(work))).toMatchObject({ code: 0 });
    const steps = runs()
      .slice(before)
      .map((run) => run.split(" ").slice(0, 4).join(" "));
    expect(steps.slice(-4)).toEqual([
      "gcloud secrets versions list",
      "gcloud secrets versions add",
      `terraform apply ${values}`,
      "terraform output",
    ]);
  });
});

test("nobody else can read the folder, and no value of the environment is in it", async () => {
  await onStage({ terraform }, async ({ folder }) => {
    await deployed({ folder, argv: first });
    const modes = ["", "main.tf.json", "deployment.tfvars.json"].map(
      (name) => statSync(join(folder, "work", name)).mode & 0o777,
    );
    expect(modes).toEqual([0o700, 0o600, 0o600]);
  });
});

test("what was said once is remembered by the state, and --yes does not ask", async () => {
  await onStage({ terraform }, async ({ folder, runs, variables }) => {
    await deployed({ folder, argv: [...first, "--github", "a/b", "--github-installation", "7"] });
    const { talk } = await deployed({ folder });
    expect(runs().slice(0, 4)).toEqual([
      "terraform init -input=false",
      show,
      `terraform apply ${values} -input=false -auto-approve`,
      "terraform output",
    ]);
    expect(runs().slice(4)).toEqual(runs().slice(0, 4));
    expect(handed(folder)).toEqual({
      project: "twins-dev",
      ...region,
      github_owner: "a",
      github_repository: "b",
      github_installation: 7,
    });
    expect(variables()).toContain("TF_IN_AUTOMATION");
    expect(talk).toEqual(["Not made, for want of an image: web, functions, tuning."]);
  });
});

test("another folder with the same state goes on from what was deployed", async () => {
  await onStage({ terraform }, async ({ folder }) => {
    const state = ["--state", "gs://state/twins"];
    const made = { mode: "managed", address: "google_project_service.run", values: {} };
    writeFileSync(join(folder, "resources"), JSON.stringify(made));
    await deployed({ folder, argv: [...first, ...state, "--public-web"] });
    expect(JSON.parse(readFileSync(join(folder, "work/backend.tf.json"), "utf8"))).toEqual({
      terraform: { backend: { gcs: { bucket: "state", prefix: "twins" } } },
    });
    const other = join(folder, "other");
    await told(() => deploy.run([...state, "--folder", other, "--no-build", "--yes"]));
    expect(handed(folder, "other")).toEqual({ project: "twins-dev", ...region, public_web: true });
    await told(() => teardown.run([...state, "--folder", join(folder, "third"), "--dry-run"]));
    expect(handed(folder, "third")).toEqual({ project: "twins-dev", ...region, public_web: true });
  });
});

test("--dry-run shows a plan, changes nothing and leaves nothing to be remembered", async () => {
  await onStage({ terraform, gcloud }, async ({ folder, runs }) => {
    await deployed({ folder, argv: [...first, "--dry-run", "--public-web"] });
    expect(runs()).toEqual([
      "terraform init -reconfigure -input=false",
      show,
      `terraform plan -input=false ${values}`,
    ]);
    await expect(deployed({ folder })).rejects.toThrow("no project is given");
    await expect(tornDown({ folder })).rejects.toThrow("no deployment was made from here");
    await deployed({ folder, argv: first });
    expect(handed(folder)).toEqual({ project: "twins-dev", ...region });
  });
});

test("--dry-run knows what was deployed, and the next deployment nothing of it", async () => {
  await onStage({ terraform }, async ({ folder }) => {
    await deployed({ folder, argv: first });
    await deployed({ folder, argv: ["--dry-run", "--public-web"] });
    expect(handed(folder, "work/dry-run")).toEqual({ project: "twins-dev", ...region, public_web: true });
    await deployed({ folder });
    expect(handed(folder)).toEqual({ project: "twins-dev", ...region });
  });
});

test("--dry-run moves no state", async () => {
  await onStage({ terraform }, async ({ folder, runs }) => {
    await deployed({ folder, argv: first });
    const { talk } = await deployed({ folder, argv: ["--dry-run", "--state", "gs://other"] });
    expect(runs().slice(4)).toEqual([
      "terraform init -reconfigure -input=false",
      show,
      `terraform plan -input=false ${values}`,
    ]);
    expect(talk).toEqual(["Before that the state would move to gs://other."]);
    expect(existsSync(join(folder, "work/backend.tf.json"))).toBe(false);
  });
});

test("a state is moved where somebody can be asked, and only there", async () => {
  await onStage({ terraform }, async ({ folder, runs }) => {
    await deployed({ folder, argv: first });
    const work = join(folder, "work");
    const move = ["--state", "gs://other"];
    await expect(deployed({ folder, argv: move })).rejects.toThrow(
      `--state gs://other: the state of ${work} is elsewhere, and is not moved unasked. Leave out --yes this once, or give another --folder.`,
    );
    writeFileSync(join(folder, "bucket"), readFileSync(join(work, "terraform.tfstate")));
    await told(() => deploy.run([...move, "--folder", work, "--no-build"]));
    expect(runs()[4]).toBe("terraform init -migrate-state");
    await deployed({ folder, argv: move });
    expect(runs().at(-4)).toBe("terraform init -input=false");
  });
});

test("the web app is opened to everybody, and closed again", async () => {
  await onStage({ terraform }, async ({ folder }) => {
    const isPublic = (): unknown => (handed(folder) as { public_web?: boolean }).public_web;
    await deployed({ folder, argv: first });
    const before = isPublic();
    await deployed({ folder, argv: ["--public-web"] });
    const opened = isPublic();
    await deployed({ folder, argv: ["--private-web"] });
    expect([before, opened, isPublic()]).toEqual([undefined, true, false]);
  });
});

test("OpenTofu goes before Terraform", async () => {
  await onStage({ terraform, tofu: terraform }, async ({ folder, runs }) => {
    await deployed({ folder, argv: [...first, "--dry-run"] });
    expect(runs().map((run) => run.split(" ")[0])).toEqual(["tofu", "tofu", "tofu"]);
  });
});

test("a step that fails is the last, and says that it can go on", async () => {
  const failing = `[ "$1" = apply ] && exit 1\n${terraform}`;
  await onStage({ terraform: failing }, async ({ folder, runs }) => {
    const { code, talk } = await deployed({ folder, argv: first });
    expect(runs().at(-1)).toBe(`terraform apply ${values} -input=false -auto-approve`);
    expect(code).toBe(2);
    expect(talk.map((line) => line.replace(folder, ""))).toEqual([
      "/bin/terraform apply ended with 1. What was made so far stays, and the next deployment goes on from there.",
    ]);
  });
});

const noProvider =
  "/bin/terraform init ended with 1. Nothing was made or changed. It reads the state, and gets the provider hashicorp/google from registry.terraform.io (OpenTofu: registry.opentofu.org): let this machine reach both, or name a mirror of the provider (https://developer.hashicorp.com/terraform/cli/config/config-file#provider-installation).";

test.each([[[]], [["--dry-run"]]])(
  "without the provider nothing is made, it says so, and %j leaves no deployment",
  async (argv) => {
    await onStage({ terraform: "exit 1" }, async ({ folder }) => {
      const { code, talk } = await deployed({ folder, argv: [...first, ...argv] });
      expect(code).toBe(2);
      expect(talk.map((line) => line.replace(folder, ""))).toEqual([noProvider]);
      await expect(tornDown({ folder })).rejects.toThrow("no deployment was made from here");
    });
  },
);

test("a plan that fails has changed nothing", async () => {
  const failing = `[ "$1" = plan ] && exit 1\n${terraform}`;
  await onStage({ terraform: failing }, async ({ folder }) => {
    const { talk } = await deployed({ folder, argv: [...first, "--dry-run"] });
    expect(talk.map((line) => line.replace(folder, ""))).toEqual([
      "/bin/terraform plan ended with 1. Nothing was changed.",
    ]);
  });
});

test("a build that fails is no deployment", async () => {
  const failing = gcloud.replace("SUCCESS", "FAILURE");
  await onStage({ terraform, gcloud: failing }, async ({ folder, runs }) => {
    const argv = [...first, "--folder", join(folder, "work"), ...repository(folder)];
    const { code, talk } = await told(() => deploy.run(argv));
    expect(runs().filter((run) => run.startsWith("terraform apply"))).toHaveLength(1);
    expect(code).toBe(2);
    expect(talk.at(-1)).toContain("ended as FAILURE: b-1");
  });
});

test.each([
  [["--github", "twins"], '--github "twins": is no repository. Give OWNER/NAME.'],
  [
    ["--github-installation", "x"],
    '--github-installation "x": is no number. Give the one at the end of the installation\'s address.',
  ],
  [
    ["--state", "here"],
    '--state "here": is no place in Cloud Storage. Give gs://BUCKET or gs://BUCKET/PREFIX, of a bucket that is there.',
  ],
])("%j is refused before anything runs", async (argv, message) => {
  await onStage({ terraform }, async ({ folder, runs }) => {
    await expect(deployed({ folder, argv: [...first, ...argv] })).rejects.toThrow(message);
    expect(runs()).toEqual([]);
  });
});

test("an installation of no repository is refused before anything changes", async () => {
  await onStage({ terraform }, async ({ folder, runs }) => {
    await expect(deployed({ folder, argv: [...first, "--github-installation", "5"] })).rejects.toThrow(
      "--github-installation 5: of which repository is not known. Give --github OWNER/NAME.",
    );
    expect(runs()).toEqual(["terraform init -input=false", show]);
  });
});

test("without a project there is no deployment", async () => {
  await onStage({ terraform }, async ({ folder }) => {
    await expect(deployed({ folder })).rejects.toThrow(
      "pollux cloudbuild deploy: no project is given. Give --project P.",
    );
  });
});

test.each([
  ["--project", "twins", "twins-dev"],
  ["--region", "europe-west4", "us-central1"],
])("what is deployed goes to no other %s", async (option, given, before) => {
  await onStage({ terraform }, async ({ folder }) => {
    await deployed({ folder, argv: first });
    await expect(deployed({ folder, argv: [option, given] })).rejects.toThrow(
      `${option} ${given}: what is deployed here is in "${before}". Give --folder and --state of another deployment, or tear this one down with its data first.`,
    );
  });
});

test("a state of something else is refused: its resources would be deleted", async () => {
  const state = JSON.stringify({
    values: {
      root_module: { resources: [{ mode: "managed", address: "google_sql_database.shop", values: {} }] },
    },
  });
  await onStage({ terraform }, async ({ folder, runs }) => {
    writeFileSync(join(folder, "bucket"), state);
    await expect(deployed({ folder, argv: [...first, "--state", "gs://shop"] })).rejects.toThrow(
      "google_sql_database.shop: is in the state, and nothing that Pollux makes. Give --state of a place of its own.",
    );
    expect(runs()).toEqual(["terraform init -input=false", show]);
  });
});

test("without Terraform it says where to get it", async () => {
  await onStage({}, async () => {
    await expect(deploy.run(["--project", "twins-dev"])).rejects.toThrow(
      "pollux cloudbuild: neither tofu nor terraform is on PATH. Install OpenTofu (https://opentofu.org/docs/intro/install) or Terraform (https://developer.hashicorp.com/terraform/install).",
    );
  });
});

test("without the merged build nothing is begun", async () => {
  await onStage({ terraform, gcloud }, async ({ folder, runs }) => {
    const argv = [...first, "--folder", join(folder, "work"), ...repository(folder)];
    rmSync(join(folder, "merged.yaml"));
    await expect(deploy.run(argv)).rejects.toThrow(
      "merged.yaml: cannot be read. Write it with pollux cloudbuild merge.",
    );
    expect(runs()).toEqual([]);
  });
});

test("images of a build by the last part of their names", () => {
  const images = [
    { name: "localhost:5000/a/web:v1", digest: "sha256:1" },
    { name: "registry/a/trainer", digest: "sha256:2" },
    { name: "registry/a/odd" },
    "odd",
  ];
  expect([...imagesOf({ results: { images } })]).toEqual([
    ["web", "localhost:5000/a/web@sha256:1"],
    ["trainer", "registry/a/trainer@sha256:2"],
  ]);
  expect([...imagesOf({})]).toEqual([]);
});
