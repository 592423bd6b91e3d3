// Tearing down, with a script in the place of Terraform.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { deploy } from "../../../scripts/cloudbuild/deploy.ts";
import { teardown } from "../../../scripts/cloudbuild/teardown.ts";
import { onStage, terraform, told } from "./stub-programs.ts";

const resource = (address: string, values: object): object => ({ mode: "managed", address, values });
const chats = (force_destroy: boolean) =>
  resource("google_storage_bucket.chats", {
    force_destroy,
    location: "EUROPE-WEST4",
    project: "twins-dev",
  });
const users = (delete_contents_on_destroy: boolean) =>
  resource("google_bigquery_dataset.users", { delete_contents_on_destroy });
const webAddress = "google_cloud_run_v2_service.web[0]";

const values = { project: "twins-dev", region: "europe-west4", web_image: "web@sha256:1" };

interface Deployed {
  readonly folder: string;
  readonly resources: readonly object[];
  /** Those of the state. */
  readonly remembered?: object | undefined;
}

/** A folder from which this was deployed. */
async function deployed({ folder, resources, remembered }: Deployed): Promise<readonly string[]> {
  const work = join(folder, "work");
  await told(() => deploy.run(["--project", "twins-dev", "--folder", work, "--no-build", "--yes"]));
  const outputs = remembered === undefined ? {} : { values: { value: remembered } };
  const state = { values: { outputs, root_module: { resources } } };
  writeFileSync(join(work, "terraform.tfstate"), JSON.stringify(state));
  return ["--folder", work];
}

const begun = ["terraform init -input=false", "terraform show -json"];
const file = "-var-file=deployment.tfvars.json";
const holders = "chats, runs, pipelines, tuning, builds, users";

test("tearing down keeps data, and says whose", async () => {
  await onStage({ terraform }, async ({ folder, runs }) => {
    const work = await deployed({ folder, resources: [chats(false), users(false)], remembered: values });
    const { code, talk } = await told(() => teardown.run(work));
    expect(runs().slice(4)).toEqual([...begun, `terraform destroy ${file} -var=delete_data=false`]);
    expect(code).toBe(0);
    expect(talk).toEqual([
      `These stay where they hold data, and so does what is in them: ${holders}. --delete-data empties them.`,
    ]);
    const handed: unknown = JSON.parse(readFileSync(join(folder, "work/deployment.tfvars.json"), "utf8"));
    expect(handed).toEqual(values);
  });
});

test("--delete-data first tells the state that what is there may be emptied, and makes nothing anew", async () => {
  await onStage({ terraform }, async ({ folder, runs }) => {
    const work = await deployed({ folder, resources: [chats(false), users(true)], remembered: values });
    const { talk } = await told(() => teardown.run([...work, "--delete-data", "--yes"]));
    expect(runs().slice(6)).toEqual([
      `terraform apply ${file} -var=delete_data=true -target=google_storage_bucket.chats -input=false -auto-approve`,
      `terraform destroy ${file} -var=delete_data=true -input=false -auto-approve`,
    ]);
    expect(talk).toEqual([`All data in these is deleted: ${holders}.`]);
  });
});

test("after --delete-data that was broken off, a plain teardown first tells the state to keep data", async () => {
  await onStage({ terraform }, async ({ folder, runs }) => {
    const work = await deployed({ folder, resources: [chats(true), users(true)], remembered: values });
    await told(() => teardown.run([...work, "--yes"]));
    expect(runs().slice(6)).toEqual([
      `terraform apply ${file} -var=delete_data=false -target=google_storage_bucket.chats -target=google_bigquery_dataset.users -input=false -auto-approve`,
      `terraform destroy ${file} -var=delete_data=false -input=false -auto-approve`,
    ]);
  });
});

