import { expect, test } from "vitest";
import { checkVariables } from "../../../cloudbuild/check/check-variables.ts";
import { saidOf } from "./said-of.ts";

test("a secret in args without a shell is not expanded: the predecessor's build argument", () => {
  const text = `steps:
  - name: gcr.io/cloud-builders/docker
    args: [build, --build-arg, KAGGLE_KEY=$$KAGGLE_KEY, .]
    secretEnv: [KAGGLE_KEY]
`;
  expect(saidOf(checkVariables, text)).toEqual([
    '3:43+12 warning SECRET_NOT_EXPANDED: step-1 hands $$KAGGLE_KEY to "docker" without a shell, which gets the text "$KAGGLE_KEY" instead of the secret. Use --secret id=KAGGLE_KEY,env=KAGGLE_KEY with RUN --mount=type=secret,id=KAGGLE_KEY in the Dockerfile: a build argument stays in the image\'s history.',
  ]);
});

test("a secret in another argument wants a shell", () => {
  const text = `steps:
  - name: node
    entrypoint: npm
    args: [publish, "--token=$\${NPM_TOKEN}"]
    secretEnv: [NPM_TOKEN]
`;
  expect(saidOf(checkVariables, text)).toEqual([
    '4:30+13 warning SECRET_NOT_EXPANDED: step-1 hands $$NPM_TOKEN to "npm" without a shell, which gets the text "$NPM_TOKEN" instead of the secret. Run the command in a shell, as entrypoint: bash with args: [-c, "... $$NPM_TOKEN"].',
  ]);
});

test("docker run takes a variable by its name alone", () => {
  const text = `steps:
  - name: gcr.io/cloud-builders/docker
    args: [run, -e, TOKEN=$$TOKEN, app]
    secretEnv: [TOKEN]
`;
  expect(saidOf(checkVariables, text)).toEqual([
    '3:27+7 warning SECRET_NOT_EXPANDED: step-1 hands $$TOKEN to "docker" without a shell, which gets the text "$TOKEN" instead of the secret. Write -e TOKEN alone: docker takes the value from the step\'s environment.',
  ]);
});

test("an image that is no shell does not expand after -c either", () => {
  const text = `steps:
  - {name: tools, entrypoint: twine, args: [-c, "twine upload -p $$PASSWORD"], secretEnv: [PASSWORD]}
`;
  expect(saidOf(checkVariables, text)).toEqual([
    '2:66+10 warning SECRET_NOT_EXPANDED: step-1 hands $$PASSWORD to "twine" without a shell, which gets the text "$PASSWORD" instead of the secret. Run the command in a shell, as entrypoint: bash with args: [-c, "... $$PASSWORD"].',
  ]);
});

test("a variable of env in args without a shell is not expanded", () => {
  const text = `steps:
  - {name: gcr.io/cloud-builders/docker, args: [build, --build-arg, "V=$$V", .], env: [V=1]}
`;
  expect(saidOf(checkVariables, text)).toEqual([
    '2:72+3 warning VARIABLE_NOT_EXPANDED: step-1 hands $$V to "docker" without a shell, which gets the text "$V" instead of a value. Write --build-arg V alone: docker takes the value from env.',
  ]);
});

test("a name that nothing gives is told where it is the whole argument", () => {
  const text = `steps:
  - {name: gcr.io/cloud-builders/gcloud, args: [deploy, --region=$$REGION]}
`;
  expect(saidOf(checkVariables, text)).toEqual([
    '2:66+8 warning VARIABLE_NOT_EXPANDED: step-1 hands $$REGION to "gcloud" without a shell, which gets the text "$REGION" instead of a value. Run the command in a shell, as entrypoint: bash with args: [-c, "... $$REGION"].',
  ]);
});

test("a shell, a script, and what expands by itself are fine", () => {
  const text = `steps:
  - {name: node, entrypoint: bash, args: [-euc, "npm publish --token $$TOKEN"], secretEnv: [TOKEN]}
  - {name: node, args: [sh, -c, "echo $$TOKEN"], secretEnv: [TOKEN]}
  - {name: node, script: "echo $TOKEN", secretEnv: [TOKEN]}
  - {name: a/envsubst, args: [$$TOKEN], env: [TOKEN=1]}
  - {name: gcr.io/cloud-builders/gcloud, args: [ssh, vm, "--command=echo $$HOME is home"]}
  - {name: node, args: [$$$_X, $$$$TOKEN], env: [TOKEN=1]}
`;
  expect(saidOf(checkVariables, text)).toEqual([]);
});

test("a script's file gets its arguments as they are, even in a shell", () => {
  const text = `steps:
  - {name: node, entrypoint: bash, args: [publish.sh, $$TOKEN], secretEnv: [TOKEN]}
`;
  expect(saidOf(checkVariables, text)).toEqual([
    '2:55+7 warning SECRET_NOT_EXPANDED: step-1 hands $$TOKEN to "bash" beside the command, which gets the text "$TOKEN" instead of the secret. Let the script read $TOKEN from its environment.',
  ]);
});

test("a secret as a build argument stays in the image", () => {
  const text = `steps:
  - {name: gcr.io/cloud-builders/docker, args: [build, --build-arg, TOKEN, .], secretEnv: [TOKEN]}
  - {name: docker, entrypoint: sh, args: [-c, "docker build --build-arg T=$$TOKEN ."], secretEnv: [TOKEN]}
  - {name: docker, script: 'docker build --build-arg T="\${TOKEN}" .', secretEnv: [TOKEN]}
`;
  expect(saidOf(checkVariables, text)).toEqual([
    '2:69+5 warning SECRET_IN_BUILD_ARG: step-1 gives the secret "TOKEN" as a build argument, which stays in the image\'s history. Use --secret id=TOKEN,env=TOKEN with RUN --mount=type=secret,id=TOKEN in the Dockerfile.',
    '3:61+21 warning SECRET_IN_BUILD_ARG: step-2 gives the secret "TOKEN" as a build argument, which stays in the image\'s history. Use --secret id=TOKEN,env=TOKEN with RUN --mount=type=secret,id=TOKEN in the Dockerfile.',
    '4:42+24 warning SECRET_IN_BUILD_ARG: step-3 gives the secret "TOKEN" as a build argument, which stays in the image\'s history. Use --secret id=TOKEN,env=TOKEN with RUN --mount=type=secret,id=TOKEN in the Dockerfile.',
  ]);
});

test("a build argument that is no secret, and a secret that is mounted, are fine", () => {
  const text = `steps:
  - {name: docker, script: "docker build --build-arg T=$TOKENS --secret id=T,env=TOKEN .", secretEnv: [TOKEN]}
  - {name: docker, args: [build, --build-arg, OTHER, --secret, "id=T,env=TOKEN", .], secretEnv: [TOKEN]}
`;
  expect(saidOf(checkVariables, text)).toEqual([]);
});
