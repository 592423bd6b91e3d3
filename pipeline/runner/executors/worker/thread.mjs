// Where a warm thread starts: lets it read TypeScript, as `pollux.mjs` does for the command, then hands over.
import module from "node:module";

module.enableCompileCache?.();
const [major, minor] = process.versions.node.split(".").map(Number);
const byItself = major > 24 || (major === 24 && minor >= 3);
if (!byItself || import.meta.url.includes("/node_modules/")) {
  const { register } = await import("tsx/esm/api");
  register();
}
await import("./thread.ts");
