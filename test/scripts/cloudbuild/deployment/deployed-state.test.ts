// What is read of a state that OpenTofu or Terraform itself has written.
import { expect, test } from "vitest";
import { infrastructure } from "../../../../cloudbuild/infrastructure/infrastructure.ts";
import { placeOf, stateIn } from "../../../../scripts/cloudbuild/deployment/deployed-state.ts";
import { inFolder, terraform, withoutProviders } from "../../../cloudbuild/infrastructure/run-terraform.ts";
import { sampleTriggers } from "../../../cloudbuild/infrastructure/sample-triggers.ts";

const module = infrastructure(sampleTriggers, {
  _REGISTRY: "us-central1-docker.pkg.dev",
  _REPOSITORY: "pollux",
});
const given = {
  project: "twins-dev",
  region: "europe-west4",
  github_owner: "someone",
  github_repository: "twins",
  github_installation: 7,
};
const defaults = { web_image: "", functions_image: "", tuning_image: "", public_web: false };

test.skipIf(terraform === undefined)(
  "a deployment is remembered by its state, and forgotten with it (needs Terraform or OpenTofu)",
  { timeout: 120_000 },
  () => {
    inFolder(withoutProviders(module), (run) => {
      const shown = () => stateIn(JSON.parse(run("show", "-json").output));
      const values = Object.entries(given).map(([name, value]) => `-var=${name}=${value}`);
      expect(run("init", "-input=false").status).toBe(0);
      expect(shown()).toEqual({ values: {}, resources: [] });
      expect(run("apply", "-input=false", "-auto-approve", ...values).status).toBe(0);
      const state = shown();
      expect(state.values).toEqual({ ...given, ...defaults });
      expect(placeOf(state)).toEqual({ project: "twins-dev", region: "europe-west4" });
      const main = state.resources.find(
        ({ address }) => address === "terraform_data.google_cloudbuild_trigger__pollux_main",
      );
      // Another region than the configs' own: the trigger says where images go.
      expect(main?.attributes["input"]).toMatchObject({
        substitutions: { _TAG: "$COMMIT_SHA", _REGISTRY: "europe-west4-docker.pkg.dev" },
      });
      expect(run("destroy", "-input=false", "-auto-approve", ...values).status).toBe(0);
      expect(shown()).toEqual({ values: {}, resources: [] });
    });
  },
);
