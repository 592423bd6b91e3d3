// The triggers that builds.ts leads to -> what the service would refuse of them, and what is likely not meant.
import { quoted } from "../findings/found.ts";
import type { Triggers } from "../config/builds.ts";
import { globMistake } from "../plan/globs.ts";
import { checkPullRequest } from "./check-pull-request.ts";
import { checkRefs, findOverlaps } from "./check-refs.ts";
import { checkTriggerSubstitutions } from "./check-trigger-substitutions.ts";
import { isProduction, type MadeTrigger, needsApproval } from "./made-trigger.ts";
import type { TriggerMaking, TriggersOutcome } from "./make-triggers.ts";
import { triggerFinding, type TriggerProblem } from "./trigger-problem.ts";

/** Of a project, in one region (https://cloud.google.com/build/quotas). */
const mostTriggers = 300;

/** In the order of the triggers; what is about all of them comes first. */
export function checkTriggers(
  made: readonly MadeTrigger[],
  declaring: Triggers,
  { config, source }: Pick<TriggerMaking, "config" | "source">,
): Pick<TriggersOutcome, "findings" | "refused"> {
  const ofAll = [...checkCount(made), ...checkRegion(declaring), ...checkRepository(declaring)];
  const ofEach = made.map((one) => ({
    name: one.name,
    problems: [
      ...checkName(one),
      ...checkEnvironment(one, Object.keys(config.environments ?? {})),
      ...checkRefs(one),
      ...checkGlobs(one),
      ...checkTriggerSubstitutions(one),
      ...checkServiceAccount(one),
      ...checkPullRequest(one, made, config),
    ],
  }));
  const problems = [...ofAll, ...ofEach.flatMap(({ problems }) => problems), ...findOverlaps(made)];
  const wrong = ofAll.some(isError) ? ofEach : ofEach.filter(({ problems }) => problems.some(isError));
  return {
    findings: problems.map((problem) => triggerFinding(source, problem)),
    refused: wrong.map(({ name }) => name),
  };
}

function isError({ severity }: TriggerProblem): boolean {
  return severity === "error";
}

function checkCount(made: readonly MadeTrigger[]): readonly TriggerProblem[] {
  if (made.length <= mostTriggers) return [];
  return [
    {
      code: "TOO_MANY_TRIGGERS",
      severity: "error",
      at: ["triggers", "list"],
      message: `There are ${made.length} triggers, and a project has at most ${mostTriggers}.`,
      remedy: "Join some of them: one trigger's pattern may stand for many branches.",
    },
  ];
}

function checkRegion({ region, repository }: Triggers): readonly TriggerProblem[] {
  const isRegion = /^[a-z]+-[a-z]+\d+$/.test(region);
  if (isRegion || (region === "global" && repository.kind === "github")) return [];
  const why =
    region === "global"
      ? "has no triggers of second-generation repositories"
      : "is no region of Google Cloud";
  return [
    {
      code: "TRIGGER_REGION",
      severity: "error",
      at: ["triggers", "region"],
      message: `The region ${quoted(region)} ${why}.`,
      remedy: 'Give one as "us-central1"; of a second-generation repository, its own.',
    },
  ];
}

function checkRepository({ region, repository }: Triggers): readonly TriggerProblem[] {
  const at = ["triggers", "repository"];
  if (repository.kind === "github") {
    const { owner, name } = repository;
    const isOwner = /^[A-Za-z0-9](?:[A-Za-z0-9_-]*[A-Za-z0-9])?$/.test(owner);
    if (isOwner && /^[\w.-]+$/.test(name) && !name.endsWith(".git")) return [];
    return [
      {
        code: "TRIGGER_REPOSITORY",
        severity: "error",
        at,
        message: `${quoted(`${owner}/${name}`)} is no repository of GitHub.`,
        remedy: 'Give the owner and the name alone, as in "https://github.com/OWNER/NAME".',
      },
    ];
  }
  const [, where] =
    /^projects\/[^/]+\/locations\/([^/]+)\/connections\/[^/]+\/repositories\/[^/]+$/.exec(
      repository.repository,
    ) ?? [];
  if (where === region) return [];
  const wrong =
    where === undefined ? "is no connected repository" : `is not in the triggers' region, ${region}`;
  return [
    {
      code: "TRIGGER_REPOSITORY",
      severity: "error",
      at,
      message: `The repository ${quoted(repository.repository)} ${wrong}.`,
      remedy:
        where === undefined
          ? "Give its whole name, as projects/P/locations/R/connections/C/repositories/N."
          : "Give the region of the connection to the triggers.",
    },
  ];
}

