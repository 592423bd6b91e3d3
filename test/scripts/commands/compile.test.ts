// The command as a user calls it.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { beforeEach, describe, expect, test } from "vitest";
import { version } from "../../../pipeline/compiler/version.ts";
import { readPipelineFile } from "../../../pipeline/ir/pipeline-file.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const repository = resolve(import.meta.dirname, "../../..");
const dsl = pathToFileURL(join(repository, "pipeline/index.ts")).href;

let folder = "";
beforeEach(() => {
  folder = temporaryFolder();
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
});

function compile(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(repository, "scripts/pollux.mjs"), "compile", ...args],
    { encoding: "utf8", cwd: folder },
  );
  return { code: status, stdout, stderr };
}

/** A module with one pipeline for each line of `exports`, which says how it is exported. */
function writeModule(name: string, ...exports: readonly string[]): void {
  const body = "(inputs) => void echo({ text: inputs.text })";
  const pipelines = exports.map(
    (how, index) => `${how} pipeline({ name: "p${index + 1}", inputs: { text: string() } }, ${body});`,
  );
  writeFileSync(
    join(folder, name),
    `import { component, pipeline, string } from ${JSON.stringify(dsl)};
export const echo = component({
  name: "echo",
  inputs: { text: string() },
  container: ({ inputs }) => ({ image: "us-central1-docker.pkg.dev/pollux-twin/pollux/node:0.1.0", args: [inputs.text] }),
});
${pipelines.join("\n")}\n`,
  );
}

const read = (name: string) => readFileSync(join(folder, name), "utf8");
const nameIn = (yaml: string) => readPipelineFile(yaml, "it").pipeline.pipelineInfo.name;

