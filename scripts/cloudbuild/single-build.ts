// A config on its own -> the shape that merged builds have, so that what draws and explains those does it too.
import type { BuildFile } from "../../cloudbuild/files/build-file.ts";
import { directWaits } from "../../cloudbuild/format/step-order.ts";
import type { MergedBuild } from "../../cloudbuild/merge/merged-build.ts";
import { addWait, emptyGraph, reduced } from "../../cloudbuild/merge/step-graph.ts";
import { stepNames } from "../../cloudbuild/merge/step-names.ts";

/** Steps keep their ids, and belong to the component "". Waits that follow from others are left out. */
export function singleBuild(file: BuildFile): MergedBuild {
  const { build } = file;
  const names = stepNames(build.steps);
  const graph = emptyGraph(build.steps.length);
  for (const [step, waits] of directWaits(build.steps).entries()) {
    for (const on of waits) addWait(graph, [step, on], { kind: "config" });
  }
  const { waits } = reduced(graph);
  const steps = build.steps.map((step, index) => ({
    id: names[index] ?? "",
    component: "",
    step,
    index,
    file,
    waits: [...(waits[index] ?? [])].map(([on, because]) => ({ on: names[on] ?? "", because })),
  }));
  return { build, steps };
}
