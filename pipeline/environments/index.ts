// What stands for an image on this machine: reading `environment.json` files, and what they give a process.
export { environmentFor } from "./environment-for.ts";
export type { Environment } from "./environment.ts";
export { fingerprintOf } from "./fingerprint.ts";
export { loadEnvironments } from "./load-environments.ts";
export { processEnv } from "./process-env.ts";
export { pythonEnvironment } from "./python-environment.ts";
