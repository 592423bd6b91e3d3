// A picture to one self-contained page: the SVG, the pipeline's parameters and its tasks. No scripts.
import { escapeXml } from "./escape-xml.ts";
import type { Picture, PictureNode, TaskNode } from "./picture.ts";
import { svgOf } from "./svg.ts";

const style = `
:root{color-scheme:light dark}
body{font-family:system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif;margin:2rem;line-height:1.45;color:#1f2328;background:#fff}
.picture{overflow:auto;border:1px solid #d0d7de;border-radius:8px}
.picture svg{display:block}
table{border-collapse:collapse;margin-bottom:2rem}
th,td{text-align:left;vertical-align:top;padding:.35rem 1rem .35rem 0;border-bottom:1px solid #d0d7de;overflow-wrap:anywhere}
code{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:.9em}
@media (prefers-color-scheme:dark){body{color:#e6edf3;background:#0d1117}.picture,th,td{border-color:#30363d}}
`;

/** Ends with a line feed. */
export function htmlOf(picture: Picture): string {
  const { name, description, parameters, nodes } = picture;
  return [
    "<!doctype html>",
    '<html lang="en">',
    "<head>",
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeXml(name)}</title>`,
    `<style>${style}</style>`,
    "</head>",
    "<body>",
    `<h1>${escapeXml(name)}</h1>`,
    ...(description === "" ? [] : [`<p>${escapeXml(description)}</p>`]),
    `<div class="picture">\n${svgOf(picture)}</div>`,
    ...table(
      "Parameters",
      ["Name", "Type", "Default", "Description"],
      parameters.map(({ name: parameter, type, defaultValue, description: about }) => {
        const value = defaultValue === undefined ? "" : code(JSON.stringify(defaultValue));
        return [code(parameter), escapeXml(type), value, escapeXml(about)];
      }),
    ),
    ...table("Tasks", ["Task", "Runs", "When"], taskRows(nodes, "")),
    "</body>",
    "</html>",
    "",
  ].join("\n");
}

/** Tasks in groups have their groups' names before theirs. */
function taskRows(nodes: readonly PictureNode[], path: string): readonly (readonly string[])[] {
  return nodes.flatMap((node) => {
    if (node.kind === "task") return [taskRow(node, path)];
    return node.kind === "group" ? taskRows(node.nodes, `${path}${node.title}/`) : [];
  });
}

function taskRow({ title, executor, image, notes }: TaskNode, path: string): readonly string[] {
  return [code(`${path}${title}`), image === undefined ? executor : code(image), escapeXml(notes.join(", "))];
}

function table(
  title: string,
  heads: readonly string[],
  rows: readonly (readonly string[])[],
): readonly string[] {
  if (rows.length === 0) return [];
  const line = (tag: string, cells: readonly string[]) =>
    `<tr>${cells.map((cell) => `<${tag}>${cell}</${tag}>`).join("")}</tr>`;
  return [
    `<h2>${title}</h2>`,
    "<table>",
    line("th", heads),
    ...rows.map((row) => line("td", row)),
    "</table>",
  ];
}

function code(text: string): string {
  return `<code>${escapeXml(text)}</code>`;
}
