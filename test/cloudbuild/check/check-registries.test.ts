import { expect, test } from "vitest";
import { checkRegistries } from "../../../cloudbuild/check/check-registries.ts";
import { saidOf } from "./said-of.ts";

test("a registry is told once, with its places counted", () => {
  const text = `steps:
  - {name: docker, args: [build, -t, gcr.io/$PROJECT_ID/app, .]}
  - {name: "gcr.io/\${PROJECT_ID}/app"}
  - {name: busybox, script: "docker pull eu.gcr.io/$PROJECT_ID/base"}
images: [gcr.io/$PROJECT_ID/app]
`;
  expect(saidOf(checkRegistries, text)).toEqual([
    "2:38+18 warning RETIRED_REGISTRY: gcr.io/$PROJECT_ID is a name of Container Registry, which was shut down in 2025 (3 places here). Use LOCATION-docker.pkg.dev/PROJECT/REPOSITORY/IMAGE; this name works only where Artifact Registry has been set up to serve it.",
    "4:42+21 warning RETIRED_REGISTRY: eu.gcr.io/$PROJECT_ID is a name of Container Registry, which was shut down in 2025. Use LOCATION-docker.pkg.dev/PROJECT/REPOSITORY/IMAGE; this name works only where Artifact Registry has been set up to serve it.",
  ]);
});

test("a project that is written out counts where the build pushes to it", () => {
  const text = `steps:
  - {name: docker, args: [push, us.gcr.io/my-project/app]}
  - {name: gcr.io/my-project/tools}
`;
  expect(saidOf(checkRegistries, text)).toEqual([
    "2:33+20 warning RETIRED_REGISTRY: us.gcr.io/my-project is a name of Container Registry, which was shut down in 2025. Use LOCATION-docker.pkg.dev/PROJECT/REPOSITORY/IMAGE; this name works only where Artifact Registry has been set up to serve it.",
  ]);
});

test("images of others, and Artifact Registry, are fine", () => {
  const text = `steps:
  - {name: gcr.io/cloud-builders/docker, args: [build, -t, $LOCATION-docker.pkg.dev/$PROJECT_ID/r/app, .]}
  - {name: gcr.io/google.com/cloudsdktool/cloud-sdk}
  - {name: gcr.io/my-project/tools}
`;
  expect(saidOf(checkRegistries, text)).toEqual([]);
});

test("a repository of Artifact Registry may be called gcr.io", () => {
  const text = `steps:
  - {name: docker, args: [push, us-docker.pkg.dev/$PROJECT_ID/gcr.io/app]}
`;
  expect(saidOf(checkRegistries, text)).toEqual([]);
});

test("an address is a name with a scheme", () => {
  const text = `steps:
  - {name: skopeo, args: [copy, "docker://gcr.io/$PROJECT_ID/app"]}
`;
  expect(saidOf(checkRegistries, text)).toEqual([
    "2:43+18 warning RETIRED_REGISTRY: gcr.io/$PROJECT_ID is a name of Container Registry, which was shut down in 2025. Use LOCATION-docker.pkg.dev/PROJECT/REPOSITORY/IMAGE; this name works only where Artifact Registry has been set up to serve it.",
  ]);
});

test("a default of a substitution counts", () => {
  const text = `steps:
  - {name: docker, args: [push, $_IMAGE]}
substitutions: {_IMAGE: gcr.io/$PROJECT_ID/app}
`;
  expect(saidOf(checkRegistries, text)).toEqual([
    "3:25+18 warning RETIRED_REGISTRY: gcr.io/$PROJECT_ID is a name of Container Registry, which was shut down in 2025. Use LOCATION-docker.pkg.dev/PROJECT/REPOSITORY/IMAGE; this name works only where Artifact Registry has been set up to serve it.",
  ]);
});
