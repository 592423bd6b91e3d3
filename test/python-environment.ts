// Some TypeScript tests hold our output against Python's official packages: the environment is made before any runs.
import { ensurePythonEnvironment } from "../scripts/python-environment.ts";
import { liveLine } from "../scripts/terminal/live-line.ts";

export default async function setup(): Promise<void> {
  await ensurePythonEnvironment({ line: liveLine(), test: true });
}
