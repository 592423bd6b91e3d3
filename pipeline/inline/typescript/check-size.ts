// Refuses a bundle that is too large to travel in a pipeline file, and says what makes it so large.
import { UserError } from "../../ir/user-error.ts";

/** In bytes: with base64 a third more, well below the 1.5 MiB of a Kubernetes object and the 2 MiB of a command. */
const largestBundle = 500_000;

const shownParts = 3;

/** `parts` are the bytes of each bundled file, by path. Throws `BUNDLE_TOO_LARGE`. */
export function checkSize(
  name: string,
  compressed: number,
  parts: { readonly [file: string]: number },
): void {
  if (compressed <= largestBundle) return;
  const biggest = packageSizes(parts).slice(0, shownParts);
  throw new UserError(
    "BUNDLE_TOO_LARGE",
    `${name}: its bundle is ${bytes(compressed)} compressed, and a pipeline file carries ${bytes(largestBundle)}; ` +
      `uncompressed, its biggest parts are ${biggest.map(([part, size]) => `${part} (${bytes(size)})`).join(", ")}. ` +
      `Run it in an image that holds them, or import less.`,
  );
}

function packageSizes(parts: { readonly [file: string]: number }): readonly (readonly [string, number])[] {
  const sizes = new Map<string, number>();
  for (const [file, size] of Object.entries(parts)) {
    const part = packageOf(file) ?? "its own files";
    sizes.set(part, (sizes.get(part) ?? 0) + size);
  }
  return [...sizes].sort((a, b) => b[1] - a[1]);
}

/** The innermost package: `node_modules/a/node_modules/@b/c/index.js` is of `@b/c`. */
function packageOf(file: string): string | undefined {
  return /^(?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1];
}

function bytes(count: number): string {
  return count < 1e6 ? `${Math.ceil(count / 1e3)} kB` : `${(count / 1e6).toFixed(1)} MB`;
}
