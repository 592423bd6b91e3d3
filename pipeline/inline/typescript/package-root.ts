// Finds the folder of the package that a file belongs to.
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The nearest folder upwards with a package.json, if there is one. */
export function packageRoot(folder: string): string | undefined {
  if (existsSync(join(folder, "package.json"))) return folder;
  const above = dirname(folder);
  return above === folder ? undefined : packageRoot(above);
}
