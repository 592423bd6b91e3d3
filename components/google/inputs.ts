// The inputs that several of Google's components have alike, with the same defaults: interface of
// google-cloud-pipeline-components 2.22.0 (Apache-2.0).
import { googleCloudProject, string, struct } from "../../pipeline/index.ts";

export const displayName = string({ description: "Up to 128 characters." });
export const description = string({ default: "" });
export const project = string({ default: googleCloudProject, description: "Default: the run's project." });
export const location = string({ default: "us-central1", description: "A region, as `europe-west4`." });
export const labels = struct(undefined, {
  default: {},
  description: "Texts by name; small letters, digits, `_` and `-`, up to 64 characters each.",
});
export const encryptionKey = string({
  default: "",
  description:
    "Your own key, in the same region: `projects/P/locations/L/keyRings/R/cryptoKeys/K`. Empty: Google's.",
});
export const explanationMetadata = struct(undefined, {
  default: {},
  description: "`ExplanationMetadata` of Vertex AI's API: the model's inputs and outputs.",
});
export const explanationParameters = struct(undefined, {
  default: {},
  description: "`ExplanationParameters` of Vertex AI's API: the method.",
});
export const trafficSplit = struct(undefined, {
  default: {},
  description:
    'Percent by id of a deployed model, 100 together; `"0"` is the one now deployed. Empty: as it was.',
});
/** Tells what Google made, as JSON; `waitGcpResources` waits for it. */
export const gcpResources = string({ description: "JSON of what Google's API started." });
