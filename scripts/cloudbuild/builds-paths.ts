// The paths that builds.ts says -> what is wrong with them: files that are not there, and ways out of the repository.
import { readdirSync, realpathSync, statSync } from "node:fs";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import type { Builds } from "../../cloudbuild/config/builds.ts";
import { didYouMean } from "../../pipeline/ir/closest-name.ts";
import type { Problem } from "./wrong-builds.ts";

export function wrongPaths(builds: Builds, root: string): readonly Problem[] {
  const { components, output, pullRequestOutput } = builds;
  const outputs = [output, pullRequestOutput].filter((path) => path !== undefined);
  const isSame = output === pullRequestOutput;
  return [
    ...Object.entries(components).flatMap(([name, { config }]) => wrongConfig(root, name, config) ?? []),
    ...outputs.flatMap((path) => {
      const text = wrongPath(root, path, "an output");
      return text === undefined ? [] : [{ words: [path], text }];
    }),
    ...(isSame
      ? [{ words: ["pullRequestOutput"], text: "output and pullRequestOutput are the same file" }]
      : []),
  ];
}

function wrongConfig(root: string, name: string, config: string): Problem | undefined {
  const words = ["components", name, "config", config];
  const what = `components/${name}/config`;
  const wrong = wrongPath(root, config, what);
  if (wrong !== undefined) return { words, text: wrong };
  const there = statSync(join(root, config), { throwIfNoEntry: false });
  if (there?.isFile() !== true) {
    const near = didYouMean(config, configsBeside(root, config));
    const text = `${what}: there is no file "${config}" in the repository`;
    return { words, text, ...(near !== "" && { remedy: near.trim() }) };
  }
  const isInside = isWithin(realpathSync(root), realpathSync(join(root, config)));
  return isInside ? undefined : { words, text: `${what}: "${config}" leads out of the repository` };
}

/** Files in the folder where it should be. */
function configsBeside(root: string, config: string): readonly string[] {
  const folder = dirname(config);
  const there = statSync(join(root, folder), { throwIfNoEntry: false });
  if (there?.isDirectory() !== true) return [];
  return readdirSync(join(root, folder))
    .filter((name) => /\.(ya?ml|json)$/.test(name))
    .map((name) => (folder === "." ? name : `${folder}/${name}`));
}

/** What is not there yet is looked at by its name alone. */
function wrongPath(root: string, path: string, what: string): string | undefined {
  if (path === "") return `${what} is empty`;
  if (isAbsolute(path)) return `${what}: "${path}" does not begin at the repository's root`;
  return isWithin(root, resolve(root, path)) ? undefined : `${what}: "${path}" leads out of the repository`;
}

function isWithin(root: string, path: string): boolean {
  const way = relative(root, path);
  return way !== "" && way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
