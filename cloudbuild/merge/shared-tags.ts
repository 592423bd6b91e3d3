// Components that make images of one name with the one Docker daemon at the same time -> warnings.
import type { Finding } from "../findings/finding.ts";
import { imageText } from "../steps/image-reference.ts";
import type { StepNode } from "./merge-part.ts";
import { placeOfStep } from "./merge-part.ts";
import { type Meeting, meetingSteps } from "./meeting-steps.ts";
import type { StepGraph } from "./step-graph.ts";
import type { StepImages } from "./step-images.ts";

/** One for each two components and name. Of images that both push, MADE_TWICE tells. */
export function sharedTags(
  images: readonly StepImages[],
  { graph, nodes }: { readonly graph: StepGraph; readonly nodes: readonly StepNode[] },
): readonly Finding[] {
  const made = images.map(({ makes }) => new Set(makes.map(imageText)));
  const pushers = (image: string): number =>
    new Set(
      nodes
        .filter((_, at) => images[at]?.pushes.some((of) => imageText(of) === image))
        .map(({ part }) => part),
    ).size;
  return meetingSteps(made, { graph, nodes })
    .filter(({ what }) => pushers(what) <= 1)
    .map(finding);
}

function finding({ earlier, later, what: image }: Meeting): Finding {
  return {
    code: "SHARED_TAG",
    severity: "warning",
    place: placeOfStep(later),
    message: `"${later.id}" and "${earlier.id}" both make ${image} with one Docker daemon and may run at the same time.`,
    remedy: "Give one of the images another tag, or let one component need the other in builds.ts.",
    related: [{ place: placeOfStep(earlier), note: "the other step" }],
  };
}
