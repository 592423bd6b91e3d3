// A repository of pipelines in Artifact Registry (format KFP), or any other that speaks KFP's registry protocol.
import { UserError } from "../../ir/user-error.ts";
import { isLoopback } from "../config/index.ts";

/** The addresses of what is in a repository. */
export interface Registry {
  /** `https://us-central1-kfp.pkg.dev/PROJECT/REPOSITORY`, to which templates are posted. */
  readonly url: string;
  /** Under which `packages` and their versions and tags are listed. */
  readonly listUrl: string;
  /** Google's: credentials are sent to it, and to no other. */
  readonly isGoogle: boolean;
}

export interface TemplateReference {
  readonly registry: Registry;
  readonly package: string;
  /** `sha256:...`, or a tag. */
  readonly version: string;
  readonly url: string;
}

const google = /^https:\/\/([a-z0-9-]+)-kfp\.pkg\.dev\/([^/?#]+)\/([^/?#]+)$/;
const example = "Give it as https://us-central1-kfp.pkg.dev/PROJECT/REPOSITORY";

/** Throws `WRONG_ARGUMENTS`. */
export function parseRegistry(url: string): Registry {
  const plain = url.replace(/\/+$/, "");
  const [, location, project, repository] = google.exec(plain) ?? [];
  if (repository !== undefined) {
    const base = "https://artifactregistry.googleapis.com/v1";
    const listUrl = `${base}/projects/${project}/locations/${location}/repositories/${repository}`;
    return { url: plain, listUrl, isGoogle: true };
  }
  if (isLoopback(plain) && /^http:\/\/[^/]+(\/[^/?#]+)*$/.test(plain)) {
    return { url: plain, listUrl: plain, isGoogle: false };
  }
  throw new UserError("WRONG_ARGUMENTS", `repository "${url}": is none of Artifact Registry. ${example}.`);
}

/** Whether a pipeline's reference is one of a registry, and not a file. */
export function isTemplateUrl(reference: string): boolean {
  return /^https?:\/\//i.test(reference);
}

/** `REPOSITORY/PACKAGE/VERSION`; the version may be a tag. Throws `WRONG_ARGUMENTS`. */
export function parseTemplate(url: string): TemplateReference {
  const [, repository, name, version] = /^(https?:\/\/.+)\/([^/]+)\/([^/]+)$/.exec(url) ?? [];
  if (repository !== undefined && name !== undefined && version !== undefined) {
    if (isName(name) && isVersion(version)) {
      return { registry: parseRegistry(repository), package: name, version, url };
    }
  }
  throw new UserError(
    "WRONG_ARGUMENTS",
    `template "${url}": names no version. ${example}/PIPELINE/TAG, or .../PIPELINE/sha256:...`,
  );
}

export function isName(name: string): boolean {
  return /^[a-zA-Z0-9][-.\w]{0,254}$/.test(name);
}

export function isTag(tag: string): boolean {
  return /^[a-zA-Z0-9_][-.\w]{0,127}$/.test(tag);
}

function isVersion(version: string): boolean {
  return isTag(version) || /^sha256:[0-9a-f]{64}$/.test(version);
}
