// builds.ts -> the configs that it names, each once, from the folder that we are in.
import { join, relative } from "node:path";
import { loadBuilds } from "./load-builds.ts";

export async function declaredConfigs(): Promise<readonly string[]> {
  const { builds, root } = await loadBuilds();
  const paths = Object.values(builds.components).map(({ config }) => relative(".", join(root, config)));
  return [...new Set(paths)];
}
