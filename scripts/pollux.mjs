#!/usr/bin/env node
// The `pollux` command: lets this Node read TypeScript, by itself or through tsx, then hands over to pollux.ts.
import module from "node:module";

// What Node makes of our modules it keeps for the next time, beside temporary files; from Node 22.1 on.
module.enableCompileCache?.();

// Node reads TypeScript by itself since 24.3 (before, with a warning), but none that lies in node_modules.
const [major, minor] = process.versions.node.split(".").map(Number);
const byItself = major > 24 || (major === 24 && minor >= 3);
if (!byItself || import.meta.url.includes("/node_modules/")) {
  const { register } = await import("tsx/esm/api");
  register();
}

// `npm run pollux` starts in the package's folder; paths are meant from where the user stands.
const asked = ["pollux", "vertex"].includes(process.env.npm_lifecycle_event ?? "");
if (asked && process.env.INIT_CWD) process.chdir(process.env.INIT_CWD);
await import("./pollux.ts");
