import { describe, expect, test } from "vitest";
import { chatOf } from "./chats.ts";

describe("the format", () => {
  test("is a transcript's where a transcript quotes a WhatsApp message", () => {
    const chat = chatOf("Minutes\nAnn: look\n14/03/2024, 21:07 - Eve: hi\nBob: yes\nAnn: well\nBob: bye\n");
    expect(chat.format).toBe("transcript");
    expect(chat.unreadLines).toBe(1);
    expect(chat.messages.map(({ author }) => author)).toEqual(["Ann", "Bob", "Ann", "Bob"]);
  });

  test("is WhatsApp's where the beginning was cut off", () => {
    const chat = chatOf("end of a message\n14/03/2024, 21:07 - Eve: hi\n14/03/2024, 21:08 - Bob: yes\n");
    expect(chat.format).toBe("whatsapp");
    expect(chat.unreadLines).toBe(1);
    expect(chat.messages.map(({ author }) => author)).toEqual(["Eve", "Bob"]);
  });
});
