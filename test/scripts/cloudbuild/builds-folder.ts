// A folder with two configs and the builds.ts that names them, as of a repository, for commands that read such.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "../temporary-folder.ts";
import { job, trainer } from "./two-components.ts";

/** Gives builds.ts. */
export function buildsFolder(): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, ".git"));
  writeFileSync(join(folder, "trainer.yaml"), trainer);
  writeFileSync(
    join(folder, "job.yaml"),
    `${job}    args: [https://example.com/$_TAG]\nsubstitutions: {_TAG: "0"}\n`,
  );
  writeFileSync(
    join(folder, "builds.ts"),
    `export default {
  components: {
    trainer: { config: "trainer.yaml" },
    job: { config: "job.yaml", needs: [{ on: ["trainer:lint"] }] },
  },
  environments: { production: { substitutions: { _TAG: "$TAG_NAME" } } },
  durations: { "trainer:build": 300 },
  output: "merged.yaml",
  triggers: {
    region: "us-central1",
    repository: { kind: "github", owner: "o", name: "n" },
    list: { release: { on: { kind: "tag", tag: "^v" }, environment: "production" } },
  },
};
`,
  );
  return join(folder, "builds.ts");
}
