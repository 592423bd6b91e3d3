// A picture to Mermaid's `flowchart`. Ids are our own and every label is quoted with all but plain characters as
// numbers, so no name of a file can end a label or be read as syntax, HTML or Markdown.
import { edgeText, nodeText } from "./node-text.ts";
import type { Picture, PictureEdge, PictureNode } from "./picture.ts";

/** Ends with a line feed. Mermaid itself refuses more than 500 edges or 50,000 characters unless it is told otherwise. */
export function mermaidOf({ nodes, edges }: Picture): string {
  const lines = [
    ...nodes.flatMap((node) => nodeLines(node, "  ")),
    ...edges.map((edge) => edgeLine(edge, "  ")),
  ];
  return `${["flowchart TB", ...lines].join("\n")}\n`;
}

function nodeLines(node: PictureNode, indent: string): readonly string[] {
  const label = labelOf(node);
  switch (node.kind) {
    case "task":
      return [`${indent}${node.id}[${label}]`];
    case "input":
    case "output":
      return [`${indent}${node.id}([${label}])`];
    case "group": {
      const inner = `${indent}  `;
      return [
        `${indent}subgraph ${node.id}[${label}]`,
        `${inner}direction TB`,
        ...node.nodes.flatMap((each) => nodeLines(each, inner)),
        ...node.edges.map((edge) => edgeLine(edge, inner)),
        `${indent}end`,
      ];
    }
  }
}

function edgeLine(edge: PictureEdge, indent: string): string {
  const text = edgeText(edge);
  const arrow = edge.kind === "data" ? "-->" : "-.->";
  return `${indent}${edge.from} ${arrow}${text === "" ? "" : `|"${escaped(text)}"|`} ${edge.to}`;
}

function labelOf(node: PictureNode): string {
  const { headline, details } = nodeText(node);
  return `"${[headline, ...details].map(escaped).join("<br>")}"`;
}

/** Mermaid reads `#39;` as the character; names of styles before a `:` it would take apart. */
function escaped(text: string): string {
  const plain = /style|classdef/i.test(text) ? /[^\p{L}\p{N} _,.='!?+…/-]/gu : /[^\p{L}\p{N} _,.:='!?+…/-]/gu;
  return text
    .replace(plain, (character) => `#${character.codePointAt(0)};`)
    .replace(/^[-\d]+[. ]/, (start) => [...start].map((each) => `#${each.codePointAt(0)};`).join(""));
}
