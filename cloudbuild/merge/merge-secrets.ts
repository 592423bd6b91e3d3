// The secrets of all components -> those of the merged build, each variable with one value. Steps keep asking for their own.
import type { Finding } from "../findings/finding.ts";
import { groupBy } from "../../pipeline/ir/group-by.ts";
import type { Build, InlineSecret, Secret, SecretManagerSecret } from "../format/build.ts";
import type { Path } from "../files/build-file.ts";
import type { Joined, MergePart } from "./merge-part.ts";
import { sameValue } from "./merge-part.ts";

type SecretFields = Pick<Build, "secrets" | "availableSecrets">;

/** One variable of a component's secrets. `from` says where its value comes from; ciphertexts are compared, never shown. */
interface Variable {
  readonly part: MergePart;
  readonly path: Path;
  readonly env: string;
  readonly from:
    | { readonly kind: "secretManager"; readonly versionName: string | undefined }
    | {
        readonly kind: "inline" | "legacy";
        readonly kmsKeyName: string | undefined;
        readonly ciphertext: string;
      };
}

export function mergeSecrets(parts: readonly MergePart[]): Joined<SecretFields> {
  const variables = parts.flatMap((part) => variablesOf(part));
  const byName = groupBy(variables, ({ env }) => env);
  const findings = [...byName.values()].flatMap(([first, ...others]) =>
    others.flatMap((other) =>
      first === undefined || sameValue(first.from, other.from) ? [] : [secretConflict(first, other)],
    ),
  );
  const kept = [...byName.values()].flatMap(([first]) => first ?? []);
  const secretManager = kept.flatMap(({ env, from }): SecretManagerSecret[] =>
    from.kind === "secretManager"
      ? [{ ...(from.versionName !== undefined && { versionName: from.versionName }), env }]
      : [],
  );
  const inline = joinedByKey(kept, "inline").map(([kmsKeyName, envMap]): InlineSecret => ({
    ...(kmsKeyName !== undefined && { kmsKeyName }),
    envMap,
  }));
  const legacy = joinedByKey(kept, "legacy").map(([kmsKeyName, secretEnv]): Secret => ({
    ...(kmsKeyName !== undefined && { kmsKeyName }),
    secretEnv,
  }));
  const value: SecretFields = {
    ...(legacy.length > 0 && { secrets: legacy }),
    ...(secretManager.length + inline.length > 0 && {
      availableSecrets: {
        ...(secretManager.length > 0 && { secretManager }),
        ...(inline.length > 0 && { inline }),
      },
    }),
  };
  return { value, findings };
}

function variablesOf(part: MergePart): readonly Variable[] {
  const { availableSecrets, secrets = [] } = part.build;
  const managed = (availableSecrets?.secretManager ?? []).map(
    ({ versionName, env = "" }, index): Variable => ({
      part,
      path: ["availableSecrets", "secretManager", index, "env"],
      env,
      from: { kind: "secretManager", versionName },
    }),
  );
  const inline = (availableSecrets?.inline ?? []).flatMap(({ kmsKeyName, envMap = {} }, index) =>
    Object.entries(envMap).map(([env, ciphertext]): Variable => ({
      part,
      path: ["availableSecrets", "inline", index, "envMap", env],
      env,
      from: { kind: "inline", kmsKeyName, ciphertext },
    })),
  );
  const legacy = secrets.flatMap(({ kmsKeyName, secretEnv = {} }, index) =>
    Object.entries(secretEnv).map(([env, ciphertext]): Variable => ({
      part,
      path: ["secrets", index, "secretEnv", env],
      env,
      from: { kind: "legacy", kmsKeyName, ciphertext },
    })),
  );
  return [...managed, ...inline, ...legacy];
}

/** A key may stand only once. */
function joinedByKey(
  variables: readonly Variable[],
  kind: "inline" | "legacy",
): readonly (readonly [kmsKeyName: string | undefined, values: { readonly [env: string]: string }])[] {
  const ofKind = variables.flatMap(({ env, from }) =>
    from.kind === kind ? [{ key: from.kmsKeyName, value: [env, from.ciphertext] as const }] : [],
  );
  return [...groupBy(ofKind, ({ key }) => key)].map(
    ([key, all]) => [key, Object.fromEntries(all.map(({ value }) => value))] as const,
  );
}

function secretConflict(first: Variable, other: Variable): Finding {
  return {
    code: "SECRET_CONFLICT",
    severity: "error",
    place: other.part.file.placeOf(other.path, { key: other.from.kind !== "secretManager" }),
    message: `The secret ${other.env} is ${originOf(other)} in "${other.part.name}" and ${originOf(first)} in "${first.part.name}".`,
    remedy: "Give one of them another env, here and in the secretEnv of the steps that ask for it.",
    related: [
      {
        place: first.part.file.placeOf(first.path, { key: first.from.kind !== "secretManager" }),
        note: `the other secret, in "${first.part.name}"`,
      },
    ],
  };
}

function originOf({ from }: Variable): string {
  return from.kind === "secretManager" ? (from.versionName ?? "nothing") : `a value under ${from.kmsKeyName}`;
}
