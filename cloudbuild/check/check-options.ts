// Checks options against each other: machine, disk, pool, logs and the account that the build runs as.
import type { BuildFile } from "../files/build-file.ts";
import type { Finding, Mode } from "../findings/finding.ts";
import { found, quoted } from "../findings/found.ts";
import type { Problem } from "../findings/found.ts";

export function checkOptions(
  file: BuildFile,
  { modes }: { readonly modes: readonly Mode[] },
): readonly Finding[] {
  return [
    ...poolProblems(file),
    ...diskProblems(file),
    ...accountProblems(file),
    ...logsOfAccount(file, modes),
  ].map((problem) => found(file, problem));
}

/** A pool's machines are as the pool says. What the service does with both is documented nowhere. */
function poolProblems({ build }: BuildFile): readonly Problem[] {
  const { pool, workerPool, machineType, diskSizeGb } = build.options ?? {};
  const poolName = pool?.name ?? workerPool;
  const poolAt = ["options", pool?.name === undefined ? "workerPool" : "pool"];
  const ignored = [
    ...(machineType === undefined || machineType === "UNSPECIFIED" ? [] : ["machineType"]),
    ...(diskSizeGb === undefined || Number(diskSizeGb) === 0 ? [] : ["diskSizeGb"]),
  ];
  const beside =
    poolName === undefined || poolName === ""
      ? []
      : ignored.map((field): Problem => ({
          code: "POOL_WITH_MACHINE",
          severity: "warning",
          at: ["options", field],
          key: true,
          message: `options has ${field} beside a pool, whose own settings decide its machines.`,
          remedy: `Take ${field} out, or the pool.`,
          related: [{ at: poolAt, key: true, note: "the pool is here" }],
        }));
  const misnamed =
    poolName === undefined || poolName === "" || poolName.includes("$") || poolForm.test(poolName)
      ? []
      : [poolNameProblem([...poolAt, ...(pool?.name === undefined ? [] : ["name"])], poolName)];
  if (workerPool === undefined || workerPool === "") return [...beside, ...misnamed];
  return [
    ...beside,
    ...misnamed,
    {
      code: "DEPRECATED_OPTION",
      severity: "warning",
      at: ["options", "workerPool"],
      key: true,
      message: `options.workerPool is deprecated.`,
      remedy: `Write options.pool.name.`,
    },
  ];
}

const poolForm = /^projects\/[^/]+\/locations\/[^/]+\/workerPools\/[^/]+$/;

function poolNameProblem(at: Problem["at"], name: string): Problem {
  return {
    code: "POOL_NAME",
    severity: "warning",
    at,
    message: `the pool is named ${quoted(name)}, and the service asks for its full name.`,
    remedy: `Write projects/PROJECT/locations/REGION/workerPools/POOL.`,
  };
}

/** The API's reference: builds that request more than 4000 GB are rejected. */
function diskProblems({ build }: BuildFile): readonly Problem[] {
  const size = Number(build.options?.diskSizeGb ?? 0);
  if (size >= 0 && size <= 4000) return [];
  return [
    {
      code: "DISK_SIZE",
      severity: "error",
      at: ["options", "diskSizeGb"],
      message: `options.diskSizeGb is ${size}, and disks have up to 4000 GB.`,
      remedy: `Give 4000 at most, or leave it out.`,
    },
  ];
}

function accountProblems({ build }: BuildFile): readonly Problem[] {
  const account = build.serviceAccount;
  if (account === undefined || account === "" || account.includes("$")) return [];
  if (/^projects\/[^/]+\/serviceAccounts\/[^/]+$/.test(account)) return [];
  return [
    {
      code: "SERVICE_ACCOUNT_FORM",
      severity: "warning",
      at: ["serviceAccount"],
      message: `serviceAccount is ${quoted(account)}, and the service asks for its full name.`,
      remedy: `Write projects/PROJECT/serviceAccounts/ACCOUNT, where ACCOUNT is its mail address.`,
    },
  ];
}

/**
 * The service's own words: with a service account, the build must name a logs bucket, use REGIONAL_USER_OWNED_BUCKET, or
 * log to Cloud Logging only or nowhere. gcloud builds submit has options for the first two.
 */
function logsOfAccount({ build }: BuildFile, modes: readonly Mode[]): readonly Problem[] {
  const { serviceAccount = "", logsBucket = "", options } = build;
  if (serviceAccount === "" || logsBucket !== "") return [];
  if (serviceAccount.endsWith("@cloudbuild.gserviceaccount.com")) return [];
  if (options?.defaultLogsBucketBehavior === "REGIONAL_USER_OWNED_BUCKET") return [];
  const logging = options?.logging ?? "LOGGING_UNSPECIFIED";
  if (["CLOUD_LOGGING_ONLY", "STACKDRIVER_ONLY", "NONE"].includes(logging)) return [];
  return [
    {
      code: "SERVICE_ACCOUNT_WITHOUT_LOGS",
      severity: modes.includes("submit") ? "warning" : "error",
      at: ["serviceAccount"],
      key: true,
      message: `the build runs as a service account of its own, which cannot write to the default logs bucket.`,
      remedy: modes.includes("submit")
        ? `Set options.logging to CLOUD_LOGGING_ONLY, name a bucket in logsBucket, or give gcloud builds submit --gcs-log-dir.`
        : `Set options.logging to CLOUD_LOGGING_ONLY, or name a bucket in logsBucket.`,
    },
  ];
}
