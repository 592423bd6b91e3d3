// Deploying and tearing down, with scripts in the place of Terraform and gcloud.
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { deploy } from "../../../scripts/cloudbuild/deploy.ts";
import { imagesOf } from "../../../scripts/cloudbuild/deployment/build-images.ts";
import { teardown } from "../../../scripts/cloudbuild/teardown.ts";
import { onStage, told } from "./stub-programs.ts";

const terraform = `[ "$1" = output ] && echo 'registry = "r"'; exit 0`;
const digest = `sha256:${"a".repeat(64)}`;
const registry = "us-central1-docker.pkg.dev/twins-dev/pollux";
const gcloud = `
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

test("from nothing: it makes what images need, builds them, and makes what runs on them", async () => {
  await onStage({ terraform, gcloud }, async ({ folder, runs }) => {
    const work = join(folder, "work");
    const argv = [
      "--project",
      "twins-dev",
      "--github",
      "someone/twins",
      "--folder",
      work,
      ...repository(folder),
    ];
    const { code, out, talk } = await told(() => deploy.run(argv));
    expect(runs()).toEqual([
      "terraform init -input=false",
      "terraform apply",
      submit,
      `gcloud builds log b-1 --stream ${place}`,
      `gcloud builds describe b-1 --format=json ${place}`,
      "gcloud secrets versions list pollux-session-key --project=twins-dev --filter=state=ENABLED --format=value(name)",
      "gcloud secrets versions add pollux-session-key --project=twins-dev --data-file=-",
      "terraform apply",
      "terraform output",
    ]);
    expect(readFileSync(join(folder, "key-length"), "utf8").trim()).toBe("64");
    expect(JSON.parse(readFileSync(join(work, "terraform.tfvars.json"), "utf8"))).toEqual({
      project: "twins-dev",
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

test("nobody else can read the folder, and no value of the environment is in it", async () => {
  await onStage({ terraform }, async ({ folder }) => {
    const work = join(folder, "work");
    await told(() => deploy.run(["--project", "twins-dev", "--folder", work, "--no-build"]));
    const modes = ["", "main.tf.json", "terraform.tfvars.json"].map(
      (name) => statSync(join(work, name)).mode & 0o777,
    );
    expect(modes).toEqual([0o700, 0o600, 0o600]);
  });
});

test("what was said once is remembered, and --yes does not ask", async () => {
  await onStage({ terraform }, async ({ folder, runs, variables }) => {
    const work = ["--folder", join(folder, "work")];
    const first = ["--project", "twins-dev", "--state", "gs://state/twins", "--github-installation", "7"];
    await told(() => deploy.run([...first, ...work, "--no-build", "--yes"]));
    const { talk } = await told(() => deploy.run([...work, "--yes"]));
    expect(runs()).toEqual([
      "terraform init -migrate-state -force-copy",
      "terraform apply -input=false -auto-approve",
      "terraform output",
      "terraform init -input=false",
      "terraform apply -input=false -auto-approve",
      "terraform output",
    ]);
    expect(JSON.parse(readFileSync(join(folder, "work/backend.tf.json"), "utf8"))).toEqual({
      terraform: { backend: { gcs: { bucket: "state", prefix: "twins" } } },
    });
    expect(variables()).toContain("TF_IN_AUTOMATION");
    expect(talk).toEqual([
      "gcloud is not on PATH, so that no image is built. Install it, or push to GitHub.",
      "Not made, for want of an image: web, functions, tuning.",
    ]);
  });
});

test("--dry-run shows a plan and changes nothing", async () => {
  await onStage({ terraform, gcloud }, async ({ folder, runs }) => {
    await told(() => deploy.run(["--project", "twins-dev", "--folder", join(folder, "work"), "--dry-run"]));
    expect(runs()).toEqual(["terraform init -input=false", "terraform plan -input=false"]);
  });
});

test("the web app is opened to everybody, and closed again", async () => {
  await onStage({ terraform }, async ({ folder }) => {
    const work = ["--folder", join(folder, "work"), "--dry-run"];
    const isPublic = (): unknown =>
      (
        JSON.parse(readFileSync(join(folder, "work/terraform.tfvars.json"), "utf8")) as {
          public_web?: boolean;
        }
      ).public_web;
    await told(() => deploy.run(["--project", "twins-dev", ...work]));
    const before = isPublic();
    await told(() => deploy.run(["--public-web", ...work]));
    const opened = isPublic();
    await told(() => deploy.run(["--private-web", ...work]));
    expect([before, opened, isPublic()]).toEqual([undefined, true, false]);
  });
});

test("OpenTofu goes before Terraform", async () => {
  await onStage({ terraform, tofu: terraform }, async ({ folder, runs }) => {
    await told(() => deploy.run(["--project", "twins-dev", "--folder", join(folder, "work"), "--dry-run"]));
    expect(runs()).toEqual(["tofu init -input=false", "tofu plan -input=false"]);
  });
});

test("a step that fails is the last, and says that it can go on", async () => {
  await onStage({ terraform: `[ "$1" != apply ]` }, async ({ folder, runs }) => {
    const argv = ["--project", "twins-dev", "--folder", join(folder, "work"), "--yes", "--no-build"];
    const { code, talk } = await told(() => deploy.run(argv));
    expect(runs()).toEqual(["terraform init -input=false", "terraform apply -input=false -auto-approve"]);
    expect(code).toBe(2);
    expect(talk.map((line) => line.replace(folder, ""))).toEqual([
      "/bin/terraform apply ended with 1. What was made so far stays, and the next deployment goes on from there.",
    ]);
  });
});

test("a build that fails is no deployment", async () => {
  const failing = gcloud.replace("SUCCESS", "FAILURE");
  await onStage({ terraform, gcloud: failing }, async ({ folder, runs }) => {
    const argv = ["--project", "twins-dev", "--folder", join(folder, "work"), ...repository(folder)];
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
    const run = deploy.run([
      "--project",
      "twins-dev",
      "--folder",
      join(folder, "work"),
      "--no-build",
      ...argv,
    ]);
    await expect(run).rejects.toThrow(message);
    expect(runs()).toEqual([]);
  });
});

test("without a project there is no deployment", async () => {
  await onStage({ terraform }, async ({ folder }) => {
    await expect(deploy.run(["--folder", join(folder, "work")])).rejects.toThrow(
      "pollux cloudbuild deploy: no project is given. Give --project P.",
    );
  });
});

test("a folder is of one project", async () => {
  await onStage({ terraform }, async ({ folder }) => {
    const work = join(folder, "work");
    await told(() => deploy.run(["--project", "twins-dev", "--folder", work, "--dry-run"]));
    await expect(deploy.run(["--project", "twins", "--folder", work])).rejects.toThrow(
      `${work}: is of project "twins-dev", not "twins". Give --folder for another one, or tear that one down first.`,
    );
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
    const argv = ["--project", "twins-dev", "--folder", join(folder, "work"), ...repository(folder)];
    rmSync(join(folder, "merged.yaml"));
    await expect(deploy.run(argv)).rejects.toThrow(
      "merged.yaml: cannot be read. Write it with pollux cloudbuild merge.",
    );
    expect(runs()).toEqual([]);
  });
});

const holders = "chats, runs, pipelines, tuning, builds, users";

test("tearing down keeps data, and says whose", async () => {
  await onStage({ terraform }, async ({ folder, runs }) => {
    const work = ["--folder", join(folder, "work")];
    await told(() => deploy.run(["--project", "twins-dev", ...work, "--dry-run"]));
    const { code, talk } = await told(() => teardown.run(work));
    expect(runs().slice(2)).toEqual(["terraform init -input=false", "terraform destroy"]);
    expect(code).toBe(0);
    expect(talk).toEqual([
      `These stay where they hold data, and so does what is in them: ${holders}. --delete-data empties them.`,
    ]);
  });
});

test("tearing down with --delete-data first tells the state that buckets may be emptied", async () => {
  await onStage({ terraform }, async ({ folder, runs }) => {
    const work = ["--folder", join(folder, "work")];
    await told(() => deploy.run(["--project", "twins-dev", ...work, "--dry-run"]));
    const { talk } = await told(() => teardown.run([...work, "--delete-data", "--yes"]));
    const targets = ["chats", "runs", "pipelines", "tuning", "builds"].map(
      (name) => ` -target=google_storage_bucket.${name}`,
    );
    expect(runs().slice(2)).toEqual([
      "terraform init -input=false",
      `terraform apply -var=delete_data=true${targets.join("")} -target=google_bigquery_dataset.users -input=false -auto-approve`,
      "terraform destroy -var=delete_data=true -input=false -auto-approve",
    ]);
    expect(talk).toEqual([`All data in these is deleted: ${holders}.`]);
  });
});

test("tearing down what holds data ends with 2 and says how it goes", async () => {
  await onStage({ terraform: `[ "$1" != destroy ]` }, async ({ folder }) => {
    const work = ["--folder", join(folder, "work")];
    await told(() => deploy.run(["--project", "twins-dev", ...work, "--dry-run"]));
    const { code, talk } = await told(() => teardown.run([...work, "--yes"]));
    expect(code).toBe(2);
    expect(talk.at(-1)?.replace(folder, "")).toBe(
      "/bin/terraform destroy ended with 1. Run it again to go on. What still holds data goes only with --delete-data.",
    );
  });
});

test("tearing down what was never deployed is refused", async () => {
  await onStage({ terraform }, async ({ folder, runs }) => {
    await expect(teardown.run(["--folder", folder])).rejects.toThrow(
      `${folder}: no deployment was made from here. Give --folder, or pollux cloudbuild deploy --dry-run with its --project and --state.`,
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
