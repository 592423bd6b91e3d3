// Says whether this process may use Gemini, and through which door. It never holds the secret itself.
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

export type Environment = { readonly [name: string]: string | undefined };

export type GeminiCredentials =
  | { readonly kind: "apiKey" }
  | { readonly kind: "vertex"; readonly project: string; readonly location: string }
  /** `missing` says what to set. */
  | { readonly kind: "none"; readonly missing: string };

/**
 * A key for the Gemini API, else a project for Vertex AI with application default credentials: a file, or a machine of
 * Google's. `fileExists` is asked for gcloud's own file.
 */
export function geminiCredentials(
  env: Environment,
  fileExists: (path: string) => boolean = existsSync,
): GeminiCredentials {
  if (isSet(env["GEMINI_API_KEY"])) return { kind: "apiKey" };
  const project = env["GOOGLE_CLOUD_PROJECT"];
  if (!isSet(project)) {
    return { kind: "none", missing: "set GEMINI_API_KEY, or GOOGLE_CLOUD_PROJECT for Vertex AI" };
  }
  if (!hasDefaultCredentials(env, fileExists)) {
    return { kind: "none", missing: "run `gcloud auth application-default login`, or set GEMINI_API_KEY" };
  }
  const location = env["GOOGLE_CLOUD_LOCATION"];
  return { kind: "vertex", project, location: isSet(location) ? location : "us-central1" };
}

function hasDefaultCredentials(env: Environment, fileExists: (path: string) => boolean): boolean {
  const named = env["GOOGLE_APPLICATION_CREDENTIALS"];
  if (isSet(named)) return fileExists(named);
  // Vertex AI's jobs and Cloud Run set these; there the machine itself has credentials.
  if (isSet(env["CLOUD_ML_PROJECT_ID"]) || isSet(env["K_SERVICE"])) return true;
  const configuration = env["CLOUDSDK_CONFIG"];
  const folder = isSet(configuration) ? configuration : join(env["HOME"] ?? homedir(), ".config", "gcloud");
  return fileExists(join(folder, "application_default_credentials.json"));
}

function isSet(value: string | undefined): value is string {
  return value !== undefined && value.trim() !== "";
}
