// Makes the examples of one session.
import type { Example, ExampleMessage } from "./example.ts";
import type { Session } from "./sessions.ts";
import { contentOf, onlyAuthor, toTurns, wordsOf, type Turn } from "./turns.ts";

export interface ExampleSettings {
  readonly me: string;
  /** In seconds. */
  readonly mergeWindow: number;
  /** Turns before a reply that an example shows. */
  readonly maxTurns: number;
}

/** The replies of `me` that make no example, by reason. */
export interface DroppedReplies {
  /** Nothing was said before it in its session. */
  readonly opening: number;
  /** Said after a pause although nobody had answered. */
  readonly followUp: number;
  /** Media and the like only. */
  readonly withoutWords: number;
}

export interface SessionExamples {
  readonly examples: readonly Example[];
  readonly dropped: DroppedReplies;
}

/** `number` names the session in the examples' ids: `s12-3` is the third example of session 12. */
export function examplesOf(session: Session, number: number, settings: ExampleSettings): SessionExamples {
  const turns = toTurns(session.messages, settings.me, settings.mergeWindow);
  const examples: Example[] = [];
  const dropped = { opening: 0, followUp: 0, withoutWords: 0 };
  turns.forEach((turn, index) => {
    const [reply, ...later] = turn.bursts;
    if (turn.role === "user" || reply === undefined) return;
    dropped.followUp += later.length;
    const words = wordsOf(reply);
    if (index === 0) dropped.opening += 1;
    else if (words === "") dropped.withoutWords += 1;
    else {
      const context = contextBefore(turns, index, settings.maxTurns);
      examples.push({
        id: `s${number}-${examples.length + 1}`,
        session: session.id,
        synthetic: false,
        source: sourceOf(session.file, [...context, { role: "assistant", bursts: [reply] }]),
        messages: [...context.map(toMessage), { role: "assistant", content: words }],
      });
    }
  });
  return { examples, dropped };
}

/** Turns alternate, so at most the first is dropped to begin with a `user`. */
function contextBefore(turns: readonly Turn[], index: number, maxTurns: number): readonly Turn[] {
  const context = turns.slice(Math.max(0, index - maxTurns), index);
  return context[0]?.role === "assistant" ? context.slice(1) : context;
}

function toMessage({ role, bursts }: Turn): ExampleMessage {
  const content = contentOf(bursts);
  const name = role === "user" ? onlyAuthor(bursts) : undefined;
  return name === undefined ? { role, content } : { role, content, name };
}

function sourceOf(file: string, turns: readonly Turn[]): Example["source"] {
  const messages = turns.flatMap(({ bursts }) => bursts.flatMap((burst) => burst.messages));
  const [first, last] = [messages[0], messages.at(-1)];
  return {
    file,
    firstLine: first?.line ?? 0,
    lastLine: last?.lastLine ?? 0,
    start: first?.time ?? null,
    end: last?.time ?? null,
  };
}
