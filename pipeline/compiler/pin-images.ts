// Names the images of a compiled pipeline by digest, so that what was built and tested is what runs.
import type { ExecutorSpec, PipelineSpec } from "../ir/pipeline-spec.ts";
import { UserError } from "../ir/user-error.ts";

/** Digests, as `sha256:...`, by image without tag, as `us-docker.pkg.dev/p/r/node`. */
export type Digests = ReadonlyMap<string, string>;

/**
 * Images that `digests` knows get theirs in place of their tag; one that has a digest keeps it. Throws `NO_DIGEST` if an
 * image under `prefix` has none, so that nothing of ours is left to a tag by mistake.
 */
export function pinImages(spec: PipelineSpec, digests: Digests, prefix: string): PipelineSpec {
  const executors = Object.entries(spec.deploymentSpec?.executors ?? {}).map(
    ([label, executor]) => [label, pinImage(label, executor, { digests, prefix })] as const,
  );
  return { ...spec, deploymentSpec: { executors: Object.fromEntries(executors) } };
}

interface Pins {
  readonly digests: Digests;
  readonly prefix: string;
}

function pinImage(label: string, executor: ExecutorSpec, { digests, prefix }: Pins): ExecutorSpec {
  const { container } = executor;
  if (container === undefined || container.image.includes("@")) return executor;
  const repository = withoutTag(container.image);
  const digest = digests.get(repository);
  if (digest !== undefined) {
    return { ...executor, container: { ...container, image: `${repository}@${digest}` } };
  }
  if (!repository.startsWith(`${prefix}/`)) return executor;
  const known = [...digests.keys()].join(", ") || "none";
  throw new UserError(
    "NO_DIGEST",
    `${label}: the digest of ${container.image} is not known (known: ${known}). Build the image before the pipeline is compiled, or name its digest.`,
  );
}

/** `localhost:5000/a:1` is `localhost:5000/a`: a port is no tag. */
export function withoutTag(image: string): string {
  return image.replace(/:[^:/@]*$/, "");
}
