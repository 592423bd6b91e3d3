// A small conversations dataset for the tests of this folder.
import { buildDataset, type ConversationDataset } from "../../../components/conversation/build-dataset.ts";
import { chatOf, exchanges } from "../conversation/chats.ts";

/** 90 examples in 9 sessions to train on, 10 in one held out. */
export function smallDataset(): ConversationDataset {
  return buildDataset([chatOf(exchanges(100))], {
    ...{ me: "Ana", sessionGap: 30, mergeWindow: 5, validationShare: 0.1, maxTurns: 6 },
  });
}

/** A dialogue as Gemini writes it: speakers take turns, `other` first. */
export function dialogue(...texts: readonly string[]): { readonly turns: readonly object[] } {
  return { turns: texts.map((text, index) => ({ speaker: index % 2 === 0 ? "other" : "me", text })) };
}
