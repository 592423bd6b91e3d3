// Secrets by name. Their values are put into Secret Manager by hand: Terraform would keep them in its state.
import { type Resource, resource, valueOf } from "./terraform.ts";
import { labels, region } from "./variables.ts";

function secret(name: string, id: string): Resource<"google_secret_manager_secret"> {
  return resource("google_secret_manager_secret", name, {
    secret_id: id,
    labels,
    replication: { user_managed: { replicas: [{ location: valueOf(region) }] } },
  });
}

/** By which Cloud Build reads the repository and reports to its pull requests. */
export const githubToken = secret("github_token", "pollux-github-token");

/** For bases that Hugging Face gives only to those who have agreed to their terms. */
export const huggingFaceToken = secret("hugging_face_token", "pollux-hugging-face-token");

/** By which the web app signs its sessions. */
export const sessionKey = secret("session_key", "pollux-session-key");

export const secrets = [githubToken, huggingFaceToken, sessionKey];
