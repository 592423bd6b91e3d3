// A small pipeline with artifacts, a branch and a loop, and jobs of it that are said to have run.
import {
  component,
  Dataset,
  double,
  greaterThan,
  importer,
  int,
  list,
  Model,
  parallelFor,
  pipeline,
  string,
  when,
} from "../../../../pipeline/index.ts";
import { compile } from "../../../../pipeline/compiler/compile.ts";
import type { Json, PipelineSpec } from "../../../../pipeline/ir/pipeline-spec.ts";
import { type EarlierJob, type EarlierTask, makePlan } from "../../../../pipeline/vertex/plan/index.ts";

export interface TwinChanges {
  readonly image?: string;
  readonly caching?: boolean;
  readonly epochs?: number;
  readonly env?: { readonly [name: string]: string };
}

export function twin({
  image = "trainer:1",
  caching = true,
  epochs = 3,
  env = {},
}: TwinChanges = {}): PipelineSpec {
  const clean = component({
    name: "clean",
    inputs: { chats: Dataset },
    outputs: { data: Dataset },
    container: () => ({ image: "node:1", command: ["clean"] }),
  });
  const train = component({
    name: "train",
    inputs: { data: Dataset, rank: int(), epochs: int() },
    outputs: { model: Model, loss: double() },
    container: () => ({ image, command: ["train"], env }),
  });
  const report = component({
    name: "report",
    inputs: { loss: double(), language: string() },
    container: () => ({ image: "node:1", command: ["report"] }),
  });
  const deploy = component({
    name: "deploy",
    inputs: { model: Model },
    container: () => ({ image: "node:1", command: ["deploy"] }),
  });
  const made = pipeline(
    {
      name: "small-twin",
      inputs: {
        chats: string(),
        rank: int({ default: 8 }),
        languages: list(string(), { default: ["de", "en"] }),
      },
    },
    (inputs) => {
      const chats = importer({ type: Dataset, uri: inputs.chats });
      const cleaned = clean({ chats: chats.outputs.artifact });
      const trained = train({ data: cleaned.outputs.data, rank: inputs.rank, epochs })
        .caching(caching)
        .resources({ cpu: 8, memory: "32G", accelerator: { type: "NVIDIA_L4", count: 1 } });
      parallelFor({ items: inputs.languages }, (language) => {
        report({ loss: trained.outputs.loss, language });
      });
      when(greaterThan(trained.outputs.loss, 1), () => {
        deploy({ model: trained.outputs.model });
      });
    },
  );
  return compile(made).pipeline;
}

export const given = { chats: "gs://chats" };

/** Each task took a minute, and nothing failed. */
export function job(
  changes: { readonly [path: string]: Partial<EarlierTask> } = {},
  { spec = twin(), parameters = given as { readonly [name: string]: Json }, source = "vertex" as const } = {},
): EarlierJob {
  const paths = [
    "importer",
    "clean",
    "train",
    "for-loop-1",
    "for-loop-1[0]",
    "for-loop-1[0]/report",
    "for-loop-1[1]",
    "for-loop-1[1]/report",
    "condition-2",
    "condition-2/deploy",
  ];
  const tasks = paths.map((path): readonly [string, EarlierTask] => [
    path,
    { state: "SUCCEEDED", seconds: 60, ...changes[path] },
  ]);
  return { name: 'job "one"', source, spec, parameters, tasks: new Map(tasks) };
}

/** `path: verdict, because; because` of each task. */
export function said(
  against: EarlierJob | undefined,
  changes: TwinChanges = {},
  parameters: { readonly [name: string]: Json } = given,
): readonly string[] {
  const { tasks } = makePlan({ spec: twin(changes), parameters, against });
  return tasks.map(
    ({ path, verdict, because }) => `${path}: ${[verdict, ...because].join("; ").replace("; ", ", ")}`,
  );
}
