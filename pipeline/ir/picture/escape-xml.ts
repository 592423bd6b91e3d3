// Any text to text that is safe in XML and HTML, between tags and in quoted attributes.
import { oneLine } from "./node-text.ts";

const entities: { readonly [character: string]: string } = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Control characters, which XML cannot hold, are left out. */
export function escapeXml(text: string): string {
  return oneLine(text).replace(/[&<>"']/g, (character) => entities[character] ?? "");
}
