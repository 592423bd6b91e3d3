// Any text to text that is safe in XML and HTML, between tags and in quoted attributes.
import { oneLine } from "./node-text.ts";

const entities: { readonly [character: string]: string } = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** On one line; control characters, which XML cannot hold, are left out. */
export function escapeXml(text: string): string {
  return escapeMarkup(oneLine(text));
}

/** Of a text without control characters; line feeds stay. */
export function escapeMarkup(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? "");
}
