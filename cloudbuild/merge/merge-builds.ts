// The configs of several components and what builds.ts says of them -> one build that keeps the order of each.
import type { Builds } from "../config/builds.ts";
import type { Build, BuildStep } from "../format/build.ts";
import type { Finding } from "../findings/finding.ts";
import { hasErrors } from "../findings/finding.ts";
import { sortFindings } from "../findings/sort-findings.ts";
import { directWaits } from "../format/step-order.ts";
import { sameOrConflict, saidBy } from "./conflict.ts";
import { knownValues } from "../steps/known-values.ts";
import { addImageEdges } from "./image-edges.ts";
import { mergeArtifacts, union } from "./merge-artifacts.ts";
import { addNeeds } from "./merge-needs.ts";
import { mergeOptions } from "./merge-options.ts";
import type { Joined, MergePart, StepNode } from "./merge-part.ts";
import { placeOfStep } from "./merge-part.ts";
import { mergeSecrets } from "./merge-secrets.ts";
import { mergeSubstitutions } from "./merge-substitutions.ts";
import { mergeTimeout } from "./merge-timeout.ts";
import type { ComponentBuild, MergedBuild, MergedStep, MergeOutcome } from "./merged-build.ts";
import { commonOptions, pushDown } from "./push-down-options.ts";
import { renameSubstitutions } from "./rename-substitutions.ts";
import { sharedFolders } from "./shared-folders.ts";
import type { Source } from "./source-place.ts";
import { placeInSource } from "./source-place.ts";
import type { StepGraph } from "./step-graph.ts";
import { addWait, emptyGraph, reduced, runningOrder } from "./step-graph.ts";
import { stepNames } from "./step-names.ts";

/**
 * Steps are called `component:id` and say what they wait for: what their own config has them wait for, the `needs` of
 * builds.ts, and pushes of images that they use; without what follows from the rest. They stand in an order that runs, by
 * component and then as in its config wherever that is free. The order of `components` makes no difference.
 *
 * Of one component without needs the steps, their order and all else stay as they are, but for the ids, `waitFor`, and an
 * order that its images ask for. `source` is builds.ts, for places in it; images are compared with the defaults of
 * substitutions and with the values of each of the environments.
 */
export function mergeBuilds(
  components: readonly ComponentBuild[],
  source: Source,
  { environments = {} }: Pick<Builds, "environments"> = {},
): MergeOutcome {
  const sorted = [...components].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  const prepared = sorted.map((component) => prepare(component, source));
  const parts = prepared.map(({ value }) => value);
  const nodes = parts
    .flatMap((part) => part.names.map((name, index) => ({ part, index, id: `${part.name}:${name}` })))
    .flatMap(({ part, index, id }, node): StepNode[] => {
      const step = part.build.steps[index];
      return step === undefined ? [] : [{ node, part, index, id, step }];
    });
  const findings = [
    ...prepared.flatMap((part) => part.findings),
    ...doubleIds(nodes),
    ...unknownLeftOut(parts, source),
  ];
  const fields = mergeFields(parts);
  findings.push(...fields.findings);
  const defaults = fields.value.substitutions ?? {};
  const values = Object.values(environments).map(({ substitutions }) => ({ ...defaults, ...substitutions }));
  const ordered = orderSteps({ parts, nodes, source, values: [defaults, ...values] });
  findings.push(...ordered.findings);
  if (ordered.value === undefined) return { findings: sortFindings(findings) };
  const graph = ordered.value;
  const timeout = mergeTimeout(parts, { graph, nodes });
  findings.push(...timeout.findings, ...sharedFolders(nodes, graph));
  if (hasErrors(findings)) return { findings: sortFindings(findings) };
  const steps = mergedSteps(nodes, { graph: reduced(graph), parts });
  const merged = assemble(steps, { ...fields.value, timeout: timeout.value });
  const outcome = values.length === 0 ? merged : { ...merged, environments: values };
  return { merged: outcome, findings: sortFindings(findings) };
}

function prepare(component: ComponentBuild, source: Source): Joined<MergePart> {
  const { name, file } = component;
  const renamed = renameSubstitutions(component, source);
  const findings = [...renamed.findings];
  if (!/^[A-Za-z0-9][A-Za-z0-9-]*$/.test(name)) {
    findings.push({
      code: "BAD_COMPONENT_NAME",
      severity: "error",
      place: placeInSource(source, [name]),
      message: `A component is called "${name}".`,
      remedy: "Use letters, digits and dashes, and begin with a letter or digit.",
    });
  }
  const names = stepNames(renamed.value.steps);
  return { value: { name, file, component: component.component, build: renamed.value, names }, findings };
}

