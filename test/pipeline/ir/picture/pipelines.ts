// Small pipelines to draw: IR without what a picture does not show.
import type { Json, PipelineSpec, PipelineTaskSpec } from "../../../../pipeline/ir/pipeline-spec.ts";

type Tasks = { readonly [name: string]: Partial<PipelineTaskSpec> };

/** Tasks call the component of their name, or `work` where there is none. */
export function specOf(root: Tasks, groups: { readonly [component: string]: Tasks } = {}): PipelineSpec {
  const dag = (tasks: Tasks) => ({
    dag: {
      tasks: Object.fromEntries(
        Object.entries(tasks).map(([name, task]) => {
          const component = Object.hasOwn(groups, name) ? name : "work";
          return [name, { componentRef: { name: component }, ...task }];
        }),
      ),
    },
  });
  return {
    pipelineInfo: { name: "p" },
    schemaVersion: "2.1.0",
    root: dag(root),
    components: {
      work: {
        executorLabel: "work",
        outputDefinitions: {
          parameters: { text: { parameterType: "STRING" } },
          artifacts: {
            model: { artifactType: { schemaTitle: "system.Model" } },
            parts: { artifactType: { schemaTitle: "system.Dataset" }, isArtifactList: true },
          },
        },
      },
      load: { executorLabel: "load" },
      ...Object.fromEntries(Object.entries(groups).map(([name, tasks]) => [name, dag(tasks)])),
    },
    deploymentSpec: {
      executors: {
        work: { container: { image: "example.com:5000/us/node:1@sha256:0123" } },
        load: { importer: { artifactUri: { constant: "gs://b/o" }, typeSchema: {} } },
      },
    },
  };
}

export const constant = (value: Json) => ({ runtimeValue: { constant: value } });
export const input = (name: string) => ({ componentInputParameter: name });
export const output = (task: string, key = "text") => ({
  taskOutputParameter: { producerTask: task, outputParameterKey: key },
});
export const artifact = (task: string, key: string) => ({
  taskOutputArtifact: { producerTask: task, outputArtifactKey: key },
});
/** What a trigger condition reads. */
export const value = (name: string) => `inputs.parameter_values['${name}']`;
