// The container images that components of this repository run in: one for each folder of `containers/`.

/** Where compiled pipelines expect the images; `pollux compile --registry` puts another in its place. */
export const registry = "us-central1-docker.pkg.dev/pollux-twin/pollux";

const version = "0.1.0";

/** `image("trainer")` is the reference of the image built from `containers/trainer`. */
export function image(folder: "node" | "trainer"): string {
  return `${registry}/${folder}:${version}`;
}
