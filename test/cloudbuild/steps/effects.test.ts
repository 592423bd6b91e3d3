import { expect, test } from "vitest";
import { deploys, effectOf } from "../../../cloudbuild/steps/effects.ts";
import { commandsOf } from "../../../cloudbuild/steps/step-commands.ts";
import type { Command } from "../../../cloudbuild/steps/step-commands.ts";

const commandsIn = (script: string): readonly Command[] => commandsOf({ name: "bash", script }, 0);

test.each([
  ["docker buildx build --push .", "pushes images"],
  ["docker build .", "nothing"],
  ["docker build $FLAGS .", "not known"],
  ["docker $COMMAND", "not known"],
  ["docker run gcr.io/cloud-builders/gcloud run deploy x", "deploys or uploads"],
  ["gcloud storage cp gs://b/x .", "nothing"],
  ["gcloud storage mv gs://b/x gs://b/y", "deploys or uploads"],
  ["gcloud secrets versions access latest --secret=x", "nothing"],
  ["gcloud compute ssh x", "deploys or uploads"],
  ["kubectl get pods", "nothing"],
  ["helm upgrade x . --dry-run", "nothing"],
  ["terraform state rm x", "deploys or uploads"],
  ["skopeo copy docker://a docker://b", "pushes images"],
  ["skopeo copy docker://a dir:b", "nothing"],
  ["gcloud docker -- push r/p/a", "pushes images"],
  ["earthly --version", "nothing"],
  ["python3.8 -m pytest", "nothing"],
  ["git push", "deploys or uploads"],
  ["git fetch", "nothing"],
  ["bazel run //:push", "deploys or uploads"],
  ["bazel build //:push", "nothing"],
  ["echo gcloud run deploy --push", "nothing"],
  ["npm run build", "nothing"],
  ["npm run release", "not known"],
  ["make", "not known"],
  ["make --push", "pushes images"],
  ["curl -d x y", "not known"],
])("%s: %s", (script, effect) => {
  expect(commandsIn(script).map(effectOf)).toEqual([effect]);
});

test("an image's own entrypoint may run the arguments", () => {
  const effects = [["npm", "ci"], ["make", "push"], []].map((args) =>
    commandsOf({ name: "r/p/tools", args }, 0).map(effectOf),
  );
  expect(effects).toEqual([["nothing"], ["not known"], ["not known"]]);
});

test("gcloud deploys by some verbs, and what Kubernetes gets is deployed", () => {
  const lines = [
    ...["gcloud run deploy a", "kubectl apply -f x", "helm upgrade a", "gcloud builds list", "docker run a"],
    ...["helm template a", "docker build --tag=gcr.io/p/kubectl x"],
  ];
  expect(lines.map((line) => commandsIn(line).some(deploys))).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
    false,
  ]);
});
