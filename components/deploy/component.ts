// A converted model in; a place where one can talk to it, out.
import { Artifact, component, Model, string } from "../../pipeline/index.ts";
import { image } from "../images.ts";

export const deploy = component({
  name: "deploy",
  inputs: {
    model: Model,
    endpoint: string({ description: "Name of the endpoint; one that exists is given the new model." }),
    project: string({ default: "", description: "For Vertex AI; empty: the environment's." }),
    location: string({
      default: "",
      description: "For Vertex AI, as `europe-west4`; empty: the environment's.",
    }),
  },
  /** A JSON file: the record that `Endpoints.connect` takes. */
  outputs: { endpoint: Artifact },
  run: { image: image("node"), code: new URL("./run.ts", import.meta.url) },
});
