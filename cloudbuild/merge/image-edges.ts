// Steps that push images and steps that use them or their digests -> edges from the push to the use; a use before its push
// is told.
import type { Finding } from "../findings/finding.ts";
import type { ImageReference } from "../steps/image-reference.ts";
import { imageText, readImage, sameImage } from "../steps/image-reference.ts";
import type { KnownValues } from "../steps/known-values.ts";
import { knownValues } from "../steps/known-values.ts";
import type { MergePart, StepNode } from "./merge-part.ts";
import { placeOfStep } from "./merge-part.ts";
import type { Use } from "./command-images.ts";
import { digestFindings } from "./digest-findings.ts";
import { digestFolder } from "./digest-files.ts";
import { sharedTags } from "./shared-tags.ts";
import type { MutableStepGraph } from "./step-graph.ts";
import { addWait, ancestorsOf, configWaits, hasBit } from "./step-graph.ts";
import type { StepImages } from "./step-images.ts";
import { stepImages } from "./step-images.ts";

interface Steps {
  readonly nodes: readonly StepNode[];
  readonly parts: readonly MergePart[];
  /** Of the merged build's substitutions. */
  readonly values: KnownValues;
}

/** One thing that steps make and others use: an image, or a digest file by its name. */
interface Product {
  readonly text: string;
  /** Steps that push it or write the file. */
  readonly makers: readonly number[];
  /** Steps that leave it with the Docker daemon. */
  readonly leavers: readonly number[];
  readonly useOf: (step: number) => Use;
  /** Whether a step is known that builds it. */
  readonly isBuilt: boolean;
  /** Whether one of the steps may make it in a way that is not understood. */
  readonly isUnclear: (isOne: (step: number) => boolean) => boolean;
  /** Where a config says it in `images`: pushed when all steps have ended. */
  readonly atEnd?: { readonly part: MergePart; readonly path: readonly (string | number)[] };
}

/**
 * Adds edges where the configs and `needs` leave a use and its push without an order: with the values of each of `values`,
 * the first of which are the defaults.
 */
export function addImageEdges(
  graph: MutableStepGraph,
  { values, ...of }: Omit<Steps, "values"> & { readonly values: readonly KnownValues[] },
): readonly Finding[] {
  const ofConfigs = ancestorsOf(configWaits(graph));
  const findings = values.flatMap((known) => addEdgesWith(graph, ofConfigs, { ...of, values: known }));
  const [defaults] = values;
  const images = of.nodes.map(({ step }) => stepImages(step, defaults ?? knownValues()));
  findings.push(
    ...digestFindings(images, { graph, nodes: of.nodes }),
    ...sharedTags(images, { graph, nodes: of.nodes }),
  );
  // What is found with the defaults is found with most values of environments as well.
  const keys = findings.map(({ code, place, related = [] }) =>
    JSON.stringify([code, place, related[0]?.place]),
  );
  return findings.filter(({ code }, at) => keys.indexOf(keys[at] ?? "") === at || !onceEach.has(code));
}

const onceEach = new Set(["CONSUMER_BEFORE_PUSH", "MADE_TWICE"]);

function addEdgesWith(
  graph: MutableStepGraph,
  ofConfigs: readonly bigint[],
  steps: Steps,
): readonly Finding[] {
  const images = steps.nodes.map(({ step }) => stepImages(step, steps.values));
  const findings: Finding[] = [];
  let ancestors = ancestorsOf(graph);
  for (const product of [...imagesMade(images, steps), ...digestsMade(images)]) {
    findings.push(...madeTwice(product, steps));
    for (const { node } of steps.nodes) {
      const use = product.useOf(node);
      if (use === "none" || product.makers.includes(node)) continue;
      const added = waitsFor({ node, use, product, ancestors, ofConfigs, nodes: steps.nodes });
      if (added === "too early") {
        findings.push(...tooEarly({ node, use, product, steps }));
        continue;
      }
      for (const on of added) addWait(graph, [node, on], { kind: "image", image: product.text });
      if (added.length > 0) ancestors = ancestorsOf(graph);
    }
  }
  return findings;
}

/** The steps that a use has to wait for besides those that it does. */
function waitsFor(of: {
  readonly node: number;
  readonly use: Use;
  readonly product: Product;
  readonly ancestors: readonly bigint[];
  /** By the configs alone. */
  readonly ofConfigs: readonly bigint[];
  readonly nodes: readonly StepNode[];
}): readonly number[] | "too early" {
  const { node, use, product, ancestors, ofConfigs, nodes } = of;
  const { makers, leavers } = product;
  const isBefore = (step: number): boolean => hasBit(ancestors[node], step);
  const isFree = (step: number): boolean =>
    step !== node && !isBefore(step) && !hasBit(ancestors[step], node);
  const isThere = leavers.some(isBefore) || (use !== "pull" && use !== "run" && leavers.includes(node));
  const isLocal = use === "local" || use === "run" || use === "pull" || makers.length === 0;
  if (makers.some(isBefore) || (isLocal && isThere)) return [];
  // who pulls an image and then pushes it wants the older one, for its cache
  if (use === "pull" && makers.some((step) => hasBit(ancestors[step], node))) return [];
  if (makers.some(isFree)) return makers.filter(isFree);
  if (use === "pull" || (use === "perhaps" && isThere)) return [];
  if (use !== "registry" && leavers.some(isFree)) return leavers.filter(isFree);
  if (use === "perhaps") return []; // who only says its name need not have it
  const isUnclear = product.isUnclear((step) => step === node || isBefore(step));
  if (makers.length === 0) return product.atEnd !== undefined && !isUnclear ? "too early" : [];
  // in the order of one config, who runs an image before its push wants the older one
  if (use !== "registry" && makers.every((step) => hasBit(ofConfigs[step], node))) return [];
  const isOthers = makers.some((step) => nodes[step]?.part !== nodes[node]?.part);
  const isByUnknown = product.isUnclear((step) => (step === node && use !== "run") || isBefore(step));
  return product.isBuilt || ((use === "registry" || isOthers) && !isByUnknown) ? "too early" : [];
}