describe("pollux compile FILE.ts", () => {
  test("writes the YAML beside the file and says so on stderr", () => {
    writeModule("one.ts", "export const one =");
    expect(compile("one.ts")).toEqual({
      code: 0,
      stdout: "",
      stderr: "one.yaml: written, pipeline p1, 1 task\n",
    });
    expect(nameIn(read("one.yaml"))).toBe("p1");
    expect(compile("one.ts").stderr).toBe("one.yaml: unchanged, pipeline p1, 1 task\n");
    expect(readdirSync(folder).sort()).toEqual(["one.ts", "one.yaml", "package.json"]);
  });

  test("takes a folder whose name holds a #", () => {
    mkdirSync(join(folder, "a#b"));
    writeModule("a#b/one.ts", "export const one =");
    expect(compile("a#b/one.ts").stderr).toBe("a#b/one.yaml: written, pipeline p1, 1 task\n");
    expect(compile("a#b/one.ts#one").stderr).toBe("a#b/one.yaml: unchanged, pipeline p1, 1 task\n");
  });

  test("does not write over a folder", () => {
    writeModule("one.ts", "export const one =");
    mkdirSync(join(folder, "one.yaml"));
    expect(compile("one.ts")).toEqual({
      code: 1,
      stdout: "",
      stderr: "one.yaml: is a folder. Give a file with --out, or move the folder.\n",
    });
  });

  test("compiles a component alone as a pipeline of one task", () => {
    writeModule("one.ts");
    expect(compile("one.ts#echo").stderr).toBe("one.yaml: written, pipeline echo, 1 task\n");
    const { pipeline } = readPipelineFile(read("one.yaml"), "one.yaml");
    expect(pipeline.root.dag?.tasks["echo"]?.inputs).toEqual({
      parameters: { text: { componentInputParameter: "text" } },
    });
  });

  test("takes the default export among several, or the one that is named", () => {
    writeModule("two.ts", "export const one =", "export default");
    expect(nameIn(compile("two.ts", "--out", "-").stdout)).toBe("p2");
    expect(nameIn(compile("two.ts#one", "--out", "-").stdout)).toBe("p1");
  });

  test("asks which of several is meant", () => {
    writeModule("two.ts", "export const one =", "export const other =");
    expect(compile("two.ts")).toEqual({
      code: 1,
      stdout: "",
      stderr: "two.ts: exports 2 pipelines. Give one of: two.ts#one, two.ts#other.\n",
    });
    expect(compile("two.ts#third").stderr).toBe(
      'two.ts: exports no pipeline "third". Give one of: two.ts#one, two.ts#other.\n',
    );
  });

  test("writes into a folder, and never two pipelines to one file", () => {
    writeModule("one.ts", "export const one =", "export const other =");
    mkdirSync(join(folder, "out"));
    expect(compile("one.ts#one", "--out", "out").code).toBe(0);
    expect(nameIn(read("out/one.yaml"))).toBe("p1");
    expect(compile("one.ts#one", "one.ts#other").stderr).toBe(
      "one.yaml: two pipelines go there. Compile them one by one with --out.\n",
    );
  });

  test("takes our images from another registry, and no others", () => {
    writeModule("one.ts", "export default");
    const { stdout } = compile("one.ts", "--out", "-", "--registry", "localhost:5000/mine/");
    expect(stdout).toContain("image: localhost:5000/mine/node:0.1.0\n");
  });

  test("names our images by the digests that their builds left", () => {
    writeModule("one.ts", "export default");
    mkdirSync(join(folder, "digests"));
    const digest = `sha256:${"0a".repeat(32)}`;
    const left = {
      "containerimage.digest": digest,
      "image.name": "localhost:5000/mine/node:7,localhost:5000/mine/node:main",
    };
    writeFileSync(join(folder, "digests", "node.json"), JSON.stringify(left));
    const pinned = compile(
      "one.ts",
      "--out",
      "-",
      "--registry",
      "localhost:5000/mine",
      "--digests",
      "digests",
    );
    expect(pinned.stdout).toContain(`image: localhost:5000/mine/node@${digest}\n`);
    expect(compile("one.ts", "--out", "-", "--digests", "digests")).toEqual({
      code: 1,
      stdout: "",
      stderr:
        "exec-echo: the digest of us-central1-docker.pkg.dev/pollux-twin/pollux/node:0.1.0 is not known (known: localhost:5000/mine/node). Build the image before the pipeline is compiled, or name its digest.\n",
    });
    const older = { ...left, "containerimage.digest": `sha256:${"0b".repeat(32)}` };
    writeFileSync(join(folder, "digests", "old.json"), JSON.stringify(older));
    expect(compile("one.ts", "--out", "-", "--digests", "digests").stderr).toBe(
      "digests/old.json: says another digest of localhost:5000/mine/node than digests/node.json. Delete the one that is old.\n",
    );
    writeFileSync(join(folder, "digests", "node.json"), '{"containerimage.digest": "latest"}');
    expect(compile("one.ts", "--out", "-", "--digests", "digests").stderr).toBe(
      'digests/node.json: does not say "containerimage.digest", as sha256:..., and "image.name". Have the build write it anew.\n',
    );
    expect(compile("one.ts", "--out", "-", "--digests", "nowhere").stderr).toBe(
      "nowhere: holds no digest file. Give the folder in which the builds left NAME.json for each image.\n",
    );
  });

  test("says in one line what is wrong with a file", () => {
    writeFileSync(join(folder, "empty.ts"), "export const nothing = 1;\n");
    writeFileSync(join(folder, "broken.ts"), "export const = 1;\n");
    writeFileSync(join(folder, "lost.ts"), 'import "./nowhere.ts";\n');
    expect(compile("none.ts")).toEqual({
      code: 1,
      stdout: "",
      stderr: "none.ts: there is no such file. Give a TypeScript file.\n",
    });
    expect(compile("empty.ts").stderr).toBe("empty.ts: exports no pipeline. Export what pipeline() gives.\n");
    expect(compile("broken.ts").stderr).toMatch(
      /^broken\.ts: cannot be read: .*\n?.* Correct the file\.\n$/s,
    );
    expect(compile("lost.ts").stderr).toMatch(
      /^lost\.ts: Cannot find module .*Correct the import, install it, or put the file into a folder where it is\.\n$/,
    );
    expect(compile("one.ts", "--fast")).toEqual({
      code: 1,
      stdout: "",
      stderr: expect.stringMatching(/^pollux compile: Unknown option '--fast'/),
    });
  });

  test("says where a module throws, without a stack", () => {
    writeFileSync(join(folder, "throws.ts"), "const none: any = undefined;\nnone.inputs();\n");
    expect(compile("throws.ts")).toEqual({
      code: 1,
      stdout: "",
      stderr: expect.stringMatching(
        /^throws\.ts, line 2, column \d+: throws TypeError: Cannot read properties of undefined .*\n$/,
      ),
    });
  });

  test("says what a file is that is no TypeScript", () => {
    const asIr = (file: string) =>
      `${file}: is IR, not TypeScript. Turn it into TypeScript with pollux import ${file}.\n`;
    for (const file of ["main.yaml", "main.json"]) {
      writeFileSync(join(folder, file), "{}");
      expect(compile(file)).toEqual({ code: 1, stdout: "", stderr: asIr(file) });
    }
    writeFileSync(join(folder, "main.txt"), "");
    expect(compile("main.txt").stderr).toBe(
      "main.txt: is neither TypeScript nor IR. Give a file that ends in .ts, .yaml or .json.\n",
    );
    expect(compile(".").stderr).toBe(".: is a folder. Give a file in it.\n");
    writeFileSync(join(folder, "reads.ts"), 'import "./main.txt";\n');
    const { code, stderr } = compile("reads.ts");
    expect(code).toBe(1);
    expect(stderr).toMatch(/^reads\.ts: imports what is no module: .*main\.txt.* readFileSync\(\)\.\n$/);
    writeFileSync(join(folder, "package.json"), "{}");
    expect(compile("reads.ts").stderr).toMatch(/^reads\.ts: imports what is no module: .*main\.txt/m);
  });

  test("tells its version", () => {
    const { stdout } = spawnSync(process.execPath, [join(repository, "scripts/pollux.mjs"), "--version"], {
      encoding: "utf8",
    });
    expect(stdout).toBe(`${version}\n`);
  });

  test("says in one line that a body is asynchronous", () => {
    writeModule("late.ts");
    const body = 'async () => { await null; echo({ text: "a" }); }';
    writeFileSync(
      join(folder, "late.ts"),
      `${read("late.ts")}export default pipeline({ name: "late", inputs: {} }, (${body}) as never);\n`,
    );
    expect(compile("late.ts")).toEqual({
      code: 1,
      stdout: "",
      stderr:
        "late: its body is asynchronous. Do what takes time before, and give a function that returns at once.\n",
    });
  });

  test("lists everything wrong with a pipeline, without a stack", () => {
    const body = "(inputs) => { echo({ text: 1 }); echo({}); }";
    writeModule("wrong.ts");
    writeFileSync(
      join(folder, "wrong.ts"),
      `${read("wrong.ts")}export default pipeline({ name: "wrong", inputs: {} }, (${body}) as never);\n`,
    );
    expect(compile("wrong.ts")).toEqual({
      code: 1,
      stdout: "",
      stderr:
        'wrong/echo: input "text" is 1, which is no STRING. Give a value of that type.\n' +
        'wrong/echo-2: input "text" is missing. Give a STRING.\n',
    });
  });
});

