// Everything that is wrong with a configuration before Terraform sees it: what is declared twice or not at all, what
// waits for itself, what refers to a resource that may not be made, what nobody uses.
import { cycleText, findCycles } from "../../pipeline/ir/find-cycles.ts";
import { groupBy } from "../../pipeline/ir/group-by.ts";
import { referencesIn, referencesOf } from "./references.ts";
import type { Data, Module, Reference, Resource, Variable } from "./terraform.ts";

export type ProblemCode =
  | "DUPLICATE_ADDRESS"
  | "BAD_NAME"
  | "UNDECLARED_REFERENCE"
  | "REFERENCE_CYCLE"
  | "CONDITIONAL_REFERENCE"
  | "UNUSED_VARIABLE"
  | "PLAIN_SECRET";

export interface InfrastructureProblem {
  readonly code: ProblemCode;
  /** `<address>: <what is wrong>. <what to do>.` */
  readonly message: string;
}

/** In the order of the configuration; none: it can be written. */
export function checkModule(module: Module): readonly InfrastructureProblem[] {
  return [
    ...checkNames(module),
    ...checkDeclared(module),
    ...checkConditions(module),
    ...checkCycles(module),
    ...checkVariables(module),
  ];
}

interface Named {
  readonly address: string;
  readonly name: string;
}

function namedOf({ variables, data, resources, outputs }: Module): readonly Named[] {
  return [
    ...variables.map(({ name }) => ({ address: `var.${name}`, name })),
    ...data,
    ...resources,
    ...outputs.map(({ name }) => ({ address: `output.${name}`, name })),
  ];
}

function checkNames(module: Module): readonly InfrastructureProblem[] {
  const all = namedOf(module);
  const wrong = all.filter(({ name }) => !/^[a-z][a-z0-9_]*$/.test(name));
  const twice = [...groupBy(all, ({ address }) => address)].filter(([, same]) => same.length > 1);
  return [
    ...wrong.map(({ address, name }) =>
      problem("BAD_NAME", address, `"${name}" is no name`, "Use small letters, digits and underscores"),
    ),
    ...twice.map(([address, same]) =>
      problem("DUPLICATE_ADDRESS", address, `is declared ${same.length} times`, "Give each another name"),
    ),
  ];
}

function checkDeclared(module: Module): readonly InfrastructureProblem[] {
  const declared = new Set(namedOf(module).map(({ address }) => address));
  return usesOf(module).flatMap(({ user, reference }) =>
    declared.has(reference.address)
      ? []
      : [
          problem(
            "UNDECLARED_REFERENCE",
            user,
            `refers to ${reference.address}, which is not declared`,
            "Declare it, or take the reference away",
          ),
        ],
  );
}

/** Who refers to what. */
function usesOf({
  data,
  resources,
  outputs,
  providers,
}: Module): readonly { user: string; reference: Reference }[] {
  return [
    ...[...data, ...resources].flatMap((one) =>
      referencesOf(one).map((reference) => ({ user: one.address, reference })),
    ),
    ...outputs.flatMap(({ name, value }) =>
      referencesIn(value).map((reference) => ({ user: `output.${name}`, reference })),
    ),
    ...referencesIn(providers).map((reference) => ({ user: "provider", reference })),
  ];
}

/** What is made on a condition may be used only where that condition holds. */
function checkConditions(module: Module): readonly InfrastructureProblem[] {
  const byAddress = new Map<string, readonly Variable[]>(
    module.resources.map(({ address, when }) => [address, when]),
  );
  return usesOf(module).flatMap(({ user, reference }) => {
    if (reference.optional === true || reference.attribute === undefined) return [];
    const holds = new Set((byAddress.get(user) ?? []).map(({ name }) => name));
    const lacking = (byAddress.get(reference.address) ?? []).find(({ name }) => !holds.has(name));
    if (lacking === undefined) return [];
    const what = `refers to ${reference.address}, which is only made where var.${lacking.name} is set`;
    return [problem("CONDITIONAL_REFERENCE", user, what, "Give it the same condition")];
  });
}

function checkCycles({ data, resources }: Module): readonly InfrastructureProblem[] {
  const byAddress = new Map<string, Resource | Data>(
    [...data, ...resources].map((one) => [one.address, one]),
  );
  const needsOf = (address: string): readonly string[] => {
    const of = byAddress.get(address);
    return of === undefined ? [] : referencesOf(of).map((reference) => reference.address);
  };
  return findCycles(byAddress.keys(), needsOf).map((cycle) =>
    problem(
      "REFERENCE_CYCLE",
      cycle[0] ?? "",
      cycleText(cycle, "needs"),
      "Take one of these references away",
    ),
  );
}

function checkVariables(module: Module): readonly InfrastructureProblem[] {
  const used = new Set(usesOf(module).map(({ reference }) => reference.address));
  return module.variables.flatMap(({ name, sensitive, default: value }) => {
    const address = `var.${name}`;
    const unused = problem("UNUSED_VARIABLE", address, "is used nowhere", "Use it, or take it away");
    const plainSecret = problem(
      "PLAIN_SECRET",
      address,
      "is sensitive and has a default",
      "Take the default away",
    );
    return [
      ...(used.has(address) ? [] : [unused]),
      ...(sensitive === true && value !== undefined && value !== "" ? [plainSecret] : []),
    ];
  });
}

function problem(code: ProblemCode, address: string, what: string, remedy: string): InfrastructureProblem {
  return { code, message: `${address}: ${what}. ${remedy}.` };
}
