// What builds.ts may say, as a JSON schema: it may be written in JavaScript, where no types keep it right.
import type { Schema } from "../../pipeline/ir/json-schema.ts";
import { list, map, message, number, text, texts, truth } from "../../pipeline/ir/json-schema.ts";

function oneText(...values: readonly string[]): Schema {
  return { type: "string", enum: values };
}

const event = message(
  {
    kind: oneText("push", "tag", "pull request"),
    branch: text,
    tag: text,
    invert: truth,
    comments: oneText(
      "COMMENTS_DISABLED",
      "COMMENTS_ENABLED",
      "COMMENTS_ENABLED_FOR_EXTERNAL_CONTRIBUTORS_ONLY",
    ),
  },
  ["kind"],
);

const trigger = message(
  {
    ...{ description: text, on: event, environment: text, approval: truth, serviceAccount: text },
    ...{ tags: texts, disabled: truth, ignoredFiles: texts },
  },
  ["on"],
);

const repository = message(
  { kind: oneText("github", "connection"), owner: text, name: text, repository: text },
  ["kind"],
);

const component = message(
  {
    config: text,
    needs: list(message({ step: text, on: texts }, ["on"])),
    rename: map(text),
    inputs: texts,
    pullRequests: message({ leaveOut: texts }, []),
  },
  ["config"],
);

export const buildsSchema: Schema = message(
  {
    components: map(component),
    environments: map(message({ substitutions: map(text) }, ["substitutions"])),
    durations: map({ ...number, minimum: 0 }),
    shared: texts,
    output: text,
    pullRequestOutput: text,
    triggers: message(
      {
        ...{ region: text, repository, serviceAccount: text },
        ...{ ignoredFiles: texts, output: text, list: map(trigger) },
      },
      ["region", "repository", "list"],
    ),
  },
  ["components", "output"],
);