test("what a teardown has left, which holds data, still says where it is, and nothing of images", async () => {
  await onStage({ terraform }, async ({ folder }) => {
    const work = await deployed({ folder, resources: [chats(false)] });
    const handed = (): unknown =>
      JSON.parse(readFileSync(join(folder, "work/deployment.tfvars.json"), "utf8"));
    await told(() => teardown.run([...work, "--dry-run"]));
    expect(handed()).toEqual({ project: "twins-dev", region: "europe-west4" });
    const other = ["--project", "twins-dev", "--region", "us-central1", "--no-build"];
    await expect(deploy.run([...work, ...other])).rejects.toThrow(
      '--region us-central1: what is deployed here is in "europe-west4".',
    );
    await told(() => deploy.run([...work, "--no-build", "--yes"]));
    expect(handed()).toEqual({ project: "twins-dev", region: "europe-west4" });
  });
});

test("--dry-run shows what would be deleted", async () => {
  await onStage({ terraform }, async ({ folder, runs }) => {
    const work = await deployed({ folder, resources: [resource(webAddress, {})], remembered: values });
    await told(() => teardown.run([...work, "--dry-run"]));
    expect(runs().slice(6)).toEqual([`terraform plan -destroy -input=false ${file} -var=delete_data=false`]);
  });
});

test("tearing down what holds data ends with 2 and says how it goes", async () => {
  await onStage({ terraform: `[ "$1" = destroy ] && exit 1\n${terraform}` }, async ({ folder }) => {
    const work = await deployed({ folder, resources: [chats(false)], remembered: values });
    const { code, talk } = await told(() => teardown.run([...work, "--yes"]));
    expect(code).toBe(2);
    expect(talk.at(-1)?.replace(folder, "")).toBe(
      "/bin/terraform destroy ended with 1. Run it again to go on. What still holds data goes only with --delete-data.",
    );
  });
});

test("where nothing is left there is nothing to do", async () => {
  await onStage({ terraform }, async ({ folder, runs }) => {
    const work = await deployed({ folder, resources: [] });
    const { code, talk } = await told(() => teardown.run(work));
    expect([code, talk]).toEqual([0, ["Nothing is there: the state knows of nothing that was made."]]);
    expect(runs().slice(4)).toEqual(begun);
  });
});

test("what is not Pollux's is not torn down", async () => {
  await onStage({ terraform }, async ({ folder, runs }) => {
    const resources = [chats(false), resource("module.shop.google_storage_bucket.chats", {})];
    const work = await deployed({ folder, resources });
    await expect(teardown.run([...work, "--yes"])).rejects.toThrow(
      "module.shop.google_storage_bucket.chats: is in the state, and nothing that Pollux makes.",
    );
    expect(runs().slice(4)).toEqual(begun);
  });
});

test("tearing down what was never deployed is refused", async () => {
  await onStage({ terraform }, async ({ folder, runs }) => {
    await expect(teardown.run(["--folder", folder])).rejects.toThrow(
      `${folder}: no deployment was made from here. Give its --folder, or the --state that it was given.`,
    );
    expect(runs()).toEqual([]);
  });
});

test("a folder is torn down with its own state", async () => {
  await onStage({ terraform }, async ({ folder }) => {
    const work = await deployed({ folder, resources: [chats(false)], remembered: values });
    await expect(teardown.run([...work, "--state", "gs://other"])).rejects.toThrow(
      `--state gs://other: the state of ${folder}/work is elsewhere. Leave out --state, or give another --folder.`,
    );
  });
});

test("a state that cannot be reached leaves the folder as it was", async () => {
  await onStage({ terraform: "exit 1" }, async ({ folder }) => {
    const work = join(folder, "work");
    const { code, talk } = await told(() => teardown.run(["--folder", work, "--state", "gs://other"]));
    expect([code, talk.length]).toEqual([2, 1]);
    expect(talk[0]).toContain("init ended with 1. Nothing was made or changed.");
    expect([existsSync(join(work, "main.tf.json")), existsSync(join(work, "backend.tf.json"))]).toEqual([
      false,
      false,
    ]);
  });
});
