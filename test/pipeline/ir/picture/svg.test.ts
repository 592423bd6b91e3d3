import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readPipelineFile } from "../../../../pipeline/ir/pipeline-file.ts";
import { htmlOf } from "../../../../pipeline/ir/picture/html.ts";
import { mermaidOf } from "../../../../pipeline/ir/picture/mermaid.ts";
import { pictureOf } from "../../../../pipeline/ir/picture/picture-of.ts";
import type { GroupNode, TaskNode } from "../../../../pipeline/ir/picture/picture.ts";
import { svgOf } from "../../../../pipeline/ir/picture/svg.ts";
import { input, specOf } from "./pipelines.ts";
import { xmlProblem } from "./well-formed.ts";

const corpus = join(import.meta.dirname, "../../../../../shared/kfp/corpus");
const skipped = existsSync(corpus) ? "" : " (skipped: kfp's files are not beside this repository)";

const hostile = [
  `"/><script>alert(1)</script>`,
  "]]><!--",
  "&amp;#x0;",
  "\u0000\u001b[2J\ud800\uffff\u202e",
  "' onload='x",
  "${{}}",
];

function task(id: string): TaskNode {
  return { kind: "task", id, name: id, title: id, executor: "container", notes: [] };
}

describe("a picture in SVG", () => {
  test("holds names of any kind as text", () => {
    const tasks = hostile.map((name) => [
      name,
      { taskInfo: { name }, inputs: { parameters: { a: input(name) } } },
    ]);
    const spec = {
      ...specOf(Object.fromEntries(tasks)),
      pipelineInfo: { name: hostile.join(), description: hostile[0] ?? "" },
    };
    const picture = pictureOf(spec);
    const [svg, html] = [svgOf(picture), htmlOf(picture)];
    expect(xmlProblem(svg)).toBeUndefined();
    expect(svg).toContain("&quot;/&gt;&lt;script&gt;alert(1)&lt;/script&gt;</text>");
    for (const text of [svg, html]) {
      expect(text).not.toMatch(/<script|<!--|\son\w+="/);
      expect(text).not.toMatch(/(?:href|src)=|url\(|@import/);
    }
  });

  test("links a marked node, names its class, and says below what became of it", () => {
    const mark = (className: string, href?: string) => ({
      className,
      text: `${className} <now>`,
      ...(href !== undefined && { href }),
    });
    const inner = { ...task("t1"), mark: mark("is-done", "#t1") };
    const group: GroupNode = {
      ...task("g1"),
      kind: "group",
      group: "loop",
      notes: [],
      nodes: [inner],
      edges: [],
    };
    const picture = { name: "p", description: "", parameters: [], edges: [] };
    const svg = svgOf({
      ...picture,
      nodes: [
        { ...group, mark: mark("is-open", "#g1") },
        { ...task("t2"), mark: mark("is-new") },
      ],
    });
    expect(xmlProblem(svg)).toBeUndefined();
    expect(svg.match(/class="node [^"]*"|<a [^>]*>|<\/a>|[^>]*&lt;now&gt;/g)).toEqual([
      'class="node is-open"',
      '<a href="#g1">',
      "is-open &lt;now&gt;",
      "</a>",
      'class="node is-done"',
      '<a href="#t1">',
      "is-done &lt;now&gt;",
      "</a>",
      'class="node is-new"',
      "is-new &lt;now&gt;",
    ]);
  });

  test("is the same each time", () => {
    const spec = specOf({ a: {}, b: { dependentTasks: ["a"] }, c: { dependentTasks: ["a"] } });
    expect(svgOf(pictureOf(spec))).toBe(svgOf(pictureOf(spec)));
  });

  test("draws order dashed, the rest solid, with what passes in the tooltip", () => {
    const svg = svgOf(pictureOf(specOf({ a: {}, b: { dependentTasks: ["a"] } })));
    expect(svg.match(/<path class="line.*?<\/path>/g)).toEqual([
      '<path class="line order" d="M54 48V82"><title>a → b: order only</title></path>',
    ]);
  });

  test("draws a label over its line: a box in the paper's colour, then the text", () => {
    const picture = {
      name: "p",
      description: "",
      parameters: [],
      nodes: ["a", "b"].map((name) => task(name)),
      edges: [{ from: "a", to: "b", kind: "data", labels: ["Model"] }],
    } as const;
    const svg = svgOf(picture);
    const [line = ""] = svg.match(/<path class="line.*/g) ?? [];
    expect(/ d="M54 /.test(line)).toBe(true);
    expect(svg.match(/<rect class="paper" x=.*|<text class="label".*/g)).toEqual([
      expect.stringMatching(/^<rect class="paper" x="\d/),
      expect.stringMatching(/^<text class="label" x="54" y="\d+" text-anchor="middle">Model<\/text>$/),
    ]);
    expect(svg).not.toContain("paint-order");
  });

  test("is there for a pipeline without tasks, and for one whose tasks wait for each other", () => {
    const circle = specOf({
      a: { dependentTasks: ["b"] },
      b: { dependentTasks: ["c"] },
      c: { dependentTasks: ["a", "c"] },
    });
    for (const spec of [specOf({}), circle]) expect(xmlProblem(svgOf(pictureOf(spec)))).toBeUndefined();
    expect(svgOf(pictureOf(circle)).match(/class="arrow"/g)).toHaveLength(3);
  });
});

describe("a page", () => {
  test("lists parameters and tasks", () => {
    const { root, ...spec } = specOf({ a: {}, g: {} }, { g: { b: {} } });
    const inputDefinitions = {
      parameters: { n: { parameterType: "NUMBER_INTEGER", defaultValue: 3, description: "How many." } },
    } as const;
    const info = { name: "p", description: "Counts <things>." };
    const html = htmlOf(pictureOf({ ...spec, pipelineInfo: info, root: { ...root, inputDefinitions } }));
    expect(html.match(/<h1>.*|<p>.*|<h2>.*|<tr>.*/g)).toEqual([
      "<h1>p</h1>",
      "<p>Counts &lt;things&gt;.</p>",
      "<h2>Parameters</h2>",
      "<tr><th>Name</th><th>Type</th><th>Default</th><th>Description</th></tr>",
      "<tr><td><code>n</code></td><td>NUMBER_INTEGER</td><td><code>3</code></td><td>How many.</td></tr>",
      "<h2>Tasks</h2>",
      "<tr><th>Task</th><th>Runs</th><th>When</th></tr>",
      "<tr><td><code>a</code></td><td><code>example.com:5000/us/node:1@sha256:0123</code></td><td></td></tr>",
      "<tr><td><code>g/b</code></td><td><code>example.com:5000/us/node:1@sha256:0123</code></td><td></td></tr>",
    ]);
  });
});

describe("what cannot be drawn", () => {
  test("a component that contains itself is named", () => {
    expect(() => pictureOf(specOf({ g: {} }, { g: { g: {} } }))).toThrow(
      expect.objectContaining({
        code: "NESTED_TOO_DEEP",
        message: 'p: groups are nested more than 100 deep at the component "g". Break the recursion.',
      }),
    );
  });

  test("more boxes than anyone could look at", () => {
    const twice = (name: string) => ({ a: { componentRef: { name } }, b: { componentRef: { name } } });
    const groups = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`g${i}`, twice(`g${i + 1}`)]));
    expect(() => pictureOf(specOf({ g0: {} }, { ...groups, g40: { a: {} } }))).toThrow(
      expect.objectContaining({
        code: "PICTURE_TOO_LARGE",
        message: "p: has more than 100000 boxes. Draw one of its parts.",
      }),
    );
  });
});

describe.skipIf(skipped !== "")(`pipelines of others${skipped}`, () => {
  test("are drawn in every format", () => {
    const files = globSync("**/*.yaml", { cwd: corpus });
    expect(files.length).toBeGreaterThan(70);
    const problems = files.flatMap((file) => {
      const picture = pictureOf(readPipelineFile(readFileSync(join(corpus, file), "utf8"), file).pipeline);
      mermaidOf(picture);
      htmlOf(picture);
      return xmlProblem(svgOf(picture)) ?? [];
    });
    expect(problems).toEqual([]);
  });
});
