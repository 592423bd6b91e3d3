// The Node that runs this program as the environment of plain `node` images, for components bundled into the IR.
import { dirname } from "node:path";
import type { Environment } from "./environment.ts";

export function nodeEnvironment(): Environment {
  const folder = dirname(process.execPath);
  return {
    folder,
    images: ["node", "node:*", "node@*", "docker.io/node:*", "docker.io/library/node:*"],
    path: [folder],
    env: {},
    passEnv: [],
    fingerprint: [],
  };
}
