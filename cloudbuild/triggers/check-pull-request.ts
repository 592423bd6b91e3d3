// A trigger on pull requests runs what somebody else has written, the config included: what it must not be given.
import { quoted } from "../findings/found.ts";
import type { Builds } from "../config/builds.ts";
import type { Build } from "../format/build.ts";
import type { MadeTrigger } from "./made-trigger.ts";
import type { TriggerProblem } from "./trigger-problem.ts";

export function checkPullRequest(
  one: MadeTrigger,
  all: readonly MadeTrigger[],
  config: Builds,
): readonly TriggerProblem[] {
  if (one.declared.on.kind !== "pull request") return [];
  return [
    ...checkPublishing(one, config),
    ...checkSecrets(one),
    ...checkAccount(one, all),
    ...checkComments(one),
  ];
}

function checkPublishing({ name, build }: MadeTrigger, config: Builds): readonly TriggerProblem[] {
  const at = ["triggers", "list", name];
  const { output, pullRequestOutput } = config;
  if (pullRequestOutput === undefined || pullRequestOutput === output) {
    return [
      {
        code: "PULL_REQUEST_PUBLISHES",
        severity: "error",
        at,
        message: `The trigger ${quoted(name)} would let pull requests run ${quoted(output)}, which publishes.`,
        remedy: "Give builds.ts another file as pullRequestOutput, for the build without publishing.",
      },
    ];
  }
  const published = build === undefined ? [] : publishedBy(build);
  if (published.length === 0) return [];
  return [
    {
      code: "PULL_REQUEST_PUBLISHES",
      severity: "error",
      at,
      message: `The trigger ${quoted(name)} runs ${quoted(pullRequestOutput)}, which publishes ${published.join(" and ")}.`,
      remedy: "Leave them out of what pull requests run.",
    },
  ];
}

function publishedBy({ images = [], artifacts = {} }: Build): readonly string[] {
  const kinds = Object.entries(artifacts).filter(([, value]) => !Array.isArray(value) || value.length > 0);
  return [...(images.length > 0 ? ["images"] : []), ...kinds.map(([kind]) => `artifacts.${kind}`)];
}

/** Where all have to wait for a comment, somebody of the repository has looked at what gets them. */
function checkSecrets({ name, declared, build }: MadeTrigger): readonly TriggerProblem[] {
  const comments = declared.on.kind === "pull request" ? declared.on.comments : undefined;
  if (build === undefined || comments === "COMMENTS_ENABLED") return [];
  const { availableSecrets = {}, secrets = [], options, steps } = build;
  const offered = [
    ...(availableSecrets.secretManager ?? []).map(({ env = "" }) => env),
    ...(availableSecrets.inline ?? []).flatMap(({ envMap = {} }) => Object.keys(envMap)),
    ...secrets.flatMap(({ secretEnv = {} }) => Object.keys(secretEnv)),
  ];
  const used = [...(options?.secretEnv ?? []), ...steps.flatMap(({ secretEnv = [] }) => secretEnv)];
  const names = [...new Set([...offered, ...used])].sort();
  if (names.length === 0) return [];
  const isOpen = comments === "COMMENTS_DISABLED";
  const who = isOpen ? "anybody's pull requests" : "pull requests of those who may write to the repository";
  return [
    {
      code: "PULL_REQUEST_SECRETS",
      severity: isOpen ? "error" : "warning",
      at: ["triggers", "list", name, ...(comments === undefined ? [] : ["comments"])],
      message: `The trigger ${quoted(name)} gives ${who} the secrets ${names.map(quoted).join(", ")} unseen.`,
      remedy: 'Say comments: "COMMENTS_ENABLED", so that somebody of the repository writes /gcbrun first.',
    },
  ];
}

function checkAccount({ name, made }: MadeTrigger, all: readonly MadeTrigger[]): readonly TriggerProblem[] {
  const { serviceAccount } = made;
  const other = all.find(
    ({ declared, made }) => declared.on.kind !== "pull request" && made.serviceAccount === serviceAccount,
  );
  if (serviceAccount === undefined || other === undefined) return [];
  return [
    {
      code: "PULL_REQUEST_SERVICE_ACCOUNT",
      severity: "warning",
      at: ["triggers", "list", name],
      message: `The trigger ${quoted(name)} runs pull requests as ${quoted(serviceAccount)}, which publishes as well.`,
      remedy: "Give it a service account of its own, which may write logs and read, and nothing else.",
      related: { at: ["triggers", "list", other.name], note: "publishes as the same account" },
    },
  ];
}

function checkComments({ name, declared }: MadeTrigger): readonly TriggerProblem[] {
  if (declared.on.kind !== "pull request" || declared.on.comments !== "COMMENTS_DISABLED") return [];
  return [
    {
      code: "PULL_REQUEST_UNGUARDED",
      severity: "warning",
      at: ["triggers", "list", name, "comments"],
      message: `The trigger ${quoted(name)} runs what anybody writes into a pull request, without a look at it.`,
      remedy: 'Leave "comments" out, so that somebody of the repository writes /gcbrun first.',
    },
  ];
}
