// Small pipelines in IR whose tasks run `sh`, and a folder with an environment to run them in.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadEnvironments } from "../../../pipeline/environments/index.ts";
import type {
  ComponentSpec,
  Json,
  PipelineSpec,
  PipelineTaskSpec,
  TaskInputParameter,
} from "../../../pipeline/ir/pipeline-spec.ts";
import {
  processExecutor,
  type RunEvent,
  type RunOptions,
  type RunResult,
  runPipeline,
  type TaskExecutor,
} from "../../../pipeline/runner/index.ts";

export interface ShComponent {
  readonly script: string;
  /** Become `$1`, `$2`, ...; placeholders are filled in. */
  readonly args?: readonly string[];
  readonly env?: { readonly [name: string]: string };
  readonly inputs?: ComponentSpec["inputDefinitions"];
  readonly outputs?: ComponentSpec["outputDefinitions"];
}

interface SmallPipeline {
  readonly root: ComponentSpec;
  readonly sh?: { readonly [name: string]: ShComponent };
  readonly components?: { readonly [name: string]: ComponentSpec };
  readonly executors?: NonNullable<PipelineSpec["deploymentSpec"]>["executors"];
}

export const image = "example.com/sh:1";

export function small({ root, sh = {}, components = {}, executors = {} }: SmallPipeline): PipelineSpec {
  return {
    pipelineInfo: { name: "small" },
    schemaVersion: "2.1.0",
    root,
    components: {
      ...components,
      ...Object.fromEntries(
        Object.entries(sh).map(([name, { inputs, outputs }]): [string, ComponentSpec] => [
          name,
          {
            executorLabel: name,
            ...(inputs === undefined ? {} : { inputDefinitions: inputs }),
            ...(outputs === undefined ? {} : { outputDefinitions: outputs }),
          },
        ]),
      ),
    },
    deploymentSpec: {
      executors: {
        ...executors,
        ...Object.fromEntries(
          Object.entries(sh).map(([name, { script, args = [], env = {} }]) => [
            name,
            {
              container: {
                image,
                command: ["sh", "-ec", script, "sh"],
                args,
                env: Object.entries(env).map(([key, value]) => ({ name: key, value })),
              },
            },
          ]),
        ),
      },
    },
  };
}

export function task(
  component: string,
  parameters: { readonly [name: string]: TaskInputParameter } = {},
  rest: Partial<PipelineTaskSpec> = {},
): PipelineTaskSpec {
  return {
    taskInfo: { name: component },
    componentRef: { name: component },
    ...rest,
    inputs: { parameters, ...rest.inputs },
  };
}

export const constant = (value: Json): TaskInputParameter => ({ runtimeValue: { constant: value } });
export const fromInput = (name: string): TaskInputParameter => ({ componentInputParameter: name });
export const fromTask = (producerTask: string, outputParameterKey: string): TaskInputParameter => ({
  taskOutputParameter: { producerTask, outputParameterKey },
});

/** Gives back its input `text` as its output `text`. */
export const echo: ShComponent = {
  script: 'printf %s "$1" > "$2"',
  args: ["{{$.inputs.parameters['text']}}", "{{$.outputs.parameters['text'].output_file}}"],
  inputs: { parameters: { text: { parameterType: "STRING" } } },
  outputs: { parameters: { text: { parameterType: "STRING" } } },
};

export interface Sandbox {
  readonly folder: string;
  readonly root: string;
  /** Of the folder's environments as they are now. */
  readonly executor: () => TaskExecutor;
  readonly run: (
    spec: PipelineSpec,
    options?: Partial<RunOptions>,
  ) => Promise<RunResult & { readonly events: readonly RunEvent[]; readonly states: Record<string, string> }>;
}

export function sandbox(folder: string): Sandbox {
  mkdirSync(join(folder, "containers/sh"), { recursive: true });
  writeFileSync(
    join(folder, "containers/sh/environment.json"),
    JSON.stringify({ images: ["example.com/sh:*"], fingerprint: ["code"] }),
  );
  const root = join(folder, ".pollux");
  const executor = (): TaskExecutor =>
    processExecutor({ environments: loadEnvironments(join(folder, "containers")), graceMs: 2_000 });
  return {
    folder,
    root,
    executor,
    run: async (spec, options = {}) => {
      const events: RunEvent[] = [];
      const result = await runPipeline({
        spec,
        root,
        executor: executor(),
        parallelism: 4,
        cwd: folder,
        ...options,
        onEvent: (event) => {
          events.push(event);
          options.onEvent?.(event);
        },
      });
      const states = Object.fromEntries(result.tasks.map(({ path, state }) => [path, state]));
      return { ...result, events, states };
    },
  };
}
