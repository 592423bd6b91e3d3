import { describe, expect, test } from "vitest";
import { scheduleBuild } from "../../../cloudbuild/plan/schedule.ts";
import { mermaidOf } from "../../../pipeline/ir/picture/mermaid.ts";
import { svgOf } from "../../../pipeline/ir/picture/svg.ts";
import { buildPicture, buildPictureStyle } from "../../../scripts/cloudbuild/build-picture.ts";
import { handoff, mergedOf, twoComponents } from "./two-components.ts";

describe("the picture of a build", () => {
  test("has a box for each step, and a line for each wait that says what it carries", () => {
    const merged = twoComponents();
    const schedule = scheduleBuild(merged, { "trainer:build": 300, "trainer:lint": 5 });
    const box = (id: string, title: string, image: string, notes: readonly string[], className: string) => ({
      ...{ kind: "task", id, name: title, title, executor: "container", image, notes },
      mark: { className, text: "" },
    });
    const critical = "on the critical path";
    const assumed = "takes 1 min 0 s, assumed";
    expect(buildPicture({ name: "cloudbuild/builds.ts", merged, schedule })).toEqual({
      name: "cloudbuild/builds.ts",
      description: "",
      parameters: [],
      nodes: [
        box("t1", "trainer:build", "docker", ["takes 5 min 0 s", critical], "component-1-critical"),
        box("t2", "trainer:push", "docker", [assumed, critical], "component-1-critical"),
        box("t3", "trainer:lint", "python", ["takes 5.0 s"], "component-1"),
        box(
          "t4",
          "job:step-1",
          "us-docker.pkg.dev/p/r/trainer:1",
          [assumed, critical],
          "component-2-critical",
        ),
        box("t5", "job:tell", "curl", [assumed, critical], "component-2-critical"),
      ],
      edges: [
        { from: "t1", to: "t2", kind: "order", labels: [] },
        { from: "t2", to: "t4", kind: "data", labels: ["trainer:1"] },
        { from: "t3", to: "t4", kind: "order", labels: [] },
        { from: "t4", to: "t5", kind: "order", labels: [] },
      ],
    });
  });

  test("calls a digest that is handed on what it is", () => {
    const merged = mergedOf(handoff);
    const { edges } = buildPicture({ name: "x", merged, schedule: scheduleBuild(merged) });
    expect(edges).toEqual([{ from: "t1", to: "t2", kind: "data", labels: ["digest"] }]);
  });

  test("has a style for every class of its boxes", () => {
    const style = buildPictureStyle();
    for (const count of [1, 8]) {
      expect(style).toContain(`.component-${count} .bar.container`);
      expect(style).toContain(`.component-${count}-critical .box`);
    }
  });

  test("says ids that look like syntax as text", () => {
    const id = '"]-->x</text><script>alert(1)</script>%%{init}';
    const merged = mergedOf({ web: `steps:\n  - {name: a, id: ${JSON.stringify(id)}}\n  - {name: b}\n` });
    const picture = buildPicture({ name: id, merged, schedule: scheduleBuild(merged) });
    const mermaid = mermaidOf(picture);
    for (const drawn of [mermaid, svgOf(picture)]) {
      expect(drawn).not.toContain("<script>");
      expect(drawn).not.toContain('"]-->x');
    }
    expect(mermaid).not.toContain("%%{init}");
  });
});
