// Chats in, conversations to train a twin on out: examples, held-out examples, and a report of what was understood.
import { component, Dataset, double, Html, int, string } from "../../pipeline/index.ts";
import { image } from "../images.ts";

export const ingest = component({
  name: "ingest",
  inputs: {
    chats: Dataset,
    me: string({ description: "The participant to become, as written in the chats." }),
    sessionGap: int({ default: 30, description: "Minutes of silence that end a session." }),
    mergeWindow: int({
      default: 5,
      description: "Minutes within which messages of one author become one turn.",
    }),
    validationShare: double({ default: 0.1, description: "Part of the replies, the latest, to hold out." }),
    maxTurns: int({ default: 6, description: "Turns before a reply that an example shows." }),
  },
  outputs: {
    conversations: Dataset,
    report: Html,
    messages: int(),
    sessions: int(),
    trainExamples: int(),
    validationExamples: int(),
  },
  run: { image: image("node"), code: new URL("./run.ts", import.meta.url) },
});
