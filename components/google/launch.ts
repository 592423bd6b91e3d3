// What a module of Google's launchers becomes: a container of google-cloud-pipeline-components 2.22.0. The components of
// this folder repeat the interface of that package (names, types, defaults, images, commands; Apache-2.0), so that its
// launchers get what they expect. A launcher puts texts between the quotes of JSON as they are: a text that holds a
// double quote or a backslash needs it escaped.
import type { CommandText } from "../../pipeline/dsl/graph.ts";
import type { ContainerSpec } from "../../pipeline/dsl/component-types.ts";

/** `launch("model.get_model.launcher", ["--project", inputs.project])` */
export function launch(module: string, args: readonly CommandText[]): ContainerSpec {
  return {
    image: "gcr.io/ml-pipeline/google-cloud-pipeline-components:2.22.0",
    command: ["python3", "-u", "-m", `google_cloud_pipeline_components.container.v1.${module}`],
    args,
  };
}
