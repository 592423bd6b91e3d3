// Imports a user's TypeScript: by Node itself, which is quick, or through tsx where it says what Node cannot read.
import module from "node:module";

const ours = new URL("../", import.meta.url).href;

/** `url` is of a file. What it throws while it runs is thrown as it is. */
export async function importTypeScript(url: string): Promise<object> {
  try {
    return (await import(url)) as object;
  } catch (error) {
    if (!process.features.typescript || !isOfNode(error)) throw error;
    const { register } = await import("tsx/esm/api");
    register();
    forgetFailures();
    return (await import(url)) as object;
  }
}

/** Enums, types imported as if they were values, JSX, imports without an extension; and all that is wrong anyhow. */
function isOfNode(error: unknown): boolean {
  if (error instanceof SyntaxError) return true;
  if (!(error instanceof Error) || !("code" in error)) return false;
  if (error.code === "ERR_UNKNOWN_FILE_EXTENSION") return /"\.[jt]sx"/.test(error.message); // no other can tsx read
  return String(error.code).startsWith("ERR_");
}

/** Node keeps modules that did not come together. Under another URL it reads them again, through tsx. */
function forgetFailures(): void {
  module.registerHooks({
    resolve: (specifier, context, next) => {
      const resolved = next(specifier, context);
      const isUsers =
        /^file:.*\.[cm]?[jt]sx?$/.test(resolved.url) && !resolved.url.includes("/node_modules/");
      return isUsers && !resolved.url.startsWith(ours)
        ? { ...resolved, url: `${resolved.url}?through=tsx` }
        : resolved;
    },
  });
}
