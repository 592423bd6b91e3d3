import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { inflateRawSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import {
  bundleComponent,
  type InlineBundle,
} from "../../../../pipeline/inline/typescript/bundle-component.ts";
import { makePackage } from "./package.ts";
import { runBundle, startBundle } from "./task.ts";

const root = resolve(import.meta.dirname, "../../../..");
const greeter = bundleComponent(new URL("./greeter/run.ts", import.meta.url).href);

function sourceOf({ command }: InlineBundle): string {
  return inflateRawSync(Buffer.from(command.slice(5).join(""), "base64")).toString();
}

function greeterFiles(): { readonly [path: string]: string } {
  const folder = join(import.meta.dirname, "greeter");
  return Object.fromEntries(
    readdirSync(folder).map((file) => [file, readFileSync(join(folder, file), "utf8")]),
  );
}

describe("a bundle", () => {
  test("runs where nothing is installed, with JSON, packages, late imports and top-level await", () => {
    const { status, stdout, stderr, read } = runBundle(greeter, { greeting: "text: Hello" });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toBe("Hello, Ada! Hello, Grace!\nprogress 2/2 done\n");
    expect(read("count")).toBe("2");
    expect(read("greetings")).toBe("Hello, Ada!\nHello, Grace!\n");
    expect(JSON.parse(read("executor_output.json"))).toMatchObject({
      artifacts: { greetings: { artifacts: [{ metadata: { people: 2 } }] } },
    });
  });

  test("keeps texts that a backend would fill in, and knows no folder of its own", () => {
    const { read } = runBundle(greeter, { greeting: "text: Hello" });
    expect(JSON.parse(read("facts"))).toEqual({
      backendTexts: "{{$}} {{$.inputs.parameters['greeting']}} $(HOME) $$ \u0000 ’",
      url: "file:///bundled-into-the-pipeline/module.js",
      beside: false,
      separator: "/",
      argv: ["test/pipeline/inline/typescript/greeter/run.ts", "--executor_input"],
    });
  });

  test("is carried by a command without anything that a backend fills in", () => {
    const { command, args, size } = greeter;
    expect(command.slice(0, 5)).toEqual([
      "node",
      "--input-type=module",
      "--eval",
      `import { inflateRawSync } from "node:zlib";
const chunks = process.argv.splice(1, 1, "test/pipeline/inline/typescript/greeter/run.ts");
const source = inflateRawSync(Buffer.from(chunks.join(""), "base64")) + "\\n//# sourceURL=test/pipeline/inline/typescript/greeter/run.bundle.js";
await import("data:text/javascript;base64," + Buffer.from(source).toString("base64"));
`,
      "--",
    ]);
    expect(args).toEqual(["--executor_input", "{{$}}"]);
    expect(command.join("")).not.toContain("$");
    expect(command.slice(5).join("")).toHaveLength(Math.ceil(size.compressed / 3) * 4);
    expect(sourceOf(greeter)).toHaveLength(size.bundle);
  });

  test("is the same wherever the package and its dependencies stand, and names no folder of this machine", () => {
    const within = "test/pipeline/inline/typescript/greeter";
    const shallow = bundleComponent(makePackage(greeterFiles(), { within }));
    const deep = bundleComponent(makePackage(greeterFiles(), { within, below: "home/somebody/work" }));
    expect(sourceOf(shallow)).toBe(sourceOf(greeter));
    expect(sourceOf(deep)).toBe(sourceOf(greeter));
    expect(deep).toEqual(greeter);
    expect(sourceOf(deep)).not.toContain("../");
    expect(sourceOf(deep)).not.toContain(root);
  });

  test("travels in pieces where one argument cannot hold it", () => {
    const bundle = bundleComponent(
      makePackage({
        "run.ts": `
          import { component, int } from "pollux";
          import { implement } from "pollux/executor";
          import text from "./noise.json" with { type: "json" };
          const long = component({ name: "long", inputs: {}, outputs: { count: int() }, container: () => ({ image: "" }) });
          export default implement(long, async () => ({ count: text.length }));`,
        "noise.json": JSON.stringify(noise(300_000)),
      }),
    );
    expect(bundle.command.slice(5).map(({ length }) => length)).toEqual([
      100_000,
      100_000,
      100_000,
      expect.any(Number),
    ]);
    expect(runBundle(bundle, {}).read("count")).toBe("300000");
  });
});

describe("a bundle that fails", () => {
  test("by an expected problem says its message alone", () => {
    const { status, stdout, stderr } = runBundle(greeter, {});
    expect({ status, stdout, stderr }).toEqual({
      status: 1,
      stdout: "",
      stderr: 'greet: input "greeting" is missing. Give it a value.\n',
    });
  });

  test("by a defect shows where in the bundle", () => {
    const { status, stderr } = runBundle(greeter, { greeting: "", mode: "defect" });
    expect(status).toBe(1);
    const [first, second] = stderr.split("\n");
    expect(first).toBe("TypeError: greet: out of breath");
    expect(second).toMatch(
      /^ {4}at .*test\/pipeline\/inline\/typescript\/greeter\/run\.bundle\.js:\d+:\d+\)?$/,
    );
    expect(Math.max(...stderr.split("\n").map(({ length }) => length))).toBeLessThan(200);
  });

  test("by being told to stop ends as one that was stopped", async () => {
    const started = await startBundle(greeter, { greeting: "", mode: "wait" });
    started.kill("SIGTERM");
    expect(await once(started, "exit")).toEqual([143, null]);
  });

  test("by a file that is not in it names the folder that does not exist", () => {
    const { status, stderr } = runBundle(greeter, { greeting: "", mode: "file beside" });
    expect(status).toBe(1);
    expect(stderr).toContain(
      "ENOENT: no such file or directory, open '/bundled-into-the-pipeline/people.json'",
    );
  });

  test("by a default export of another kind says so", () => {
    const bundle = bundleComponent(makePackage({ "run.ts": "export default 3;" }));
    const { status, stderr } = runBundle(bundle, {});
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: "run.ts: its default export is no component's code. Export `implement(...)` as its default.\n",
    });
  });
});