function imagesMade(images: readonly StepImages[], { nodes, parts, values }: Steps): readonly Product[] {
  const listed = parts.flatMap((part) => {
    const lists = [
      { path: ["images"], texts: part.build.images ?? [] },
      { path: ["artifacts", "images"], texts: part.build.artifacts?.images ?? [] },
    ];
    return lists.flatMap(({ path, texts }) =>
      texts.flatMap((text, index) => {
        const image = readImage(values.read(text));
        return image === undefined || image.digest !== undefined
          ? []
          : [{ image, part, path: [...path, index] }];
      }),
    );
  });
  const all = new Map<string, ImageReference>();
  for (const image of [
    ...images.flatMap(({ pushes, leaves }) => [...pushes, ...leaves]),
    ...listed.map((of) => of.image),
  ]) {
    all.set(imageText(image), image);
  }
  const withImage = (field: "pushes" | "leaves", image: ImageReference): readonly number[] =>
    images.flatMap((step, node) => (step[field].some((other) => sameImage(other, image)) ? [node] : []));
  return [...all.values()].map((image): Product => {
    const atEnd = listed.find((of) => sameImage(of.image, image));
    return {
      text: imageText(image),
      makers: withImage("pushes", image),
      leavers: withImage("leaves", image),
      useOf: (step) => images[step]?.uses(image) ?? "none",
      isBuilt: images.some(({ builds }) => builds.some((other) => sameImage(other, image))),
      isUnclear: (isOne) =>
        nodes.some(
          ({ node }) =>
            isOne(node) && (images[node]?.uses(image) === "perhaps" || images[node]?.makesOthers === true),
        ),
      ...(atEnd && { atEnd }),
    };
  });
}

/** Who reads the folder as a whole reads each file in it. */
function digestsMade(images: readonly StepImages[]): readonly Product[] {
  const writersOf = (name: string): readonly number[] =>
    images.flatMap(({ writes }, node) =>
      (name === "*" ? writes.length > 0 : writes.includes(name)) ? [node] : [],
    );
  const names = new Set([...images.flatMap(({ writes }) => writes).filter((name) => name !== "*"), "*"]);
  return [...names].map((name): Product => ({
    text: name === "*" ? digestFolder : `${digestFolder}/${name}`,
    makers: writersOf(name),
    leavers: [],
    useOf: (step) => (images[step]?.reads.includes(name) === true ? "registry" : "none"),
    isBuilt: true,
    isUnclear: () => false,
  }));
}

/** By two components: which of the two is there in the end, nobody knows. The folder of digests is everybody's. */
function madeTwice({ text, makers }: Product, { nodes }: Steps): readonly Finding[] {
  const [first, ...others] = makers.flatMap((node) => nodes[node] ?? []);
  const other = others.find(({ part }) => part !== first?.part);
  if (first === undefined || other === undefined || text === digestFolder) return [];
  return [
    {
      code: "MADE_TWICE",
      severity: "warning",
      place: placeOfStep(other),
      message: `"${other.id}" and "${first.id}" both make ${text}.`,
      remedy: "Give one of the two another name or tag.",
      related: [{ place: placeOfStep(first), note: "the other step" }],
    },
  ];
}

function tooEarly(of: {
  readonly node: number;
  readonly use: Use;
  readonly product: Product;
  readonly steps: Steps;
}): readonly Finding[] {
  const { node, product, steps } = of;
  const [user, maker] = [steps.nodes[node], steps.nodes[product.makers[0] ?? -1]];
  if (user === undefined) return [];
  const { atEnd } = product;
  const push =
    maker !== undefined
      ? { place: placeOfStep(maker), note: `"${maker.id}" makes it` }
      : atEnd && { place: atEnd.part.file.placeOf(atEnd.path), note: "pushed when all steps have ended" };
  return [
    {
      code: "CONSUMER_BEFORE_PUSH",
      severity: "error",
      place: placeOfStep(user),
      message:
        maker === undefined
          ? `"${user.id}" uses ${product.text}, which is pushed only when all steps have ended.`
          : `"${user.id}" uses ${product.text} and runs before "${maker.id}", which makes it.`,
      remedy:
        maker === undefined
          ? "Push it in a step before, and keep it in images."
          : `Let it wait for "${maker.id}", with waitFor or needs.`,
      ...(push && { related: [push] }),
    },
  ];
}
