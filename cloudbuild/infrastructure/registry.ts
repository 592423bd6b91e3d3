// Artifact Registry: where the images are, and the pipelines as templates.
import { resource, valueOf } from "./terraform.ts";
import { labels, region } from "./variables.ts";

/** By which the configs name it, too. */
export const imagesId = "pollux";

const day = 24 * 3600;
const days = (count: number): string => `${count * day}s`;

/**
 * Its tags can be moved, since the builds' cache is kept in it under tags that each build moves (`node:cache`). What is
 * deployed and what pipelines name is a digest, which nobody can move.
 */
export const images = resource("google_artifact_registry_repository", "images", {
  repository_id: imagesId,
  location: valueOf(region),
  format: "DOCKER",
  description: "Images of Pollux, and the cache of their builds.",
  labels,
  docker_config: { immutable_tags: false },
  cleanup_policy_dry_run: false,
  // What a policy keeps no other deletes. A build of main leaves up to three versions of an image (the image under its
  // commit, and two of the cache), so that 30 are the last ten builds at least. Releases stay for ever.
  cleanup_policies: [
    { id: "keep-latest", action: "KEEP", most_recent_versions: { keep_count: 30 } },
    {
      id: "keep-releases",
      action: "KEEP",
      condition: { tag_state: "TAGGED", tag_prefixes: ["v"] },
    },
    {
      id: "delete-untagged",
      action: "DELETE",
      condition: { tag_state: "UNTAGGED", older_than: days(14) },
    },
    {
      id: "delete-cache",
      action: "DELETE",
      condition: { tag_state: "TAGGED", tag_prefixes: ["cache"], older_than: days(30) },
    },
    {
      id: "delete-old",
      action: "DELETE",
      condition: { tag_state: "ANY", older_than: days(90) },
    },
  ],
});

/** Nothing is deleted of it: a schedule or a job may name any version, and they are small. */
export const templates = resource("google_artifact_registry_repository", "templates", {
  repository_id: "pollux-pipelines",
  location: valueOf(region),
  format: "KFP",
  description: "Compiled pipelines of Pollux.",
  labels,
});
