// A merged build and its schedule -> the picture of it: steps as boxes, what waits for what as lines between them.
import type { MergedBuild, MergedStep, Wait } from "../../cloudbuild/merge/merged-build.ts";
import type { Schedule } from "../../cloudbuild/plan/schedule.ts";
import type { Picture, PictureEdge, TaskNode } from "../../pipeline/ir/picture/picture.ts";
import { describeSeconds } from "../../pipeline/runner/report/duration.ts";

export interface DrawnBuild {
  /** The picture's title. */
  readonly name: string;
  readonly merged: MergedBuild;
  readonly schedule: Schedule;
}

/** Solid lines carry an image or its digest, dashed ones only say what waits for what. */
export function buildPicture({ name, merged, schedule }: DrawnBuild): Picture {
  const nodeIds = new Map(merged.steps.map(({ id }, index) => [id, `t${index + 1}`]));
  const components = [...new Set(merged.steps.map(({ component }) => component))];
  const scheduled = new Map(schedule.steps.map((step) => [step.id, step]));
  const nodes = merged.steps.map((step): TaskNode => {
    const { seconds = 0, isKnown = false, isCritical = false } = scheduled.get(step.id) ?? {};
    const colour = `component-${(components.indexOf(step.component) % accents.length) + 1}`;
    return {
      kind: "task",
      id: nodeIds.get(step.id) ?? "",
      name: step.id,
      title: step.id,
      executor: "container",
      image: step.step.name,
      notes: [
        `takes ${describeSeconds(seconds)}${isKnown ? "" : ", assumed"}`,
        ...(isCritical ? ["on the critical path"] : []),
      ],
      mark: { className: isCritical ? `${colour}-critical` : colour, text: "" },
    };
  });
  const edges = merged.steps.flatMap((step) => edgesTo(step, nodeIds));
  return { name, description: "", parameters: [], nodes, edges };
}

function edgesTo(step: MergedStep, nodeIds: ReadonlyMap<string, string>): readonly PictureEdge[] {
  const to = nodeIds.get(step.id) ?? "";
  const ends = [...new Set(step.waits.map(({ on }) => on))].filter((on) => nodeIds.has(on));
  return ends.map((on) => {
    const labels = step.waits.flatMap((wait) => (wait.on === on ? labelsOf(wait) : []));
    return { from: nodeIds.get(on) ?? "", to, kind: labels.length > 0 ? "data" : "order", labels };
  });
}

/** `node:$_TAG` for `us-docker.pkg.dev/project/node:$_TAG`, `digest` for what is left in a folder of /workspace. */
function labelsOf({ because }: Wait): readonly string[] {
  if (because.kind !== "image") return [];
  const { image } = because;
  return [image.startsWith("/") ? "digest" : image.replace(/^.*\//s, "") || image];
}

const accents = [
  "#2f7fd8",
  "#2b9a66",
  "#c2601e",
  "#8a63d2",
  "#c2801e",
  "#0f8b9d",
  "#b5477f",
  "#6b7a1e",
] as const;
const critical = "#d1495b";

/** Each component has its colour, and the critical path a frame that stands out. For the SVG's own style sheet. */
export function buildPictureStyle(): string {
  return accents
    .flatMap((colour, index) => {
      const node = `.component-${index + 1}`;
      return [
        `.pollux-picture ${node} .bar.container,.pollux-picture ${node}-critical .bar.container{fill:${colour}}`,
        `.pollux-picture ${node}-critical .box{stroke:${critical};stroke-width:2px}`,
      ];
    })
    .join("\n");
}
