import { expect, test } from "vitest";
import { geminiCredentials } from "../../../../components/platform/gemini/index.ts";

const nowhere = (): boolean => false;
const gcloud = (path: string): boolean =>
  path === "/home/ana/.config/gcloud/application_default_credentials.json";

test.each([
  ["a key", { GEMINI_API_KEY: "k", GOOGLE_CLOUD_PROJECT: "p" }, nowhere, { kind: "apiKey" }],
  [
    "a project and gcloud's file",
    { GOOGLE_CLOUD_PROJECT: "p", HOME: "/home/ana" },
    gcloud,
    { kind: "vertex", project: "p", location: "us-central1" },
  ],
  [
    "a project and a named file",
    {
      GOOGLE_CLOUD_PROJECT: "p",
      GOOGLE_APPLICATION_CREDENTIALS: "/k.json",
      GOOGLE_CLOUD_LOCATION: "europe-west4",
    },
    () => true,
    { kind: "vertex", project: "p", location: "europe-west4" },
  ],
  [
    "a project on a machine of Google's",
    { GOOGLE_CLOUD_PROJECT: "p", CLOUD_ML_PROJECT_ID: "1" },
    nowhere,
    { kind: "vertex", project: "p", location: "us-central1" },
  ],
  [
    "a project alone",
    { GOOGLE_CLOUD_PROJECT: "p", HOME: "/home/ana" },
    nowhere,
    { kind: "none", missing: "run `gcloud auth application-default login`, or set GEMINI_API_KEY" },
  ],
  [
    "nothing",
    { GEMINI_API_KEY: " " },
    nowhere,
    { kind: "none", missing: "set GEMINI_API_KEY, or GOOGLE_CLOUD_PROJECT for Vertex AI" },
  ],
])("%s gives these credentials", (_, env, fileExists, expected) => {
  expect(geminiCredentials(env, fileExists)).toEqual(expected);
});
