// What stands for an image on this machine: reading `environment.json` files, what they give a process, and its end.
export { environmentFor } from "./environment-for.ts";
export type { Environment } from "./environment.ts";
export { fingerprintOf } from "./fingerprint.ts";
export { loadEnvironments } from "./load-environments.ts";
export { mappedEnvironment } from "./mapped-environment.ts";
export { processEnv } from "./process-env.ts";
export { guardGroup, killGroup, markGroup, releaseGroup } from "./process-group.ts";
export { nodeEnvironment } from "./node-environment.ts";
export { defaultPythonEnvironment, pythonEnvironment } from "./python-environment.ts";
