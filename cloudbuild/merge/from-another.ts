// Components that do not say what they run as or on -> which of the others says it for them.
import type { Finding } from "../findings/finding.ts";
import type { Said } from "./conflict.ts";
import { saidBy, shown } from "./conflict.ts";
import { poolAndMachine, poolsSaid } from "./merge-machines.ts";
import type { MergePart } from "./merge-part.ts";

/** One finding for each component and what it gets. A build has one account and one pool: its components share them. */
export function fromAnother(parts: readonly MergePart[]): readonly Finding[] {
  const accounts = saidBy(parts, ["serviceAccount"], ({ build }) => build.serviceAccount || undefined);
  const pools = poolsSaid(parts);
  return [
    ...gets(parts, { what: "service account", code: "ACCOUNT_FROM_ANOTHER", said: accounts }),
    // Of those that ask for a machine it is told that they and the pool do not go together.
    ...gets(
      parts.filter((part) => poolAndMachine([part, ...pools.map((pool) => pool.part)]).length === 0),
      { what: "pool", code: "POOL_FROM_ANOTHER", said: pools },
    ),
  ];
}

function gets(
  parts: readonly MergePart[],
  {
    what,
    code,
    said,
  }: { readonly what: string; readonly code: string; readonly said: readonly Said<string>[] },
): readonly Finding[] {
  const [first] = said;
  if (first === undefined) return [];
  const field = first.path.join(".");
  return parts
    .filter((part) => !said.some((one) => one.part === part))
    .map((part) => ({
      code,
      severity: "warning",
      place: part.file.placeOf([]),
      message: `"${part.name}" names no ${what} and gets ${shown(first.value)}, which "${first.part.name}" says.`,
      remedy: `Say the same ${field} in this config too, if its steps may run so.`,
      related: [{ place: first.part.file.placeOf(first.path), note: `the ${what}, in "${first.part.name}"` }],
    }));
}
