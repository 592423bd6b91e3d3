// Chats in, a chatbot that answers as one of their people out.
import { augment } from "../components/augment/component.ts";
import { convert } from "../components/convert/component.ts";
import { deploy } from "../components/deploy/component.ts";
import { evaluate } from "../components/evaluate/component.ts";
import { gate } from "../components/gate/component.ts";
import { ingest } from "../components/ingest/component.ts";
import { keep } from "../components/keep/component.ts";
import { notify } from "../components/notify/component.ts";
import { prepareBase } from "../components/prepare-base/component.ts";
import { train } from "../components/train/component.ts";
import { Dataset, double, exitHandler, importer, int, notEquals, pipeline, string, when } from "./index.ts";

export const digitalTwin = pipeline(
  {
    name: "digital-twin",
    description: "Trains a chatbot that answers as one participant of the given chats, and deploys it.",
    inputs: {
      chats: string({ description: "Folder of chat exports and transcripts." }),
      me: string({ description: "The participant to become, as written in the chats." }),
      base: string({
        default: "tiny",
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
      minimumGain: double({ default: 0, description: "Bits per character the twin must gain on its base." }),
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

        const base = prepareBase({
          base: inputs.base,
          conversations: ingested.outputs.conversations,
          steps: inputs.baseSteps,
        });
        const trained = train({
          conversations,
          base: base.outputs.model,
          rank: inputs.rank,
          epochs: inputs.epochs,
        });
        const converted = convert({ model: trained.outputs.model, base: base.outputs.model });
        const evaluated = evaluate({
          model: converted.outputs.model,
          base: base.outputs.model,
          conversations: ingested.outputs.conversations,
        });
        const passed = gate({
          baseBits: evaluated.outputs.baseBits,
          twinBits: evaluated.outputs.twinBits,
          gain: evaluated.outputs.gain,
          gainError: evaluated.outputs.gainError,
          minimumGain: inputs.minimumGain,
        });
        const deployed = deploy({ model: converted.outputs.model, endpoint: inputs.endpoint }).after(passed);
        return {
          endpoint: deployed.outputs.endpoint,
          model: converted.outputs.model,
          report: evaluated.outputs.report,
          gain: evaluated.outputs.gain,
        };
      },
    ),
);
