// What `submit` asks of a pipeline's parameters. Nothing here runs: `npm run test:types` is the test.
import { Artifact, Dataset, int, list, Model, optional, pipeline, string } from "pollux";
import { digitalTwin } from "../../pipeline/digital-twin.ts";
import { type ArtifactIdsOf, type ParametersOf, submit } from "../../pipeline/vertex/submit.ts";
import { archive } from "./components.ts";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function same<A, B>(_: Same<A, B>): void {}

export async function submissions(): Promise<void> {
  // Parameters without a default must be there; those with one may be.
  await submit(digitalTwin, { parameters: { chats: "gs://chats", me: "Ada" } });
  await submit(digitalTwin, { parameters: { chats: "gs://chats", me: "Ada", rank: 16, minimumGain: 0.1 } });
  // @ts-expect-error "me" is missing
  await submit(digitalTwin, { parameters: { chats: "gs://chats" } });
  // @ts-expect-error no parameters are given
  await submit(digitalTwin, { project: "my-project" });
  // @ts-expect-error "rank" is a number
  await submit(digitalTwin, { parameters: { chats: "gs://chats", me: "Ada", rank: "16" } });
  // @ts-expect-error there is no "ranks"
  await submit(digitalTwin, { parameters: { chats: "gs://chats", me: "Ada", ranks: 16 } });

  // Settings have their types too.
  const parameters = { chats: "gs://chats", me: "Ada" };
  await submit(digitalTwin, {
    parameters,
    project: "my-project",
    failurePolicy: "fast",
    caching: [{ task: "train", enabled: false }],
  });
  // @ts-expect-error there is no such policy
  await submit(digitalTwin, { parameters, failurePolicy: "quick" });
  // @ts-expect-error there is no such setting
  await submit(digitalTwin, { parameters, regoin: "us-central1" });
  // @ts-expect-error it takes no artifacts
  await submit(digitalTwin, { parameters, inputArtifacts: { base: "4711" } });
}

/** Artifacts are given by their ids, parameters by their values. */
export const finetune = pipeline(
  {
    name: "finetune",
    inputs: { base: Model, data: optional(Dataset), ranks: list(int()), mode: string({ default: "large" }) },
  },
  (inputs) => void archive({ artifact: inputs.base }),
);

export async function withArtifacts(): Promise<void> {
  await submit(finetune, { parameters: { ranks: [4, 8] }, inputArtifacts: { base: "4711" } });
  await submit(finetune, { parameters: { ranks: [] }, inputArtifacts: { base: "4711", data: "4712" } });
  // @ts-expect-error "base" is missing
  await submit(finetune, { parameters: { ranks: [4] }, inputArtifacts: {} });
  // @ts-expect-error an artifact is no parameter
  await submit(finetune, { parameters: { ranks: [4], base: "4711" }, inputArtifacts: { base: "4711" } });
  // @ts-expect-error the ranks are numbers
  await submit(finetune, { parameters: { ranks: ["4"] }, inputArtifacts: { base: "4711" } });
  // @ts-expect-error an id is text
  await submit(finetune, { parameters: { ranks: [4] }, inputArtifacts: { base: 4711 } });
}

/** Where everything may be left out, so may the fields that hold it. */
export const easy = pipeline({ name: "easy", inputs: { rank: int({ default: 8 }) } }, () => {});

export async function withoutInputs(): Promise<void> {
  await submit(easy, {});
  await submit(easy, { parameters: {} });
  // @ts-expect-error "rank" is a number
  await submit(easy, { parameters: { rank: "8" } });
}

interface Inputs {
  readonly base: Model;
  readonly any: Artifact;
  readonly all?: readonly Dataset[];
  readonly rank: number;
  readonly mode?: string;
}
same<ParametersOf<Inputs>, { rank: number; mode?: string }>(true);
same<ArtifactIdsOf<Inputs>, { readonly base: string; readonly any: string; readonly all?: string }>(true);
