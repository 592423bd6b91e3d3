// Tells how a run ended, whichever way it did: the task of the pipeline's exit handler.
import { Artifact, component, string, taskFinalStatus } from "../../pipeline/index.ts";
import { image } from "../images.ts";

export const notify = component({
  name: "notify",
  inputs: { status: taskFinalStatus(), endpoint: string({ description: "Name of the run's endpoint." }) },
  /** A JSON file: state, subject, cause of a failure, and where to look. */
  outputs: { notification: Artifact },
  run: { image: image("node"), code: new URL("./run.ts", import.meta.url) },
});
