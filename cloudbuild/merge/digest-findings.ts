// What steps write to /workspace/.digests and read there -> warnings on what is read and never written, or pushed and never
// left there.
import type { Finding } from "../findings/finding.ts";
import { imageText } from "../steps/image-reference.ts";
import { digestFolder } from "./digest-files.ts";
import type { StepNode } from "./merge-part.ts";
import { placeOfStep } from "./merge-part.ts";
import { ancestorsOf, hasBit, type StepGraph } from "./step-graph.ts";
import type { StepImages } from "./step-images.ts";

/** `images` are those of the steps, in the same order. */
export function digestFindings(
  images: readonly StepImages[],
  { nodes, graph }: { readonly nodes: readonly StepNode[]; readonly graph: StepGraph },
): readonly Finding[] {
  const written = new Set(images.flatMap(({ writes }) => writes));
  return [
    ...nodes.flatMap((step, at) =>
      (images[at]?.reads ?? []).flatMap((name) => notWritten(step, { name, written })),
    ),
    ...notLeft(images, { nodes, ancestors: ancestorsOf(graph) }),
  ];
}

function notWritten(
  step: StepNode,
  { name, written }: { readonly name: string; readonly written: ReadonlySet<string> },
): readonly Finding[] {
  if (written.has("*") || written.has(name) || (name === "*" && written.size > 0)) return [];
  const isFolder = name === "*";
  const others = [...written].sort();
  const how = howToLeave(isFolder ? "NAME" : name.replace(/\.json$/, ""));
  return [
    {
      code: "NO_DIGEST",
      severity: "warning",
      place: placeOfStep(step),
      message: isFolder
        ? `"${step.id}" reads ${digestFolder}, and no step writes anything there.`
        : `"${step.id}" reads ${digestFolder}/${name}, which no step writes.`,
      remedy:
        others.length === 0
          ? `Let the step that pushes the image leave its digest there, as ${how} does.`
          : `Read one of those that are written (${others.join(", ")}), or leave it there, as ${how} does.`,
    },
  ];
}

/** Of a component that pushes, where another, which does not run before that, reads the digests of all. */
function notLeft(
  images: readonly StepImages[],
  { nodes, ancestors }: { readonly nodes: readonly StepNode[]; readonly ancestors: readonly bigint[] },
): readonly Finding[] {
  const readers = nodes.filter((_, at) => images[at]?.reads.includes("*"));
  const leaving = new Set(
    nodes.flatMap(({ part }, at) => ((images[at]?.writes ?? []).length > 0 ? [part] : [])),
  );
  const told = new Set(leaving);
  return nodes.flatMap((step, at): readonly Finding[] => {
    const [image] = images[at]?.pushes ?? [];
    const reader = readers.find(
      ({ part, node }) => part !== step.part && !hasBit(ancestors[step.node], node),
    );
    if (image === undefined || reader === undefined || told.has(step.part)) return [];
    told.add(step.part);
    return [
      {
        code: "DIGEST_NOT_LEFT",
        severity: "warning",
        place: placeOfStep(step),
        message: `"${step.id}" pushes ${imageText(image)}, and "${step.part.name}" leaves no digest in ${digestFolder}, where "${reader.id}" reads those of all images.`,
        remedy: `Leave it there, as ${howToLeave(step.part.name)} does.`,
        related: [{ place: placeOfStep(reader), note: "reads the folder" }],
      },
    ];
  });
}

function howToLeave(name: string): string {
  return `docker buildx build --push --metadata-file=${digestFolder}/${name}.json`;
}
