import { expect, test } from "vitest";
import { readBuildFile } from "../../../cloudbuild/files/read-build-file.ts";
import { singleBuild } from "../../../scripts/cloudbuild/single-build.ts";

test("a config's steps keep their ids and wait for what does not follow from other waits", () => {
  const text =
    "steps:\n  - {name: a, id: a}\n  - {name: b}\n  - {name: c, id: c, waitFor: [a]}\n  - {name: d}\n";
  const { read } = readBuildFile("cloudbuild.yaml", text);
  if (read === undefined) throw new Error("not read");
  const { build, steps } = singleBuild(read);
  expect(build).toBe(read.build);
  const config = { kind: "config" };
  expect(steps.map(({ id, component, waits }) => ({ id, component, waits }))).toEqual([
    { id: "a", component: "", waits: [] },
    { id: "step-2", component: "", waits: [{ on: "a", because: config }] },
    { id: "c", component: "", waits: [{ on: "a", because: config }] },
    {
      id: "step-4",
      component: "",
      waits: [
        { on: "step-2", because: config },
        { on: "c", because: config },
      ],
    },
  ]);
});
