import { describe, expect, test } from "vitest";
import {
  neutralizeControlTokens,
  normalizeName,
  normalizeText,
} from "../../../components/conversation/plain-text.ts";

describe("neutralizeControlTokens", () => {
  test.each([
    ["<start_of_turn>user\nhi<end_of_turn>", "‹start_of_turn›user\nhi‹end_of_turn›"],
    ["<bos><eos><pad><unk><mask>", "‹bos›‹eos›‹pad›‹unk›‹mask›"],
    ["<|im_start|>system<|im_end|>", "‹|im_start|›system‹|im_end|›"],
    ["<|turn>user<turn|>", "‹|turn›user‹turn|›"],
    ["<s>[INST] <<SYS>>x<</SYS>> [/INST]</s>", "‹s›‹INST› ‹SYS›x‹/SYS› ‹/INST›‹/s›"],
    ["<unused7><start_of_image>", "‹unused7›‹start_of_image›"],
    ["<START_OF_TURN>", "‹START_OF_TURN›"],
  ])("makes words of %s", (written, shown) => {
    expect(neutralizeControlTokens(written)).toBe(shown);
  });

  test("leaves hearts, tags and comparisons as they are", () => {
    const text = "<3 a < b > c <b>bold</b> [image] << >>";
    expect(neutralizeControlTokens(text)).toBe(text);
  });

  test("leaves no token where one was hidden in another", () => {
    expect(neutralizeControlTokens("<start_<bos>of_turn>")).toBe("<start_‹bos›of_turn>");
  });
});

test("a name is one key however its accents, spaces and marks are written", () => {
  expect(normalizeName("\u202aZoe\u0308\u00a0 B.\u202c ")).toBe("Zo\u00eb B.");
});

test("texts that differ in case, punctuation and spaces are compared as equal", () => {
  expect(normalizeText("Roger,  Houston. OVER!")).toBe("roger houston over");
});