describe("what cannot be bundled is an error that names the place and the remedy", () => {
  const failures: readonly [what: string, files: { readonly [path: string]: string }, message: string][] = [
    [
      "a package that is not installed",
      { "run.ts": 'import { x } from "not-installed";\nexport default x;' },
      'run.ts:1:19: it imports "not-installed", which is not installed. Install it, or correct the name.',
    ],
    [
      "files that are not there, all at once",
      {
        "run.ts": 'import "./a.ts";\nexport * from "./lib/b.ts";\nexport default 1;',
        "lib/b.ts": 'import "../c.ts";',
      },
      'lib/b.ts:1:8: it imports "../c.ts", which is not there. Write that file, or correct the path.\n' +
        'run.ts:1:8: it imports "./a.ts", which is not there. Write that file, or correct the path.',
    ],
    [
      "an export that is not there",
      {
        "run.ts": 'import { b } from "./a.ts";\nimport c from "./a.ts";\nexport default b + c;',
        "a.ts": "export const a = 1;",
      },
      'run.ts:1:10: No matching export in "a.ts" for import "b". Correct it.\n' +
        'run.ts:2:8: No matching export in "a.ts" for import "default". Correct it.',
    ],
    [
      "a native addon",
      {
        "run.ts": 'import fast from "fast";\nexport default fast;',
        "node_modules/fast/index.js": 'module.exports = require("./build/fast.node");',
        "node_modules/fast/build/fast.node": "",
      },
      'node_modules/fast/index.js:1:26: it imports "node_modules/fast/build/fast.node", and .node files cannot be bundled. Use an image that holds it.',
    ],
    ["a syntax error", { "run.ts": "export default 1 +;" }, 'run.ts:1:19: Unexpected ";". Correct it.'],
    [
      "a module without a default export",
      { "run.ts": "export const run = 1;" },
      "run.ts: it has no default export. Export `implement(...)` as its default.",
    ],
  ];
  test.each(failures)("%s", (_what, files, message) => {
    const code = makePackage(files);
    expect(() => bundleComponent(code)).toThrow(expect.objectContaining({ code: "BUNDLE_FAILED", message }));
  });

  test("a module that is not there, or is no file", () => {
    const missing = new URL("./missing.ts", import.meta.url).href;
    expect(() => bundleComponent(missing)).toThrow(
      "missing.ts: it does not exist, so it cannot be bundled. Write it, or correct the URL.",
    );
    expect(() => bundleComponent("https://example.com/run.ts")).toThrow(
      'https://example.com/run.ts: it is no file, so it cannot be bundled. Give new URL("./run.ts", import.meta.url).',
    );
  });

  test("more than a pipeline file carries", () => {
    const code = makePackage({
      "run.ts": 'import noise from "@big/noise"; export default noise;',
      "node_modules/@big/noise/package.json": "{}",
      "node_modules/@big/noise/index.js": `module.exports = ${JSON.stringify(noise(680_000))};`,
    });
    expect(() => bundleComponent(code)).toThrow(expect.objectContaining({ code: "BUNDLE_TOO_LARGE" }));
  });
});

/** Letters and digits, always the same ones, that hardly compress. */
function noise(length: number): string {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  let state = 1;
  return Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return letters[state >>> 26];
  }).join("");
}
