// The configuration as OpenTofu or Terraform itself reads it.
import { expect, test } from "vitest";
import { infrastructure } from "../../../cloudbuild/infrastructure/infrastructure.ts";
import { writeModule } from "../../../cloudbuild/infrastructure/write-module.ts";
import { inFolder, terraform, withoutProviders } from "./run-terraform.ts";
import { sampleTriggers } from "./sample-triggers.ts";

const module = infrastructure(sampleTriggers, { _REGISTRY: "us-central1-docker.pkg.dev" });
const image = (name: string): string => `registry/${name}@sha256:${"0".repeat(64)}`;
const isThere = terraform !== undefined;
/** A folder of provider packages, as `terraform providers mirror` makes it. */
const mirror = process.env["POLLUX_TERRAFORM_PROVIDERS"];

test.skipIf(!isThere)(
  "Terraform or OpenTofu reads it, and only misses the provider",
  { timeout: 60_000 },
  () => {
    inFolder(writeModule(module), (run) => {
      const { output } = run("validate", "-json");
      const { diagnostics } = JSON.parse(output) as { diagnostics: readonly { summary: string }[] };
      const summaries = [...new Set(diagnostics.map(({ summary }) => summary))];
      expect(summaries).toEqual([expect.stringMatching(/^Missing required provider/)]);
    });
  },
);

test.skipIf(!isThere || mirror === undefined)(
  "validates with the provider (needs Terraform or OpenTofu, and POLLUX_TERRAFORM_PROVIDERS)",
  { timeout: 300_000 },
  () => {
    inFolder(writeModule(module), (run) => {
      expect(run("init", "-backend=false", "-input=false", `-plugin-dir=${mirror}`)).toMatchObject({
        status: 0,
      });
      expect(run("validate", "-no-color").output).toBe("Success! The configuration is valid.\n\n");
    });
  },
);

/** The addresses that would be made with these values. */
function planned(values: { readonly [name: string]: string }): readonly string[] | string {
  return inFolder(withoutProviders(module), (run) => {
    const init = run("init", "-input=false", "-no-color");
    if (init.status !== 0) return init.output;
    const given = Object.entries(values).map(([name, value]) => `-var=${name}=${value}`);
    const plan = run("plan", "-input=false", "-no-color", "-refresh=false", "-out=plan", ...given);
    if (plan.status !== 0) return plan.output;
    const shown = JSON.parse(run("show", "-json", "plan").output) as {
      readonly resource_changes: readonly { readonly address: string }[];
    };
    return shown.resource_changes.map(({ address }) => address.replace(/^terraform_data\./, "")).sort();
  });
}

const [none, full] = isThere
  ? [
      planned({ project: "twins-dev" }),
      planned({
        project: "twins-dev",
        github_owner: "someone",
        github_repository: "twins",
        github_installation: "7",
        web_image: image("web"),
        functions_image: image("functions"),
        tuning_image: image("tuning"),
        public_web: "true",
      }),
    ]
  : [[], []];

test.skipIf(!isThere)("every expression is evaluated, and without images nothing runs on them", () => {
  const always = module.resources.filter(({ when }) => when.length === 0);
  const expected = [
    ...always.map(({ type, name }) => `${type}__${name}`),
    ...module.data.map(({ type, name }) => `data__${type}__${name}`),
  ];
  expect(none).toEqual(expected.sort());
});

test.skipIf(!isThere)("with images and the app on GitHub everything is made", () => {
  const expected = [
    ...module.resources.map(({ type, name, when }) => `${type}__${name}${when.length > 0 ? "[0]" : ""}`),
    ...module.data.map(({ type, name }) => `data__${type}__${name}`),
  ];
  expect(full).toEqual(expected.sort());
});

test.skipIf(!isThere)("an installation without a repository makes no trigger", () => {
  expect(planned({ project: "twins-dev", github_installation: "7" })).toEqual(none);
});

test.skipIf(!isThere)("an image by its tag is refused", () => {
  expect(planned({ project: "twins-dev", web_image: "registry/web:latest" })).toContain(
    "Give an image by its digest, as REGISTRY/IMAGE@sha256:...",
  );
});

test.skipIf(!isThere)("a project's name instead of its id is refused", () => {
  expect(planned({ project: "My Twins" })).toContain("Give a project's id, as twins-dev.");
});
