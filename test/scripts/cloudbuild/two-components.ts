// A merged build that the tests of what shows one have in common: an image, and what runs in it once it is pushed.
import type { BuildComponent } from "../../../cloudbuild/config/builds.ts";
import { readBuildFile } from "../../../cloudbuild/files/read-build-file.ts";
import { mergeBuilds } from "../../../cloudbuild/merge/merge-builds.ts";
import type { MergedBuild } from "../../../cloudbuild/merge/merged-build.ts";

export const trainer = `steps:
  - id: build
    name: docker
    args: [build, --tag=us-docker.pkg.dev/p/r/trainer:1, .]
  - id: push
    name: docker
    args: [push, us-docker.pkg.dev/p/r/trainer:1]
  - id: lint
    name: python
    waitFor: ["-"]
`;

export const job = `steps:
  - name: us-docker.pkg.dev/p/r/trainer:1
    args: [train]
  - id: tell
    name: curl
`;

/** Leaves the digest of an image, and what reads it. */
export const handoff = {
  image: `steps:
  - id: push
    name: docker
    args: [buildx, build, --push, --tag=us-docker.pkg.dev/p/r/a:1, --metadata-file=/workspace/.digests/image.json, .]
`,
  reader: `steps:
  - id: pin
    name: node
    args: [pin, /workspace/.digests/image.json]
`,
};

export const source = {
  file: "cloudbuild/builds.ts",
  text: `export default {
  components: {
    trainer: { config: "trainer.yaml" },
    job: { config: "job.yaml", needs: [{ on: ["trainer:lint"] }] },
  },
};
`,
};

export function mergedOf(
  texts: { readonly [name: string]: string },
  needs: { readonly [name: string]: BuildComponent["needs"] } = {},
): MergedBuild {
  const components = Object.entries(texts).map(([name, text]) => {
    const file = `${name}.yaml`;
    const { read, findings } = readBuildFile(file, text);
    if (read === undefined) throw new Error(JSON.stringify(findings));
    const needed = needs[name];
    return {
      name,
      file: read,
      component: { config: file, ...(needed === undefined ? {} : { needs: needed }) },
    };
  });
  const { merged, findings } = mergeBuilds(components, source);
  if (merged === undefined) throw new Error(JSON.stringify(findings));
  return merged;
}

export function twoComponents(): MergedBuild {
  return mergedOf({ trainer, job }, { job: [{ on: ["trainer:lint"] }] });
}
