// Each setting is taken from the first place that has it, and everything wrong is said at once.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type ConfigSources, resolveConfig } from "../../../../pipeline/vertex/config/index.ts";
import { temporaryFolder } from "../../../scripts/temporary-folder.ts";

function configFile(content: unknown): string {
  const file = join(temporaryFolder(), "pollux.json");
  writeFileSync(file, JSON.stringify(content));
  return file;
}

function problemsOf(sources: ConfigSources): readonly string[] {
  try {
    resolveConfig({ env: {}, ...sources });
    return [];
  } catch (error) {
    expect(error).toMatchObject({ code: "CONFIG_INVALID" });
    return (error as Error).message.split("\n");
  }
}

describe("a setting", () => {
  test("is what is given, else the environment's, else the profile's, else the pipeline's file's", () => {
    const file = configFile({
      images: {},
      profile: "dev",
      profiles: {
        dev: {
          project: "dev-project",
          pipelineRoot: "gs://dev/runs",
          location: "europe-west4",
          labels: { team: "twins", stage: "dev" },
        },
        prod: { project: "prod-project" },
      },
    });
    const { config, origins } = resolveConfig({
      given: { pipelineRoot: "gs://given/runs", labels: { stage: "test" } },
      env: { GOOGLE_CLOUD_LOCATION: "us-east1", POLLUX_SERVICE_ACCOUNT: "a@p.iam.gserviceaccount.com" },
      file,
      defaults: { origin: "ir.yaml", values: { network: "projects/1/global/networks/default" } },
      isCommandLine: true,
    });
    expect(config).toEqual({
      project: "dev-project",
      location: "us-east1",
      pipelineRoot: "gs://given/runs",
      serviceAccount: "a@p.iam.gserviceaccount.com",
      network: "projects/1/global/networks/default",
      labels: { team: "twins", stage: "test" },
      transport: "grpc",
      insecure: false,
    });
    expect(origins).toEqual({
      project: `${file}, profile "dev"`,
      location: "GOOGLE_CLOUD_LOCATION",
      pipelineRoot: "--pipeline-root",
      serviceAccount: "POLLUX_SERVICE_ACCOUNT",
      network: "ir.yaml",
      labels: `--label; ${file}, profile "dev"`,
      transport: "default",
    });
    const prod = resolveConfig({ env: { POLLUX_PROFILE: "prod" }, file });
    expect(prod.config.project).toBe("prod-project");
  });

  test("of labels and switches is read from the environment too", () => {
    const env = { GOOGLE_CLOUD_PROJECT: "my-project", POLLUX_LABELS: "a=1, b=2", POLLUX_INSECURE: "true" };
    const { config } = resolveConfig({ env, file: configFile({}) });
    expect([config.labels, config.insecure]).toEqual([{ a: "1", b: "2" }, true]);
  });
});

