// What a box says, line by line and clipped: the same in every format. Text stays text here; each format escapes it.
import type { GroupNode, PictureEdge, PictureNode, TaskNode } from "./picture.ts";

export interface NodeText {
  readonly headline: string;
  /** Smaller, below. */
  readonly details: readonly string[];
  /** Below these: what became of it. */
  readonly mark?: string;
}

const longestHeadline = 48;
const longestDetail = 56;

export function nodeText(node: PictureNode): NodeText {
  const mark = "names" in node ? "" : clip(node.mark?.text ?? "", longestDetail);
  return mark === "" ? ownText(node) : { ...ownText(node), mark };
}

function ownText(node: PictureNode): NodeText {
  switch (node.kind) {
    case "task":
      return clipped(node.title, [executorText(node), ...node.notes]);
    case "group":
      return groupText(node);
    case "input":
    case "output":
      return portText(node.names);
  }
}

/** Everything, for whom the clipped text is not enough. */
export function fullText(node: PictureNode): string {
  if ("names" in node) return oneLine(`${node.kind} ${node.names.join(", ")}`);
  const what = node.kind === "task" ? (node.image ?? node.executor) : node.group;
  const name = node.title === node.name ? node.name : `${node.title} (${node.name})`;
  return oneLine([name, what, ...node.notes].join(" | "));
}

export function edgeText({ labels }: PictureEdge): string {
  return clip(labels.join(", "), 32);
}

/** `node:1` for `example.com/us/node:1@sha256:...`. */
function shortImage(image: string): string {
  if (image.includes("{{")) return image;
  return image.replace(/@.*$/s, "").replace(/^.*\//s, "") || image;
}

/** Without what is no text: control characters, halves of pairs, and what turns the direction of writing. */
export function oneLine(text: string): string {
  return text
    .toWellFormed()
    .replace(/\s+/gu, " ")
    .replace(/[\p{Cc}\u200e\u200f\u2028-\u202e\u2066-\u2069\ufffe\uffff]/gu, "")
    .trim();
}

function executorText({ executor, image }: TaskNode): string {
  return image === undefined ? executor : shortImage(image);
}

function groupText(group: GroupNode): NodeText {
  const [note, ...rest] = group.notes;
  if (note !== undefined) return clipped(note, [group.title, ...rest]);
  switch (group.group) {
    case "branches":
      return clipped("one of these branches", [group.title]);
    case "exit handler":
      return clipped(group.title === group.name ? "exit handler" : group.title, [
        group.title === group.name ? group.name : "exit handler",
      ]);
    case "loop":
    case "condition":
    case "pipeline":
      return clipped(group.title, [group.title === group.name ? "pipeline" : group.name]);
  }
}

const mostPortLines = 3;

/** Names side by side as far as they fit into a few lines. */
function portText(names: readonly string[]): NodeText {
  const lines: string[] = [];
  let shown = 0;
  for (const name of names.map((each) => clip(each, longestHeadline))) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + name.length < 32) lines[lines.length - 1] = `${last}, ${name}`;
    else if (lines.length < mostPortLines) lines.push(name);
    else break;
    shown += 1;
  }
  const more = names.length - shown;
  const [headline = "", ...details] = more > 0 ? [...lines, `and ${more} more`] : lines;
  return { headline, details };
}

function clipped(headline: string, details: readonly string[]): NodeText {
  return {
    headline: clipMiddle(headline),
    details: details.map((detail) => clip(detail, longestDetail)),
  };
}

/** Names often differ at their ends, and a loop's end says how many run at once. */
function clipMiddle(text: string): string {
  const characters = [...oneLine(text)];
  if (characters.length <= longestHeadline) return characters.join("");
  return `${characters.slice(0, longestHeadline - 15).join("")}…${characters.slice(-14).join("")}`;
}

function clip(text: string, most: number): string {
  const characters = [...oneLine(text)];
  return characters.length <= most ? characters.join("") : `${characters.slice(0, most - 1).join("")}…`;
}
