// The encrypted values of a build -> those that are too many or too long. Source: the API's descriptions of `Secret` and
// `InlineSecret`; what Secret Manager holds is not in the build and not measured.
import type { Path } from "../files/build-file.ts";
import type { Build } from "../format/build.ts";
import type { Excess } from "./excess.ts";
import { tooMany } from "./excess.ts";
import { quoted } from "../findings/found.ts";

interface SecretValue {
  readonly name: string;
  readonly base64: string;
  readonly at: Path;
}

export function secretLimits({ secrets = [], availableSecrets }: Build): readonly Excess[] {
  const legacy = secrets.flatMap(({ secretEnv = {} }, index) =>
    valuesAt(secretEnv, ["secrets", index, "secretEnv"]),
  );
  const inline = (availableSecrets?.inline ?? []).flatMap(({ envMap = {} }, index) =>
    valuesAt(envMap, ["availableSecrets", "inline", index, "envMap"]),
  );
  return [
    ...countLimit(legacy.length, ["secrets"]),
    ...countLimit(inline.length, ["availableSecrets", "inline"]),
    ...[...legacy, ...inline].flatMap(sizeLimit),
  ];
}

function valuesAt(values: { readonly [name: string]: string }, at: Path): readonly SecretValue[] {
  return Object.entries(values).map(([name, base64]) => ({ name, base64, at: [...at, name] }));
}

function countLimit(count: number, at: Path): readonly Excess[] {
  return tooMany(count, 100, {
    ...{ code: "TOO_MANY_SECRETS", severity: "error", at },
    ...{ what: `The build has ${count} encrypted values`, remedy: "Move some to Secret Manager." },
  });
}

function sizeLimit({ name, base64, at }: SecretValue): readonly Excess[] {
  // Four characters hold three bytes.
  const bytes = Math.floor((base64.replace(/[=\s]/g, "").length * 3) / 4);
  return tooMany(bytes, 65_536, {
    ...{ code: "SECRET_TOO_LONG", severity: "error", at },
    ...{ what: `The secret ${quoted(name)} has ${bytes} bytes`, remedy: "Move it to Secret Manager." },
  });
}
