// Chats in, a chatbot that answers as one of their people out.
import { augment } from "../components/augment/component.ts";
import { convert } from "../components/convert/component.ts";
import { deploy } from "../components/deploy/component.ts";
import {
  deployOnVertex,
  deployWithGoogle,
  type Served,
  type Serving,
} from "../components/deploy/on-vertex.ts";
import { evaluate } from "../components/evaluate/component.ts";
import { gate } from "../components/gate/component.ts";
import { ingest } from "../components/ingest/component.ts";
import { keep } from "../components/keep/component.ts";
import {
  onVertex,
  type OnVertexOptions,
  place,
  trainOnSpot,
  type TwinMachines,
} from "../components/machines/on-vertex.ts";
import { notify } from "../components/notify/component.ts";
import { prepareBase } from "../components/prepare-base/component.ts";
import { train } from "../components/train/component.ts";
import type { Artifact, Ref } from "./index.ts";
import { Dataset, double, exitHandler, importer, int, notEquals, pipeline, string, when } from "./index.ts";

export const digitalTwin = twin({ base: "tiny" });

export interface DigitalTwinOptions extends OnVertexOptions {
  /** As `hf://google/gemma-3-4b-it`: its size says which machines are needed. No run takes another. */
  readonly base: string;
  /** What the twin is served on. Default: the cheapest GPU that serves it. */
  readonly servingAccelerator?: NonNullable<Serving["accelerator"]>;
  /** Deploys with our own component, the default, or with Google's prebuilt ones. */
  readonly deployment?: "pollux" | "google";
}

/**
 * The same for Vertex AI, where the tasks that work with the model ask for machines that can hold it.
 *
 *     export default digitalTwinOnVertex({ base: "hf://google/gemma-3-4b-it", spot: true });
 *
 * Throws a `UserError` where the base's size is not known, or does not fit on the accelerator.
 */
export function digitalTwinOnVertex({
  base,
  servingAccelerator,
  deployment,
  ...options
}: DigitalTwinOptions) {
  const serving: Serving = { base, ...(servingAccelerator && { accelerator: servingAccelerator }) };
  const deployIt = deployment === "google" ? deployWithGoogle : deployOnVertex;
  return twin({ base, machines: onVertex(base, options), deployed: (served) => deployIt(served, serving) });
}

interface TwinOptions {
  readonly base: string;
  /** Chosen for the base, so that no run may give another. Default: what the platform gives. */
  readonly machines?: TwinMachines;
  /** Deploys the model, and gives what tells of its endpoint. Default: as the environment of the task says. */
  readonly deployed?: (served: Served) => Ref<Artifact>;
}

function twin({ base: defaultBase, machines, deployed = deployAnywhere }: TwinOptions) {
  return pipeline(
    {
      name: "digital-twin",
      description: "Trains a chatbot that answers as one participant of the given chats, and deploys it.",
      inputs: {
        chats: string({ description: "Folder of chat exports and transcripts." }),
        me: string({ description: "The participant to become, as written in the chats." }),
        base: string({
          default: defaultBase,
          ...(machines && { literals: [defaultBase] }),
          description: "tiny, a Gemma folder, a .gguf file, gs://, hf:// or kaggle://.",
        }),
        sessionGap: int({ default: 30, description: "Minutes of silence that end a session." }),
        mergeWindow: int({
          default: 5,
          description: "Minutes within which messages of one author become one turn.",
        }),
        geminiModel: string({
          default: "",
          description: "Gemini model that augments the conversations; empty: none.",
        }),
        rounds: int({ default: 1, description: "Times that Gemini goes over each session." }),
        baseSteps: int({
          default: 0,
          description: "Training steps of the tiny base; 0 takes the tuned number.",
        }),
        rank: int({ default: 8, description: "Rank of the LoRA matrices." }),
        epochs: int({ default: 0, description: "0: three, and more where examples are few." }),
        minimumGain: double({
          default: 0,
          description: "Bits per character the twin must gain on its base.",
        }),
        endpoint: string({ default: "digital-twin", description: "Name of the endpoint." }),
      },
    },
    (inputs) =>
      exitHandler(
        (status) => notify({ status, endpoint: inputs.endpoint }),
        () => {
          const chats = importer({ type: Dataset, uri: inputs.chats });
          const ingested = ingest({
            chats: chats.outputs.artifact,
            me: inputs.me,
            sessionGap: inputs.sessionGap,
            mergeWindow: inputs.mergeWindow,
          });
          const { conversations } = when(notEquals(inputs.geminiModel, ""), () => ({
            conversations: augment({
              conversations: ingested.outputs.conversations,
              model: inputs.geminiModel,
              rounds: inputs.rounds,
            }).outputs.conversations,
          })).otherwise(() => ({
            conversations: keep({ conversations: ingested.outputs.conversations }).outputs.conversations,
          }));

          const base = place(
            prepareBase({
              base: inputs.base,
              conversations: ingested.outputs.conversations,
              steps: inputs.baseSteps,
            }),
            machines?.prepareBase,
          );
          const training = {
            conversations,
            base: base.outputs.model,
            rank: inputs.rank,
            epochs: inputs.epochs,
            ...(machines && { batchSize: machines.batchSize }),
          };
          const trained = machines?.spot
            ? trainOnSpot(machines.train)(training)
            : place(train(training), machines?.train);
          const converted = place(
            convert({ model: trained.outputs.model, base: base.outputs.model }),
            machines?.convert,
          );
          const evaluated = place(
            evaluate({
              model: converted.outputs.model,
              base: base.outputs.model,
              conversations: ingested.outputs.conversations,
            }),
            machines?.evaluate,
          );
          const passed = gate({
            baseBits: evaluated.outputs.baseBits,
            twinBits: evaluated.outputs.twinBits,
            gain: evaluated.outputs.gain,
            gainError: evaluated.outputs.gainError,
            minimumGain: inputs.minimumGain,
          });
          const { model } = converted.outputs;
          return {
            endpoint: deployed({ model, endpoint: inputs.endpoint, after: passed }),
            model,
            report: evaluated.outputs.report,
            gain: evaluated.outputs.gain,
          };
        },
      ),
  );
}

function deployAnywhere({ model, endpoint, after }: Served): Ref<Artifact> {
  return deploy({ model, endpoint }).after(after).outputs.endpoint;
}