/** The checks of a config tell of them in the same words. */
function doubleIds(nodes: readonly StepNode[]): readonly Finding[] {
  const first = new Map<string, StepNode>();
  return nodes.flatMap((node): Finding[] => {
    const before = first.get(node.id);
    if (before === undefined) {
      first.set(node.id, node);
      return [];
    }
    return [
      {
        code: "DUPLICATE_STEP_ID",
        severity: "error",
        place: placeOfStep(node),
        message: `Two steps have the id "${node.id.slice(node.part.name.length + 1)}".`,
        remedy: "Give each its own.",
        related: [{ place: placeOfStep(before), note: "the other one" }],
      },
    ];
  });
}

/** In `pullRequests` of a component. */
function unknownLeftOut(parts: readonly MergePart[], source: Source): readonly Finding[] {
  return parts.flatMap(({ name, component, names, file }) =>
    (component.pullRequests?.leaveOut ?? [])
      .filter((step) => !names.includes(step))
      .map((step): Finding => ({
        code: "UNKNOWN_STEP",
        severity: "error",
        place: placeInSource(source, [name, "pullRequests", "leaveOut", step]),
        message: `Pull requests are to leave out the step "${step}" of "${name}", which ${file.file} does not have.`,
        remedy: `Give one of: ${names.join(", ")}.`,
      })),
  );
}

function orderSteps(of: {
  readonly parts: readonly MergePart[];
  readonly nodes: readonly StepNode[];
  readonly source: Source;
  readonly values: readonly NonNullable<Build["substitutions"]>[];
}): Joined<StepGraph | undefined> {
  const { parts, nodes, source, values } = of;
  const graph = emptyGraph(nodes.length);
  let from = 0;
  for (const { build } of parts) {
    const start = from;
    directWaits(build.steps).forEach((waits, index) => {
      for (const on of waits) addWait(graph, [start + index, start + on], { kind: "config" });
    });
    from += build.steps.length;
  }
  const byName = new Map(parts.map((part) => [part.name, part]));
  const findings = addNeeds(graph, { source, parts: byName, nodes });
  if (hasErrors(findings)) return { value: undefined, findings };
  return {
    value: graph,
    findings: addImageEdges(graph, { nodes, parts, values: values.map(knownValues) }),
  };
}

type Fields = Omit<Build, "steps" | "timeout">;

function mergeFields(parts: readonly MergePart[]): Joined<Fields> {
  const options = mergeOptions(parts);
  const substitutions = mergeSubstitutions(parts);
  const secrets = mergeSecrets(parts);
  const artifacts = mergeArtifacts(parts);
  const tags = union(parts.flatMap(({ build }) => build.tags ?? []));
  const equal = (
    ["queueTtl", "logsBucket", "serviceAccount", "source", "gitConfig", "dependencies"] as const
  ).map((field) => {
    const said = saidBy<unknown>(parts, [field], ({ build }) => build[field]);
    return { field, ...sameOrConflict(said, "Give both configs the same, or leave it out of one.") };
  });
  const value: Fields = {
    ...Object.fromEntries(equal.flatMap(({ field, value }) => (value === undefined ? [] : [[field, value]]))),
    ...artifacts.value,
    ...secrets.value,
    ...(options.value && { options: options.value }),
    ...(substitutions.value && { substitutions: substitutions.value }),
    ...(tags.length > 0 && { tags }),
  };
  const all = [...equal, options, substitutions, secrets, artifacts];
  return { value, findings: all.flatMap(({ findings }) => findings) };
}

function mergedSteps(
  nodes: readonly StepNode[],
  { graph, parts }: { readonly graph: StepGraph; readonly parts: readonly MergePart[] },
): readonly MergedStep[] {
  const how = { common: commonOptions(parts), isOnly: parts.length === 1 };
  const order = runningOrder(graph);
  const place = new Map(order.map((node, at) => [node, at]));
  return order.flatMap((node): MergedStep[] => {
    const step = nodes[node];
    if (step === undefined) return [];
    const waits = [...(graph.waits[node] ?? [])]
      .sort(([a], [b]) => (place.get(a) ?? 0) - (place.get(b) ?? 0))
      .flatMap(([on, because]) => (nodes[on] === undefined ? [] : [{ on: nodes[on].id, because }]));
    const { id, part, index } = step;
    const waitFor = waits.length === 0 ? ["-"] : waits.map(({ on }) => on);
    const merged: BuildStep = { ...pushDown(step.step, part, how), id, waitFor };
    const isLeftOut = part.component.pullRequests?.leaveOut?.includes(part.names[index] ?? "") === true;
    return [
      {
        ...{ id, component: part.name, step: merged, index, file: part.file, waits },
        ...(isLeftOut && { onPullRequests: false }),
      },
    ];
  });
}

function assemble(
  steps: readonly MergedStep[],
  { timeout, ...fields }: Omit<Build, "steps" | "timeout"> & { readonly timeout: string | undefined },
): MergedBuild {
  const build = {
    steps: steps.map(({ step }) => step),
    ...(timeout !== undefined && { timeout }),
    ...fields,
  };
  return { build, steps };
}