function checkName({ name }: MadeTrigger): readonly TriggerProblem[] {
  if (/^[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}[A-Za-z0-9])?$/.test(name)) return [];
  return [
    {
      code: "TRIGGER_NAME",
      severity: "error",
      at: ["triggers", "list", name],
      message: `The name ${quoted(name)} is not one that a trigger can have.`,
      remedy: "Take 1 to 64 letters, digits and dashes, without a dash at either end.",
    },
  ];
}

function checkEnvironment(
  { name, declared, environment }: MadeTrigger,
  known: readonly string[],
): readonly TriggerProblem[] {
  const at = ["triggers", "list", name, "environment"];
  if (declared.environment !== undefined && environment === undefined) {
    const list = known.length === 0 ? "there are none" : `there are ${known.map(quoted).join(", ")}`;
    return [
      {
        code: "UNKNOWN_ENVIRONMENT",
        severity: "error",
        at,
        message: `The trigger ${quoted(name)} names the environment ${quoted(declared.environment)}, and ${list}.`,
        remedy: "Name one of them, or declare it under environments.",
      },
    ];
  }
  if (!isProduction(declared.environment) || needsApproval(declared)) return [];
  return [
    {
      code: "PRODUCTION_WITHOUT_APPROVAL",
      severity: "warning",
      at: ["triggers", "list", name, "approval"],
      message: `The trigger ${quoted(name)} builds for ${quoted(declared.environment ?? "")} without anybody's approval.`,
      remedy: 'Leave "approval: false" out, so that somebody has to approve each build.',
    },
  ];
}

function checkGlobs({ name, made }: MadeTrigger): readonly TriggerProblem[] {
  return [...(made.includedFiles ?? []), ...(made.ignoredFiles ?? [])].flatMap((glob) => {
    const mistake = globMistake(glob);
    if (mistake === undefined) return [];
    return [
      {
        code: "TRIGGER_GLOB",
        severity: "error",
        at: [glob],
        message: `The glob ${quoted(glob)} of the trigger ${quoted(name)} cannot be read: ${mistake}.`,
        remedy: "Write it as Go's filepath.Match has it, with ** for any folders.",
      } as const,
    ];
  });
}

/** Where a trigger names a service account, the service wants to be told where logs go. */
function checkServiceAccount({ name, declared, build, made }: MadeTrigger): readonly TriggerProblem[] {
  const { serviceAccount } = made;
  if (serviceAccount === undefined) return [];
  const at = ["triggers", "list", name];
  if (!/^projects\/[^/]+\/serviceAccounts\/[^/]+$/.test(serviceAccount)) {
    const [, project] = /@([a-z0-9-]+)\.iam\.gserviceaccount\.com$/.exec(serviceAccount) ?? [];
    return [
      {
        code: "TRIGGER_SERVICE_ACCOUNT",
        severity: "error",
        at:
          declared.serviceAccount === undefined ? ["triggers", "serviceAccount"] : [...at, "serviceAccount"],
        message: `The service account ${quoted(serviceAccount)} of the trigger ${quoted(name)} is not its whole name.`,
        remedy: `Write it as projects/${project ?? "PROJECT"}/serviceAccounts/${project === undefined ? "EMAIL" : serviceAccount}.`,
      },
    ];
  }
  if (build === undefined || saysWhereLogsGo(build)) return [];
  return [
    {
      code: "SERVICE_ACCOUNT_LOGS",
      severity: "error",
      at,
      message: `The trigger ${quoted(name)} has a service account, and its build does not say where logs go.`,
      remedy: 'Set "logging: CLOUD_LOGGING_ONLY" in the options of the configs, or a logsBucket.',
    },
  ];
}

function saysWhereLogsGo({ logsBucket, options }: NonNullable<MadeTrigger["build"]>): boolean {
  const { logging = "", defaultLogsBucketBehavior } = options ?? {};
  return (
    logsBucket !== undefined ||
    defaultLogsBucketBehavior === "REGIONAL_USER_OWNED_BUCKET" ||
    ["CLOUD_LOGGING_ONLY", "STACKDRIVER_ONLY", "NONE"].includes(logging)
  );
}
