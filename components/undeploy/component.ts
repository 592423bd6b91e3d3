// An endpoint in; nothing behind it that costs, out. The model stays where it is and can be deployed again.
import { Artifact, component, string } from "../../pipeline/index.ts";
import { image } from "../images.ts";

export const undeploy = component({
  name: "undeploy",
  inputs: {
    /** What `deploy` gave. */
    endpoint: Artifact,
    project: string({ default: "", description: "For Vertex AI; empty: the environment's." }),
    location: string({
      default: "",
      description: "For Vertex AI, as `europe-west4`; empty: the environment's.",
    }),
  },
  run: { image: image("node"), code: new URL("./run.ts", import.meta.url) },
});
