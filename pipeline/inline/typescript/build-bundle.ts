// Turns a component's module and all that it imports into one file of JavaScript, with esbuild.
import type { BuildFailure, BuildOptions, Metafile, TransformOptions } from "esbuild";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { UserError } from "../../ir/user-error.ts";
import { describeBuildFailure, entryName } from "./describe-build-failure.ts";
import type { Module } from "./locate-module.ts";

export interface BuiltBundle {
  readonly bundle: Uint8Array;
  /** How many bytes of the bundle come from which file; paths are relative to the package. */
  readonly parts: { readonly [file: string]: number };
}

/**
 * What a bundle takes itself for. Nothing is there: a file that was to be read beside the module is not in the
 * bundle, and the error of who reads it names this folder. It must be a URL that others resolve against.
 */
const folder = "/bundled-into-the-pipeline";

export function buildBundle(module: Module): BuiltBundle {
  // Most pipelines bundle nothing: only those that do pay for loading it. `require` gives no types.
  const esbuild = createRequire(import.meta.url)("esbuild") as typeof import("esbuild");
  try {
    const { outputFiles, metafile } = esbuild.buildSync(bundling(module));
    const text = stablePaths(outputFiles[0]?.text ?? "", metafile);
    const inputs = Object.values(metafile.outputs)[0]?.inputs ?? {};
    return {
      // Lines are broken after the paths: where they break depends on how long the paths are.
      bundle: Buffer.from(esbuild.transformSync(text, finishing).code),
      parts: Object.fromEntries(
        Object.entries(inputs).map(([file, { bytesInOutput }]) => [file, bytesInOutput]),
      ),
    };
  } catch (error) {
    if (!isBuildFailure(error)) throw error;
    throw new UserError("BUNDLE_FAILED", describeBuildFailure(module, error.errors));
  }
}

/** Names stay, for stacks and messages. ECMAScript modules, for top-level await. */
const printing = {
  platform: "node",
  format: "esm",
  target: "node20",
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: "none",
  logLevel: "silent",
} as const satisfies BuildOptions;

/** Packages that are no ECMAScript modules call `require`. Node prints the whole line of an uncaught error. */
const finishing = {
  ...printing,
  banner: `import{createRequire as polluxRequire}from"node:module";const require=polluxRequire("file://${folder}/");`,
  lineLimit: 160,
} as const satisfies TransformOptions;

function bundling(module: Module) {
  return {
    ...printing,
    stdin: { contents: entry(module), resolveDir: dirname(module.file), sourcefile: entryName },
    absWorkingDir: module.root,
    nodePaths: [], // not the machine's NODE_PATH
    bundle: true,
    write: false,
    metafile: true,
    define: {
      "import.meta.url": JSON.stringify(`file://${folder}/module.js`),
      "import.meta.dirname": JSON.stringify(folder),
      "import.meta.filename": JSON.stringify(`${folder}/module.js`),
      __dirname: JSON.stringify(folder),
      __filename: JSON.stringify(`${folder}/module.js`),
    },
  } as const satisfies BuildOptions;
}

function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && "errors" in error && Array.isArray(error.errors);
}

function entry({ file, name }: Module): string {
  const from = (path: string) => JSON.stringify(path);
  const ours = (path: string) => from(fileURLToPath(new URL(path, import.meta.url)));
  return [
    `import implementation from ${from(file)};`,
    `import { runComponent } from ${ours("../../executor/index.ts")};`,
    `import { runTask } from ${ours("./run-task.ts")};`,
    `await runTask(${JSON.stringify(name)}, implementation, runComponent);`,
  ].join("\n");
}

/**
 * esbuild names the wrappers of some modules by path: `"../../node_modules/yaml/dist/index.js"(exports) {`. What is
 * left of it does not tell where the package stands, nor where its dependencies are installed.
 */
function stablePaths(text: string, { inputs }: Metafile): string {
  return Object.keys(inputs).reduce((result, path) => {
    const stable = path.replace(/^.*\/?node_modules\//, "").replace(/^\.\.\/.*\//, "");
    return stable === path
      ? result
      : result.replaceAll(`${JSON.stringify(path)}(`, () => `${JSON.stringify(stable)}(`);
  }, text);
}
