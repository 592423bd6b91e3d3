// Turns chats into what a twin is trained on: examples, held-out examples, other people's words, and the counts.
import { UserError } from "../../pipeline/ir/user-error.ts";
import { backgroundOf } from "./background.ts";
import { exchangeOf, isLongReply, replyOf, type BackgroundSession, type Example } from "./example.ts";
import { examplesOf, type DroppedReplies } from "./examples.ts";
import type { Chat } from "./message.ts";
import { nearDuplicates } from "./near-duplicates.ts";
import { describeParticipants, findMe, participantsOf, withOneSpelling } from "./participants.ts";
import { withoutRepeated } from "./repeated-messages.ts";
import { splitIntoSessions, type Session } from "./sessions.ts";
import { chooseHeldOut, leastExamples } from "./split.ts";
import { countKinds, describeFile, replyCharacters, sumDropped, type Statistics } from "./statistics.ts";
import { sum } from "./sum.ts";

export interface DatasetSettings {
  /** The participant to become, as `findMe` understands it. */
  readonly me: string;
  /** Minutes of silence that end a session. */
  readonly sessionGap: number;
  /** Minutes within which messages of one author become one turn. */
  readonly mergeWindow: number;
  /** Part of the replies of each chat, its latest, to hold out, of 1. */
  readonly validationShare: number;
  /** Turns before a reply that an example shows. */
  readonly maxTurns: number;
}

export interface ConversationDataset {
  readonly train: readonly Example[];
  readonly validation: readonly Example[];
  readonly background: readonly BackgroundSession[];
  readonly statistics: Statistics;
}

interface PreparedSession extends Session {
  readonly examples: readonly Example[];
  readonly dropped: DroppedReplies;
}

/**
 * A pure function of its arguments. Throws `SETTING_INVALID`, `CHAT_TOO_SMALL` and what `findMe` throws.
 * `skippedFiles` is only counted.
 */
export function buildDataset(
  given: readonly Chat[],
  settings: DatasetSettings,
  skippedFiles: readonly string[] = [],
): ConversationDataset {
  checkSettings(settings);
  const { chats, repeated } = withoutRepeated(withOneSpelling(given));
  const participants = participantsOf(chats);
  const me = findMe(participants, settings.me);
  const prepared = prepareSessions(chats, { ...settings, me });
  const heldOut = chooseHeldOut(prepared, settings.validationShare);
  const trainSessions = prepared.flat().filter(({ id }) => !heldOut.has(id));
  const validationSessions = prepared.flat().filter(({ id }) => heldOut.has(id));
  const train = trainSessions.flatMap(({ examples }) => examples);
  const allValidation = validationSessions.flatMap(({ examples }) => examples);
  const validation = withoutTrained(allValidation, train);
  const mergeWindow = settings.mergeWindow * 60;
  const background = trainSessions.flatMap((session) => backgroundOf(session, me, mergeWindow) ?? []);
  const statistics: Statistics = {
    me,
    files: chats.map((chat, index) => describeFile(chat, prepared[index] ?? [], heldOut)),
    skippedFiles,
    participants,
    kinds: countKinds(chats),
    sessions: {
      all: trainSessions.length + validationSessions.length,
      train: trainSessions.length,
      validation: validationSessions.length,
    },
    examples: { train: train.length, validation: validation.length },
    dropped: {
      repeatedMessages: repeated,
      replies: sumDropped(prepared.flat()),
      validationDuplicates: allValidation.length - validation.length,
    },
    replyCharacters: { train: replyCharacters(train), validation: replyCharacters(validation) },
    backgroundCharacters: sum(background.flatMap(({ turns }) => turns.map(({ text }) => text.length))),
  };
  checkSize(statistics);
  return { train, validation, background, statistics };
}

/** The sessions of each chat, numbered through all of them for the examples' ids. */
function prepareSessions(chats: readonly Chat[], settings: DatasetSettings): PreparedSession[][] {
  const { me, maxTurns } = settings;
  const mergeWindow = settings.mergeWindow * 60;
  let number = 0;
  return chats.map((chat) =>
    splitIntoSessions(chat, settings.sessionGap * 60).map((session) => {
      number += 1;
      return { ...session, ...examplesOf(session, number, { me, mergeWindow, maxTurns }) };
    }),
  );
}

/** A long reply to the same words that training has already seen would measure memory. */
function withoutTrained(validation: readonly Example[], train: readonly Example[]): Example[] {
  const trained = nearDuplicates();
  const isLong = (example: Example): boolean => isLongReply(replyOf(example));
  for (const example of train.filter(isLong)) trained.add(exchangeOf(example));
  return validation.filter((example) => !isLong(example) || !trained.has(exchangeOf(example)));
}

function checkSettings(settings: DatasetSettings): void {
  const rules: readonly (readonly [keyof DatasetSettings, boolean, string])[] = [
    ["sessionGap", settings.sessionGap > 0, "Give minutes above 0"],
    ["mergeWindow", settings.mergeWindow >= 0, "Give minutes, 0 or more"],
    [
      "validationShare",
      settings.validationShare > 0 && settings.validationShare <= 0.5,
      "Give a part above 0, up to 0.5",
    ],
    ["maxTurns", Number.isInteger(settings.maxTurns) && settings.maxTurns > 0, "Give a whole number above 0"],
  ];
  const wrong = rules.filter(([, right]) => !right);
  if (wrong.length === 0) return;
  const problems = wrong.map(([name, , wanted]) => `ingest: ${name} is ${settings[name]}. ${wanted}.`);
  throw new UserError("SETTING_INVALID", problems.join("\n"));
}

function checkSize({ me, examples, participants, files }: Statistics): void {
  if (examples.train >= leastExamples.train && examples.validation >= leastExamples.validation) return;
  const messages = sum(files.map((file) => file.messages));
  throw new UserError(
    "CHAT_TOO_SMALL",
    `ingest: the chats give ${examples.train} replies of "${me}" to train on and ${examples.validation} to hold out, ` +
      `from ${messages} messages of ${describeParticipants(participants)}; ${leastExamples.train} and ` +
      `${leastExamples.validation} are the least. Give longer chats in which "${me}" answers others.`,
  );
}
