// Steps that push images and steps that use them or their digests -> edges from the push to the use; a use before its push
// is told.
import { dockerWork } from "../check/docker-work.ts";
import type { Build } from "../format/build.ts";
import type { Finding } from "../findings/finding.ts";
import type { ImageReference } from "./image-reference.ts";
import { imageText, parseImage, sameImage, withDefaults } from "./image-reference.ts";
import type { MergePart, StepNode } from "./merge-part.ts";
import { placeOfStep } from "./merge-part.ts";
import type { MutableStepGraph } from "./step-graph.ts";
import { addWait, ancestorsOf, hasBit } from "./step-graph.ts";
import type { StepImages, Use } from "./step-images.ts";
import { stepImages } from "./step-images.ts";

interface Steps {
  readonly nodes: readonly StepNode[];
  readonly parts: readonly MergePart[];
  readonly substitutions: NonNullable<Build["substitutions"]>;
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

/** Adds edges where the configs and `needs` leave a use and its push without an order. */
export function addImageEdges(graph: MutableStepGraph, steps: Steps): readonly Finding[] {
  const images = steps.nodes.map(({ step }) => stepImages(step, steps.substitutions));
  const findings: Finding[] = [];
  let ancestors = ancestorsOf(graph);
  for (const product of [...imagesMade(images, steps), ...digestsMade(images)]) {
    findings.push(...madeTwice(product, steps));
    for (const { node } of steps.nodes) {
      const use = product.useOf(node);
      if (use === "none" || product.makers.includes(node)) continue;
      const added = waitsFor({ node, use, product, ancestors });
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
}): readonly number[] | "too early" {
  const { node, use, product, ancestors } = of;
  const { makers, leavers } = product;
  const isBefore = (step: number): boolean => hasBit(ancestors[node], step);
  const isFree = (step: number): boolean =>
    step !== node && !isBefore(step) && !hasBit(ancestors[step], node);
  const isThere = leavers.some(isBefore) || (use !== "pull" && leavers.includes(node));
  const isLocal = use === "local" || use === "pull" || makers.length === 0;
  if (makers.some(isBefore) || (isLocal && isThere)) return [];
  // who pulls an image and then pushes it wants the older one, for its cache
  if (use === "pull" && makers.some((step) => hasBit(ancestors[step], node))) return [];
  if (makers.some(isFree)) return makers.filter(isFree);
  if (use === "pull" || (use === "perhaps" && isThere)) return [];
  if (use !== "registry" && leavers.some(isFree)) return leavers.filter(isFree);
  const isByUnknown = product.isUnclear((step) => step === node || isBefore(step));
  if (makers.length > 0) return product.isBuilt || (use === "registry" && !isByUnknown) ? "too early" : [];
  return product.atEnd !== undefined && use !== "perhaps" && !isByUnknown ? "too early" : [];
}

function imagesMade(
  images: readonly StepImages[],
  { nodes, parts, substitutions }: Steps,
): readonly Product[] {
  const listed = parts.flatMap((part) => {
    const lists = [
      { path: ["images"], texts: part.build.images ?? [] },
      { path: ["artifacts", "images"], texts: part.build.artifacts?.images ?? [] },
    ];
    return lists.flatMap(({ path, texts }) =>
      texts.flatMap((text, index) => {
        const image = parseImage(withDefaults(text, substitutions));
        return image === undefined ? [] : [{ image, part, path: [...path, index] }];
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
          ({ node, step }) =>
            isOne(node) && (images[node]?.uses(image) === "perhaps" || dockerWork(step, node).more),
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
  const names = [...new Set(images.flatMap(({ writes }) => writes)), "*"];
  return names.map((name): Product => ({
    text: name === "*" ? allDigests : `${allDigests}/${name}`,
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
  if (first === undefined || other === undefined || text === allDigests) return [];
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

const allDigests = "/workspace/.digests";

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