describe("pollux compile --target", () => {
  function writeOldSchema(): void {
    writeModule("old.ts");
    const described = '{ name: "old", schemaVersion: "2.0.0", platforms: { kubernetes: {} }, inputs: {} }';
    const source = `${read("old.ts")}export default pipeline(${described}, () => void echo({ text: "a" }));\n`;
    writeFileSync(join(folder, "old.ts"), source);
  }

  test("refuses what that backend refuses, and without it nothing", () => {
    writeOldSchema();
    expect(compile("old.ts", "--target", "vertex")).toEqual({
      code: 1,
      stdout: "",
      stderr:
        "old: says something to kubernetes alone, in a second document, and Vertex AI takes one. " +
        "Leave out platforms.kubernetes, or compile for kubeflow.\n",
    });
    expect(compile("old.ts", "--target", "kubeflow")).toEqual({
      code: 1,
      stdout: "",
      stderr: "old: its schemaVersion is 2.0.0, and Kubeflow takes 2.1.0 alone. Leave out schemaVersion.\n",
    });
    expect(existsSync(join(folder, "old.yaml"))).toBe(false);
    expect(compile("old.ts").code).toBe(0);
  });

  test("writes what that backend takes", () => {
    writeModule("one.ts", "export default");
    expect(nameIn(compile("one.ts", "--target", "kubeflow", "--out", "-").stdout)).toBe("p1");
  });

  test("names the targets that there are", () => {
    writeModule("one.ts", "export default");
    expect(compile("one.ts", "--target", "airflow")).toEqual({
      code: 1,
      stdout: "",
      stderr: 'pollux compile: there is no target "airflow". Give one of: vertex, kubeflow.\n',
    });
  });
});

describe("pollux compile --check", () => {
  test("names what is stale, and writes nothing", () => {
    writeModule("one.ts", "export default");
    expect(compile("one.ts", "--check")).toEqual({
      code: 1,
      stdout: "",
      stderr: "one.yaml: does not exist. Compile it.\n",
    });
    compile("one.ts");
    expect(compile("one.ts", "--check")).toEqual({ code: 0, stdout: "", stderr: "one.yaml: up to date\n" });

    const stale = read("one.yaml").replace("enableCache: true", "enableCache: false");
    writeFileSync(join(folder, "one.yaml"), stale);
    expect(compile("one.ts", "--check")).toEqual({
      code: 1,
      stdout: "",
      stderr:
        'one.yaml: is stale: line 26 is "enableCache: false", should be "enableCache: true". Compile it again.\n',
    });
    expect(read("one.yaml")).toBe(stale);
  });
});

describe("pollux compile, without a file", () => {
  test("compiles every pipeline of the folder pipeline/", () => {
    mkdirSync(join(folder, "pipeline"));
    writeModule("pipeline/one.ts", "export const one =");
    writeModule("pipeline/two.ts", "export default");
    writeModule("pipeline/parts.ts");
    expect(compile()).toEqual({
      code: 0,
      stdout: "",
      stderr:
        "pipeline/one.yaml: written, pipeline p1, 1 task\npipeline/two.yaml: written, pipeline p1, 1 task\n",
    });
  });

  test("says that there is none", () => {
    expect(compile().stderr).toBe(
      "pipeline/: holds no pipeline here. Give a file, as pollux compile FILE.ts.\n",
    );
  });
});
