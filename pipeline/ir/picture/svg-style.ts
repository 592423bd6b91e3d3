// The colours and fonts of the SVG: for light and dark surroundings, with nothing fetched from anywhere.
import { text } from "./lay-out.ts";

const light = {
  paper: "#ffffff",
  ink: "#1f2328",
  faint: "#59636e",
  line: "#7b8591",
  box: "#ffffff",
  edge: "#c3cad2",
  group: "#57606a",
};
const dark: typeof light = {
  paper: "#0d1117",
  ink: "#e6edf3",
  faint: "#9aa4af",
  line: "#7d8894",
  box: "#1b222b",
  edge: "#414a55",
  group: "#8b949e",
};

/** By what a task or group is; they do for both surroundings. */
const accents: { readonly [kind: string]: string } = {
  container: "#2f7fd8",
  importer: "#2b9a66",
  resolver: "#8a63d2",
  "custom-job": "#c2601e",
  loop: "#c2801e",
  condition: "#8a63d2",
  branches: "#8a63d2",
  "exit-handler": "#d1495b",
};

/** A kind's class: `exit handler` to `exit-handler`. */
export function classOf(kind: string): string {
  return kind.replaceAll(" ", "-");
}

export function svgStyle(): string {
  return [
    ".pollux-picture{font-family:system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif}",
    `.pollux-picture .headline{font-size:${text.headline}px;font-weight:600}`,
    `.pollux-picture .detail,.pollux-picture .port{font-size:${text.detail}px}`,
    `.pollux-picture .label{font-size:${text.label}px}`,
    ".pollux-picture .line{fill:none;stroke-width:1.4px}",
    ".pollux-picture .order{stroke-dasharray:5 4}",
    ".pollux-picture .box,.pollux-picture .group{stroke-width:1.2px}",
    ".pollux-picture .group{fill-opacity:.06}",
    ".pollux-picture .loop,.pollux-picture .condition{stroke-dasharray:7 4}",
    ...colours(light),
    ...Object.entries(accents).flatMap(([kind, colour]) => [
      `.pollux-picture .bar.${kind}{fill:${colour}}`,
      `.pollux-picture .group.${kind}{fill:${colour};stroke:${colour}}`,
    ]),
    `@media (prefers-color-scheme:dark){${colours(dark).join("")}}`,
  ].join("\n");
}

function colours({ paper, ink, faint, line, box, edge, group }: typeof light): readonly string[] {
  return [
    `.pollux-picture .paper{fill:${paper}}`,
    `.pollux-picture .headline,.pollux-picture .port{fill:${ink}}`,
    `.pollux-picture .detail,.pollux-picture .label{fill:${faint}}`,
    `.pollux-picture .line{stroke:${line}}`,
    `.pollux-picture .arrow{fill:${line}}`,
    `.pollux-picture .box{fill:${box};stroke:${edge}}`,
    `.pollux-picture .bar.unknown{fill:${edge}}`,
    `.pollux-picture .group.pipeline{fill:${group};stroke:${group}}`,
  ];
}
