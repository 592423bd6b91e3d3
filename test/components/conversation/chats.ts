// Small chats for the tests of this folder.
import { parseChat } from "../../../components/conversation/read-chat.ts";
import type { Chat, Message } from "../../../components/conversation/message.ts";

/** Throws where the text is no chat. */
export function chatOf(text: string, file = "chat.txt"): Chat {
  const chat = parseChat(file, text);
  if (chat === null) throw new Error(`no chat: ${text}`);
  return chat;
}

/** What most tests are about. */
export function brief({ messages }: Chat): Pick<Message, "time" | "author" | "kind" | "text">[] {
  return messages.map(({ time, author, kind, text }) => ({ time, author, kind, text }));
}

/** A talk of `count` exchanges, one a minute, with an hour's pause after every tenth. */
export function exchanges(count: number, { other = "Bob", me = "Ana" } = {}): string {
  const lines: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const minutes = index + 60 * Math.floor(index / 10);
    const time = new Date(Date.UTC(2024, 2, 14, 8, minutes)).toISOString();
    const header = `${time.slice(8, 10)}/${time.slice(5, 7)}/${time.slice(0, 4)}, ${time.slice(11, 16)}`;
    lines.push(
      `${header} - ${other}: question number ${index}`,
      `${header} - ${me}: my answer to number ${index}`,
    );
  }
  return lines.join("\n") + "\n";
}
