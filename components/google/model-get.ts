// Finds a model in the registry of Vertex AI: the interface of ModelGetOp of google-cloud-pipeline-components 2.22.0
// (Apache-2.0).
import { component, executorInput, string } from "../../pipeline/index.ts";
import { VertexModel } from "./artifact-types.ts";
import { location, project } from "./inputs.ts";
import { launch } from "./launch.ts";

export const modelGet = component({
  name: "model-get",
  inputs: {
    location,
    model_name: string({
      description: "The model's id; `ID@VERSION` or `ID@ALIAS` for a version other than its default.",
    }),
    project,
  },
  outputs: { model: VertexModel },
  container: ({ inputs }) =>
    launch("model.get_model.launcher", [
      "--project",
      inputs.project,
      "--location",
      inputs.location,
      "--model_name",
      inputs.model_name,
      "--executor_input",
      executorInput,
    ]),
});
