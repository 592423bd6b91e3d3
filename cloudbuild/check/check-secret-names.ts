// Checks how secrets are named: versions of Secret Manager, keys of Cloud KMS, and the variables that they become.
import type { BuildFile, Path } from "../files/build-file.ts";
import type { Finding } from "../findings/finding.ts";
import type { Build } from "../format/build.ts";
import { found, quoted } from "../findings/found.ts";
import type { Problem } from "../findings/found.ts";
import { repeatsIn } from "./repeats.ts";

export function checkSecretNames(file: BuildFile): readonly Finding[] {
  return [...versionProblems(file.build), ...keyProblems(file.build)].map((problem) => found(file, problem));
}

const versionForm = /^projects\/[^/]+(?:\/locations\/[^/]+)?\/secrets\/[^/]+\/versions\/([^/]+)$/;

function versionProblems({ availableSecrets }: Build): readonly Problem[] {
  return (availableSecrets?.secretManager ?? []).flatMap(({ versionName = "", env = "" }, index) => {
    const entry = ["availableSecrets", "secretManager", index];
    return [
      ...(env === "" ? [withoutName(entry, `Give it one, as env: API_KEY.`)] : []),
      ...versionNameProblems([...entry, "versionName"], versionName),
    ];
  });
}

/** A substitution may stand for several parts of the name. */
function versionNameProblems(at: Path, versionName: string): readonly Problem[] {
  const version = versionForm.exec(versionName)?.[1];
  if (version === undefined && /\$\{?_/.test(versionName)) return [];
  if (version === undefined) {
    return [
      {
        code: "SECRET_VERSION_NAME",
        severity: "error",
        at,
        message:
          versionName === ""
            ? `a secret has no versionName.`
            : `versionName is ${quoted(versionName)}, which names no version of a secret.`,
        remedy: `Write projects/PROJECT/secrets/SECRET/versions/VERSION.`,
      },
    ];
  }
  if (version !== "latest") return [];
  return [
    {
      code: "SECRET_LATEST",
      severity: "warning",
      at,
      part: "latest",
      message: `the secret is read in its version "latest", so that the same commit can be built with another value.`,
      remedy: `Name a version by its number, as versions/3.`,
    },
  ];
}

function withoutName(at: Path, remedy: string): Problem {
  return {
    code: "SECRET_WITHOUT_NAME",
    severity: "error",
    at,
    message: `a secret names no variable.`,
    remedy,
  };
}

/** The older `secrets`: one entry for each key. */
function keyProblems({ secrets = [] }: Build): readonly Problem[] {
  return [
    ...secrets.flatMap(({ secretEnv = {} }, index) =>
      Object.keys(secretEnv).length === 0
        ? [withoutName(["secrets", index], `Give it one in secretEnv, with its encrypted value.`)]
        : [],
    ),
    ...repeatsIn(secrets.map(({ kmsKeyName }) => kmsKeyName)).map(({ index, first }): Problem => ({
      code: "DUPLICATE_KMS_KEY",
      severity: "error",
      at: ["secrets", index, "kmsKeyName"],
      message: `the key ${quoted(secrets[index]?.kmsKeyName ?? "")} has two entries in secrets.`,
      remedy: `Put the variables of both into one entry.`,
      related: [{ at: ["secrets", first, "kmsKeyName"], note: "the first is here" }],
    })),
  ];
}
