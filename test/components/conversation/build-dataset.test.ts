import { describe, expect, test } from "vitest";
import { buildDataset, type DatasetSettings } from "../../../components/conversation/build-dataset.ts";
import { replyOf } from "../../../components/conversation/example.ts";
import { UserError } from "../../../pipeline/ir/user-error.ts";
import { chatOf, exchanges } from "./chats.ts";

const settings: DatasetSettings = {
  me: "Ana",
  sessionGap: 30,
  mergeWindow: 5,
  validationShare: 0.1,
  maxTurns: 6,
};

describe("a dataset", () => {
  test("holds out the latest session and counts everything", () => {
    const { train, validation, background, statistics } = buildDataset([chatOf(exchanges(100))], settings);
    expect([train.length, validation.length]).toEqual([90, 10]);
    expect(validation.map(replyOf)).toEqual(
      Array.from({ length: 10 }, (_, index) => `my answer to number ${index + 90}`),
    );
    expect(background).toHaveLength(9);
    expect(background[0]?.turns[0]).toEqual({ author: "Bob", text: "question number 0" });
    expect(statistics).toEqual({
      me: "Ana",
      files: [
        {
          file: "chat.txt",
          format: "whatsapp",
          dateOrder: { order: "dmy", decidedBy: "number above 12" },
          messages: 200,
          unreadLines: 0,
          sessions: 10,
          validationSessions: 1,
          start: "2024-03-14T08:00:00",
          end: "2024-03-14T18:39:00",
          heldOutFrom: "2024-03-14T18:30:00",
        },
      ],
      skippedFiles: [],
      participants: [
        { name: "Ana", messages: 100, texts: 100 },
        { name: "Bob", messages: 100, texts: 100 },
      ],
      kinds: { text: 200, media: 0, system: 0, deleted: 0, call: 0, poll: 0, location: 0, empty: 0 },
      sessions: { all: 10, train: 9, validation: 1 },
      examples: { train: 90, validation: 10 },
      dropped: {
        repeatedMessages: 0,
        replies: { opening: 0, followUp: 0, withoutWords: 0 },
        validationDuplicates: 0,
      },
      replyCharacters: {
        train: { least: 21, median: 22, mean: 22, ninetieth: 22, most: 22 },
        validation: { least: 22, median: 22, mean: 22, ninetieth: 22, most: 22 },
      },
      backgroundCharacters: 1610,
    });
  });

  test("holds out the latest of each chat", () => {
    const chats = [chatOf(exchanges(100), "a.txt"), chatOf(exchanges(50, { other: "Eve" }), "b.txt")];
    const { validation } = buildDataset(chats, settings);
    expect([...new Set(validation.map(({ session }) => session))]).toEqual(["a.txt#10", "b.txt#5"]);
  });

  test("of a clock that starts again each day holds out the last day's replies", () => {
    const lines = Array.from({ length: 100 }, (_, index) => {
      const minute = String(index % 20).padStart(2, "0");
      const hour = String(20 - 3 * Math.floor(index / 20)).padStart(2, "0");
      return `[${hour}:${minute}] Bob: question ${index}\n[${hour}:${minute}] Ana: answer ${index}\n`;
    });
    const { validation } = buildDataset([chatOf(lines.join(""))], settings);
    expect(validation.map(replyOf)).toEqual(Array.from({ length: 10 }, (_, index) => `answer ${index + 90}`));
  });

  test("never gives me's words in another spelling of the name as other people's", () => {
    const text = exchanges(100).replaceAll(/Ana(: my answer to number \d*7\n)/g, "ana$1");
    const { background, statistics } = buildDataset([chatOf(text)], settings);
    expect(statistics.participants.map(({ name }) => name)).toEqual(["Ana", "Bob"]);
    expect(background.flatMap(({ turns }) => turns).filter(({ author }) => author !== "Bob")).toEqual([]);
  });

  test("takes what two exports of one chat share from the first alone", () => {
    const chats = [chatOf(exchanges(60), "old.txt"), chatOf(exchanges(100), "new.txt")];
    const { statistics } = buildDataset(chats, settings);
    expect(statistics.dropped.repeatedMessages).toBe(120);
    expect(statistics.examples.train + statistics.examples.validation).toBe(100);
  });

  test("drops a long held-out reply that training holds to the same words", () => {
    const again = "question number 0|I have answered this one many times before, have I not?".split("|");
    const text = exchanges(100)
      .replace("my answer to number 0\n", `${again[1]}\n`)
      .replace("question number 95", again[0] ?? "")
      .replace("my answer to number 95", again[1] ?? "");
    const { validation, statistics } = buildDataset([chatOf(text)], settings);
    expect(validation).toHaveLength(9);
    expect(statistics.dropped.validationDuplicates).toBe(1);
  });

  test("gives other people's words where me is silent, and never me's", () => {
    const lines = Array.from(
      { length: 40 },
      (_, index) => `${index % 2 === 0 ? "Eve" : "Bob"}: talk ${index}`,
    );
    const { background } = buildDataset(
      [chatOf(exchanges(100)), chatOf(lines.join("\n"), "others.txt")],
      settings,
    );
    expect(background.filter(({ session }) => session.startsWith("others.txt"))).toHaveLength(2);
    expect(background.flatMap(({ turns }) => turns).filter(({ author }) => author === "Ana")).toEqual([]);
  });

  test("of few replies holds out enough to measure by", () => {
    const { train, validation } = buildDataset([chatOf(exchanges(30))], settings);
    expect([train.length, validation.length]).toEqual([20, 10]);
  });

  test("of too few replies is refused with what was found and what is needed", () => {
    expect(() => buildDataset([chatOf(exchanges(12))], settings)).toThrow(
      new UserError(
        "CHAT_TOO_SMALL",
        'ingest: the chats give 10 replies of "Ana" to train on and 2 to hold out, from 24 messages of ' +
          '"Ana" (12 messages), "Bob" (12); 20 and 5 are the least. Give longer chats in which "Ana" answers others.',
      ),
    );
  });

  test("with settings out of range is refused, all at once", () => {
    expect(() =>
      buildDataset([chatOf(exchanges(100))], { ...settings, sessionGap: 0, maxTurns: 1.5 }),
    ).toThrow(
      new UserError(
        "SETTING_INVALID",
        "ingest: sessionGap is 0. Give minutes above 0.\ningest: maxTurns is 1.5. Give a whole number above 0.",
      ),
    );
  });
});
