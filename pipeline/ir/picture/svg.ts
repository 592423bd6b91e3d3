// A picture to one self-contained SVG: no scripts, no fonts or images from elsewhere, all text escaped.
import { escapeXml } from "./escape-xml.ts";
import { layOut, text } from "./lay-out.ts";
import type { Layout, PlacedBox, PlacedLine } from "./layout.ts";
import { fullText, nodeText } from "./node-text.ts";
import type { Picture, PictureNode } from "./picture.ts";
import { classOf, svgStyle } from "./svg-style.ts";

const margin = 20;

/** Without the XML declaration, so that it can stand in a page. Ends with a line feed. */
export function svgOf(picture: Picture): string {
  const layout = layOut(picture);
  const width = Math.ceil(layout.width) + 2 * margin;
  const height = Math.ceil(layout.height) + 2 * margin;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="pollux-picture" role="img" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<title>${escapeXml(picture.name)}</title>`,
    `<style>\n${svgStyle()}\n</style>`,
    `<rect class="paper" width="${width}" height="${height}"/>`,
    `<g transform="translate(${margin} ${margin})">`,
    ...layoutLines(layout, namesOf(picture.nodes)),
    "</g>",
    "</svg>",
    "",
  ].join("\n");
}

/** Lines below, so that their ends are covered; labels above all. */
function layoutLines({ boxes, lines }: Layout, names: ReadonlyMap<string, string>): readonly string[] {
  return [
    ...lines.flatMap((line) => lineElements(line, names)),
    ...boxes.flatMap(boxElements),
    ...lines.flatMap(labelElements),
  ];
}

function lineElements(
  { edge, at, paths, arrow }: PlacedLine,
  names: ReadonlyMap<string, string>,
): readonly string[] {
  const what = edge.kind === "order" ? ["order only"] : edge.labels;
  const says = `${names.get(edge.from) ?? ""} → ${names.get(edge.to) ?? ""}: ${what.join(", ")}`;
  const title = `<title>${escapeXml(says.replace(/: $/, ""))}</title>`;
  const move = at.x === 0 && at.y === 0 ? "" : ` transform="translate(${round(at.x)} ${round(at.y)})"`;
  const strokes = paths.map((path) => `<path class="line ${edge.kind}"${move} d="${path}">${title}</path>`);
  if (arrow === undefined) return strokes;
  const [x, y] = [round(arrow.x), round(arrow.y)];
  const head = arrow.points === "down" ? `M${x} ${y}l-4 -8h8z` : `M${x} ${y}l-4 8h8z`;
  return [...strokes, `<path class="arrow"${move} d="${head}"/>`];
}

/** On a box of its own, so that the line below it does not run through the text, whatever draws the SVG. */
function labelElements({ at, label }: PlacedLine): readonly string[] {
  if (label === undefined) return [];
  const [x, y] = [round(at.x + label.x), round(at.y + label.y)];
  const size = `x="${round(x - 2)}" y="${round(y - text.label)}" width="${label.width + 4}" height="14"`;
  return [
    `<rect class="paper" ${size} rx="3"/>`,
    `<text class="label" x="${round(x + label.width / 2)}" y="${y}" text-anchor="middle">${escapeXml(label.text)}</text>`,
  ];
}

function boxElements(box: PlacedBox): readonly string[] {
  const { node, inside } = box;
  const content =
    inside === undefined || node.kind !== "group"
      ? []
      : [
          `<g transform="translate(${round(inside.at.x)} ${round(inside.at.y)})">`,
          ...layoutLines(inside.content, namesOf(node.nodes)),
          "</g>",
        ];
  const mark = "names" in node ? undefined : node.mark;
  const marked = mark === undefined ? "" : `class="node ${escapeXml(mark.className)}" `;
  return [
    `<g ${marked}transform="translate(${round(box.x)} ${round(box.y)})">`,
    `<title>${escapeXml(fullText(node))}</title>`,
    ...linked(mark?.href, [...frame(box), ...textElements(box)]),
    ...content,
    "</g>",
  ];
}

/** What is in a group is not in its link: links in links are none. */
function linked(href: string | undefined, elements: readonly string[]): readonly string[] {
  return href === undefined ? elements : [`<a href="${escapeXml(href)}">`, ...elements, "</a>"];
}

function frame({ node, width, height }: PlacedBox): readonly string[] {
  const size = `width="${round(width)}" height="${round(height)}"`;
  switch (node.kind) {
    case "task":
      return [
        `<rect class="box" ${size} rx="6"/>`,
        `<rect class="bar ${classOf(node.executor)}" x="1" y="6" width="3.5" height="${round(height - 12)}" rx="1.5"/>`,
      ];
    case "group":
      return [`<rect class="group ${classOf(node.group)}" ${size} rx="10"/>`];
    case "input":
    case "output":
      return [`<rect class="box" ${size} rx="${round(Math.min(height / 2, 16))}"/>`];
  }
}

/** Boxes' text is in the middle, groups' at the left, where a line from above rarely is. */
function textElements({ node, width }: PlacedBox): readonly string[] {
  const { headline, details, mark } = nodeText(node);
  const anchor =
    node.kind === "group" ? `x="${text.padding}"` : `x="${round(width / 2)}" text-anchor="middle"`;
  const lines = [
    { line: headline, kind: "names" in node ? "port" : "headline" },
    ...details.map((line) => ({ line, kind: "names" in node ? "port" : "detail" })),
    ...(mark === undefined ? [] : [{ line: mark, kind: "detail mark" }]),
  ];
  return lines.map(({ line, kind }, index) => {
    const y = text.top + index * text.line;
    return `<text class="${kind}" ${anchor} y="${y}">${escapeXml(line)}</text>`;
  });
}

function namesOf(nodes: readonly PictureNode[]): ReadonlyMap<string, string> {
  return new Map(nodes.map((node) => [node.id, nodeText(node).headline]));
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
