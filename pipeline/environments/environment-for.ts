// An image reference to the environment that stands for it.
import { UserError } from "../ir/user-error.ts";
import type { Environment } from "./environment.ts";
import { globToRegExp } from "./glob.ts";

/** The first environment with a pattern that fits wins. Throws `IMAGE_UNKNOWN` if there is none. */
export function environmentFor(image: string, environments: readonly Environment[]): Environment {
  const found = environments.find(({ images }) =>
    images.some((pattern) => globToRegExp(pattern).test(image)),
  );
  if (found !== undefined) return found;
  const known = environments.flatMap(({ images }) => images);
  throw new UserError(
    "IMAGE_UNKNOWN",
    `image "${image}": nothing on this machine stands for it ` +
      `(known: ${known.length === 0 ? "none" : known.join(", ")}). ` +
      `Say what does: --image "${image}=DIR", an environment.json in a folder under containers/, or --python DIR.`,
  );
}