describe("a mistake", () => {
  test("is said with where it stands, together with all others", () => {
    const file = configFile({ profiles: { dev: { regoin: "x", labels: { Team: "a", x: 1 } } } });
    const given = {
      location: "Frankfurt",
      pipelineRoot: "s3://bucket",
      serviceAccount: "me@example.com",
      network: "default",
      pscInterface: "attachment",
      kmsKey: "key",
      failurePolicy: "quick" as "slow",
      transport: "http" as "rest",
      experiment: "My Experiment",
      apiEndpoint: "a b",
    };
    expect(problemsOf({ file, given, isCommandLine: true })).toEqual([
      `${file}, profile "dev": there is no setting "regoin". Use project, location, pipelineRoot, serviceAccount, network, pscInterface, kmsKey, labels, failurePolicy, experiment, transport, apiEndpoint, insecure.`,
      '--location: location "Frankfurt" is no region. Give one as us-central1 or europe-west4.',
      '--pipeline-root: pipelineRoot "s3://bucket" is no place in Cloud Storage. Give one as gs://BUCKET/FOLDER.',
      '--service-account: serviceAccount "me@example.com" is no service account\'s address. Give one as NAME@PROJECT.iam.gserviceaccount.com.',
      '--network: network "default" is no network\'s full name. Give one as projects/PROJECT_NUMBER/global/networks/NAME.',
      '--psc-interface: pscInterface "attachment" is no network attachment\'s full name. Give one as projects/PROJECT/regions/REGION/networkAttachments/NAME.',
      '--kms-key: kmsKey "key" is no key\'s full name. Give one as projects/PROJECT/locations/LOCATION/keyRings/RING/cryptoKeys/KEY.',
      `${file}, profile "dev": the label's key "Team" can have up to 64 small letters, digits, "_" and "-", a letter first; the label "x" is 1 and no text. Correct them.`,
      '--failure-policy: failurePolicy "quick" is no failure policy. Give slow or fast.',
      '--experiment: experiment "My Experiment" is no experiment\'s name. Give up to 128 small letters, digits and dashes.',
      '--transport: transport "http" is no transport. Give grpc or rest.',
      '--api-endpoint: apiEndpoint "a b" is no host. Give one as us-central1-aiplatform.googleapis.com or http://127.0.0.1:8085.',
      "project: it is not given. Set --project, GOOGLE_CLOUD_PROJECT or pollux.json's profile.",
    ]);
  });

  test.each([
    ["gs://x/y", 'has the bucket "x", whose name has 1 character. Give 3 to 63'],
    [
      `gs://${"b".repeat(64)}`,
      `has the bucket "${"b".repeat(64)}", whose name has 64 characters. Give 3 to 63`,
    ],
    [
      "gs://MyData/runs",
      'has the bucket "MyData", whose name can have small letters, digits, "-", "_" and "." alone. Correct it',
    ],
    [
      "gs://-data/runs",
      'has the bucket "-data", whose name can begin and end with a letter or digit alone. Correct it',
    ],
    ["gs:///runs", "is no place in Cloud Storage. Give one as gs://BUCKET/FOLDER"],
  ])("of the bucket in %s is said", (pipelineRoot, mistake) => {
    const given = { project: "my-project", pipelineRoot };
    expect(problemsOf({ given, file: configFile({}) })).toEqual([
      `pipelineRoot: "${pipelineRoot}" ${mistake}.`,
    ]);
  });

  test.each(["moon", "us-central", "us-central1-a", "europe"])("is the location %s", (location) => {
    expect(problemsOf({ given: { project: "my-project", location }, file: configFile({}) })).toEqual([
      `location: "${location}" is no region. Give one as us-central1 or europe-west4.`,
    ]);
  });

  test("hides none of what others say together, and no setting is missing that a broken file may have", () => {
    const given = {
      location: "moon",
      network: "projects/1/global/networks/default",
      pscInterface: "projects/p/regions/r/networkAttachments/a",
    };
    expect(problemsOf({ given, file: configFile({}) })).toEqual([
      'location: "moon" is no region. Give one as us-central1 or europe-west4.',
      "project: it is not given. Set --project, GOOGLE_CLOUD_PROJECT or pollux.json's profile.",
      `network "${given.network}": pscInterface "${given.pscInterface}" is given as well, and a job has one of them. Leave one out.`,
    ]);
    const file = configFile([]);
    expect(problemsOf({ given: { location: "moon" }, file })).toEqual([
      `${file}: is no JSON object. Correct it.`,
      'location: "moon" is no region. Give one as us-central1 or europe-west4.',
    ]);
  });

  test("may be in what settings say together", () => {
    const given = {
      project: "my-project",
      network: "projects/1/global/networks/default",
      pscInterface: "projects/p/regions/r/networkAttachments/a",
      kmsKey: "projects/p/locations/europe-west4/keyRings/r/cryptoKeys/k",
      apiEndpoint: "http://vertex.example.com",
    };
    expect(problemsOf({ given, file: configFile({}) })).toEqual([
      'network "projects/1/global/networks/default": pscInterface "projects/p/regions/r/networkAttachments/a" is given as well, and a job has one of them. Leave one out.',
      'kmsKey "projects/p/locations/europe-west4/keyRings/r/cryptoKeys/k": is in europe-west4, and the job would be in us-central1. Give a key of us-central1.',
      'apiEndpoint "http://vertex.example.com": is plain http to another machine, which everybody between can read and change. Use https, or set insecure.',
    ]);
  });

  test.each([
    [
      { profiles: { a: {}, b: {} } },
      undefined,
      'says not which profile is meant. Give one of a, b with --profile, or "profile".',
    ],
    [{ profiles: { a: {} } }, "c", 'there is no profile "c". The profiles are: a.'],
    [{ profiles: [] }, undefined, '"profiles" is no object. Write {"dev": {"project": ...}}.'],
    [{ profiles: { a: 1 } }, "a", 'profile "a" is no object. Correct it.'],
    [[], undefined, "is no JSON object. Correct it."],
  ])("in the file %j is said", (content, profile, message) => {
    const file = configFile(content);
    expect(problemsOf({ file, profile })).toEqual([`${file}: ${message}`]);
  });

  test("is a file that is named and not there; the usual one may be absent", () => {
    expect(problemsOf({ file: "/nowhere/pollux.json" })).toEqual([
      "/nowhere/pollux.json: there is no such file. Name one that there is with --config.",
    ]);
  });
});
