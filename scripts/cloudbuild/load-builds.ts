// builds.ts -> what it says, and the configs that it names, read and checked.
import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { checkBuild } from "../../cloudbuild/check/check-build.ts";
import { sortFindings } from "../../cloudbuild/findings/sort-findings.ts";
import type { Builds } from "../../cloudbuild/config/builds.ts";
import { readBuildFile } from "../../cloudbuild/files/read-build-file.ts";
import type { Finding, Mode } from "../../cloudbuild/findings/finding.ts";
import type { ComponentBuild } from "../../cloudbuild/merge/merged-build.ts";
import type { Source } from "../../cloudbuild/merge/source-place.ts";
import { compileSchema } from "../../pipeline/ir/schema-problems.ts";
import { UserError } from "../../pipeline/ir/user-error.ts";
import { importModule } from "../import-module.ts";
import { wrongPaths } from "./builds-paths.ts";
import { buildsSchema } from "./builds-schema.ts";
import { schemaProblem, wrongBuilds } from "./wrong-builds.ts";

export interface LoadedBuilds {
  readonly builds: Builds;
  /** builds.ts itself, as the user named it. */
  readonly source: Source;
  /** The repository's folder: paths in builds.ts begin there. */
  readonly root: string;
  /** Those whose config could be read; for the others `findings` has an error. */
  readonly components: readonly ComponentBuild[];
  /** Of the configs, in the order of their places. */
  readonly findings: readonly Finding[];
}

export interface LoadOptions {
  /** Default: either. */
  readonly modes?: readonly Mode[];
}

export const defaultFile = "cloudbuild/builds.ts";

/** Throws a UserError where builds.ts cannot be loaded, is of a wrong shape, or names files that are not there. */
export async function loadBuilds(
  file: string = defaultFile,
  { modes = ["trigger", "submit"] }: LoadOptions = {},
): Promise<LoadedBuilds> {
  const path = resolve(file);
  requireFile(file, path);
  const text = readFileSync(path, "utf8");
  const source = { file, text };
  const builds = buildsIn(source, await importModule(file, path));
  const root = rootOf(path);
  const wrong = wrongPaths(builds, root);
  if (wrong.length > 0) throw wrongBuilds(source, wrong);
  const read = Object.entries(builds.components).map(([name, component]) => {
    const { config } = component;
    const outcome = readBuildFile(config, readFileSync(join(root, config), "utf8"));
    const build = outcome.read ?? outcome.mended;
    const findings = build === undefined ? [] : checkBuild(build, { modes });
    const components = outcome.read === undefined ? [] : [{ name, component, file: outcome.read }];
    return { components, findings: [...outcome.findings, ...findings] };
  });
  return {
    builds,
    source,
    root,
    components: read.flatMap(({ components }) => components),
    findings: sortFindings(read.flatMap(({ findings }) => findings)),
  };
}

/** The nearest folder around it that is a git repository; without one, the working directory. */
function rootOf(path: string): string {
  let folder = dirname(path);
  while (!existsSync(join(folder, ".git"))) {
    if (dirname(folder) === folder) return process.cwd();
    folder = dirname(folder);
  }
  return folder;
}

function requireFile(file: string, path: string): void {
  const there = statSync(path, { throwIfNoEntry: false });
  if (there?.isFile() !== true) {
    throw new UserError(
      "NO_SUCH_FILE",
      `${file}: there is no such file. Write one, which exports builds({ components: ..., output: ... }), or name yours with --builds.`,
    );
  }
  if (!/\.[cm]?[jt]s$/.test(path)) {
    throw new UserError(
      "NOT_TYPESCRIPT",
      `${file}: is no TypeScript. Give the file that exports builds({ ... }).`,
    );
  }
}

const check = compileSchema(buildsSchema, "it", "Pollux");

/** The default export, or the only one. */
function buildsIn(source: Source, exported: { readonly default?: unknown }): Builds {
  const values = Object.values(exported);
  const value = exported.default ?? (values.length === 1 ? values[0] : undefined);
  if (value === undefined) {
    throw new UserError(
      "NO_BUILDS",
      `${source.file}: exports no builds. Write \`export default builds({ ... })\`.`,
    );
  }
  const problems = check(value).map(schemaProblem);
  if (problems.length > 0) throw wrongBuilds(source, problems);
  return value as Builds; // the schema has been checked
}
