// Components that make images of one name with the one Docker daemon at the same time -> warnings.
import type { Finding } from "../findings/finding.ts";
import { imageText } from "../steps/image-reference.ts";
import type { StepNode } from "./merge-part.ts";
import { placeOfStep } from "./merge-part.ts";
import type { StepGraph } from "./step-graph.ts";
import { ancestorsOf, hasBit } from "./step-graph.ts";
import type { StepImages } from "./step-images.ts";

/** One for each two components and name. Of images that both push, MADE_TWICE tells. */
export function sharedTags(
  images: readonly StepImages[],
  { graph, nodes }: { readonly graph: StepGraph; readonly nodes: readonly StepNode[] },
): readonly Finding[] {
  const ancestors = ancestorsOf(graph);
  const made = images.map(({ makes }) => new Set(makes.map(imageText)));
  const pushers = (image: string): number =>
    new Set(
      nodes
        .filter((_, at) => images[at]?.pushes.some((of) => imageText(of) === image))
        .map(({ part }) => part),
    ).size;
  const told = new Set<string>();
  return nodes.flatMap((later): readonly Finding[] =>
    [...(made[later.node] ?? [])].flatMap((image) =>
      nodes.slice(0, later.node).flatMap((earlier): readonly Finding[] => {
        if (earlier.part === later.part || made[earlier.node]?.has(image) !== true) return [];
        const isOrdered =
          hasBit(ancestors[later.node], earlier.node) || hasBit(ancestors[earlier.node], later.node);
        const key = JSON.stringify([earlier.part.name, later.part.name, image]);
        if (isOrdered || told.has(key) || pushers(image) > 1) return [];
        told.add(key);
        return [finding({ earlier, later, image })];
      }),
    ),
  );
}

function finding(of: {
  readonly earlier: StepNode;
  readonly later: StepNode;
  readonly image: string;
}): Finding {
  const { earlier, later, image } = of;
  return {
    code: "SHARED_TAG",
    severity: "warning",
    place: placeOfStep(later),
    message: `"${later.id}" and "${earlier.id}" both make ${image} with one Docker daemon and may run at the same time.`,
    remedy: "Give one of the images another tag, or let one component need the other in builds.ts.",
    related: [{ place: placeOfStep(earlier), note: "the other step" }],
  };
}
