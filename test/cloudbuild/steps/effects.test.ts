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

const pushing = [
  ...[
    "skopeo copy docker-archive:x docker://y --authfile f",
    "docker compose build --push",
    "trap 'docker push X' EXIT",
  ],
  ...["docker-compose build --push", "docker plugin push x", "docker model push x", "docker trust sign x"],
  ...["timeout 9 bash -c 'docker push X'", "crane --platform linux/amd64 copy a b"],
];
const deploying = [
  ...["npm exec -- firebase deploy", "yarn workspaces foreach npm publish", "npm --prefix x publish"],
  "gcloud dataflow flex-template build gs://b/x --image y",
  ...[
    "gcloud storage cp -r dist gs://b/ --cache-control no-cache",
    "gcloud storage rsync d gs://b --exclude '.*git'",
  ],
  ...[
    "gcloud storage cp d gs://b --project p",
    "gcloud storage cp d $OUT",
    "gsutil cp -I gs://b",
    "docker stack deploy x",
  ],
  ...[
    "docker service update x",
    "terragrunt apply-all",
    "terragrunt run --all apply",
    "terragrunt run-all apply",
  ],
  ...[
    "terragrunt --terragrunt-working-dir x apply",
    "npx vercel --prod",
    "bq query 'CREATE TABLE a.b (c INT64)'",
  ],
  ...[
    "bq query --destination_table a.b 'select 1'",
    "bazel run //k8s:app.apply",
    "gcloud builds triggers run search",
  ],
  ...["bundle exec fastlane beta", "gcloud --project list run deploy x", "gcloud logging logs delete x"],
  ...[
    "kubectl -n get apply -f x",
    "kubectl rollout restart deploy/x",
    "gradle publishAllPublicationsToX",
    "npm publish",
  ],
  ...[
    "gcloud deploy releases create r",
    "gcloud beta run deploy x",
    "python setup.py sdist && twine upload d",
  ],
];
const leaving = [
  ...[
    "yarn add vercel",
    "npm install -g semantic-release",
    "python -m pip install semantic-release",
    "npm exec jest",
  ],
  ...["timeout -s KILL 9m npm test", "xargs -I {} cp {} x"],
  ...["kubectl -n test get pods", "kubectl --namespace prod rollout status deploy/x", "helm -n x lint c"],
  ...[
    "firebase --project p emulators:exec 'npm test'",
    "pulumi -s dev preview",
    "crane --platform linux/amd64 digest x",
  ],
  ...[
    "gsutil -o A:b=c cp gs://b/x .",
    "gcloud run services describe deploy",
    "gcloud deploy releases describe r",
  ],
  ...[
    "gcloud emulators firestore start",
    "npm publish --dry-run",
    "gradle publishToMavenLocal",
    "gradle jibDockerBuild",
  ],
  ...[
    "git log --grep push",
    "git commit -m 'push'",
    "git stash push",
    "python -m pytest push",
    "npx jest deploy",
  ],
  ...[
    "go test ./deploy/...",
    "npm test",
    "npm run lint",
    "npm run test:unit",
    "npm run build",
    "yarn test",
    "yarn",
  ],
  ...[
    "pnpm -r test",
    "poetry run pytest",
    "bundle exec rspec",
    "bundle exec rubocop",
    "php vendor/bin/phpunit",
  ],
  ...["node node_modules/.bin/jest", "bq query 'select 1'", "terragrunt run-all plan", "trap cleanup EXIT"],
  ...[
    "docker compose up -d",
    "docker network create x",
    "docker rm x",
    "gradle build -x publish",
    "mvn -P release verify",
  ],
  ...[
    "python manage.py test",
    "bazel build //:release",
    "docker run x npm run e",
    "docker system prune -af",
    "docker wait x",
  ],
];
const unknown = [
  ...["xargs -n 1 ./deploy.sh test", "timeout 9 node deploy.js install"],
  ...[
    "python create_rag_corpus.py",
    "ruby x.rb",
    "perl x.pl",
    "node deploy.js",
    "bash setup.sh",
    "python deploy.py",
  ],
  ...[
    "docker scan x",
    "docker stack x",
    "gcloud storage cp gs://b/x $OUT",
    "npx x",
    "npm run x",
    "go run ./x",
    "rake x",
  ],
  ...[
    "kubectl x",
    "bazel run //:x",
    "java -jar x.jar",
    "python -c 'x'",
    "timeout 9 bash -c 'make'",
    "yarn x",
    "bq query",
  ],
];

test.each([
  ["pushes images", pushing],
  ["deploys or uploads", deploying],
  ["nothing", leaving],
  ["not known", unknown],
])("%s: by the program's verb, whatever its options are given", (effect, scripts) => {
  const effects = scripts.map((script) => [script, commandsIn(script).map(effectOf).at(-1)]);
  expect(effects).toEqual(scripts.map((script) => [script, effect]));
});
