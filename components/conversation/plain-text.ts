// Text as people typed it, less what is invisible: marks of direction, and chat formats' control tokens.

/** Left-to-right and right-to-left marks, embeddings and isolates; never the joiners inside emoji. */
export const directionMarks = "\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff";

const marks = new RegExp(`[${directionMarks}]`, "g");

export function withoutDirectionMarks(text: string): string {
  return text.replaceAll(marks, "");
}

/** A person's name as it is shown: one spelling whatever the marks, spaces and composition of accents. */
export function normalizeName(name: string): string {
  return withoutDirectionMarks(name)
    .replaceAll(/[\u00a0\u202f\s]+/g, " ")
    .trim()
    .normalize("NFC");
}

/** Equal for names that one person goes by: capitals do not tell people apart. */
export function nameKey(name: string): string {
  return normalizeName(name).toUpperCase().toLowerCase().normalize("NFC");
}

/** For comparing what was said: case, punctuation and spaces do not count. */
export function normalizeText(text: string): string {
  return withoutDirectionMarks(text)
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\p{Extended_Pictographic}]+/gu, " ")
    .trim();
}

/**
 * Tokens that steer a model in Gemma's, ChatML's, Llama's and Mistral's formats. Written by a person they must stay
 * words: `<start_of_turn>` in a message would otherwise open a turn of its own.
 */
const controlToken =
  /<(\/?(?:s|bos|eos|pad|unk|mask|img|end_of_turn|start_of_turn|start_of_image|end_of_image|image_soft_token|turn|channel|unused\d+|\|[^<>\n]{0,40}|[^<>|\n]{1,40}\|))>|<<(\/?SYS)>>|\[(\/?INST)\]/giu;

/** `"<start_of_turn>user"` becomes `"‹start_of_turn›user"`; other text stays as it is. */
export function neutralizeControlTokens(text: string): string {
  return text.replaceAll(
    controlToken,
    (_, token?: string, system?: string, instruction?: string) => `‹${token ?? system ?? instruction}›`,
  );
}
