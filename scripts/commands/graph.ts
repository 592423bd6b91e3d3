// pollux graph: a pipeline in, a picture of its DAG out.
import { parseArgs } from "node:util";
import { htmlOf } from "../../pipeline/ir/picture/html.ts";
import { mermaidOf } from "../../pipeline/ir/picture/mermaid.ts";
import { pictureOf } from "../../pipeline/ir/picture/picture-of.ts";
import type { Picture } from "../../pipeline/ir/picture/picture.ts";
import { svgOf } from "../../pipeline/ir/picture/svg.ts";
import { UserError } from "../../pipeline/ir/user-error.ts";
import type { Command } from "../command.ts";
import { writeOutput } from "../compile/output.ts";
import { loadSpec } from "../load-pipeline.ts";

const formats: { readonly [format: string]: (picture: Picture) => string } = {
  mermaid: mermaidOf,
  svg: svgOf,
  html: htmlOf,
};

export const graph: Command = {
  usage: `usage: pollux graph FILE.ts[#EXPORT]|IR.yaml [--format mermaid|svg|html] [--out FILE]

Draws a pipeline: tasks, and groups (loops, branches, exit handlers, nested pipelines) as boxes around them. Solid lines
carry artifacts and parameters, dashed lines only say what waits for what.

  FILE.ts[#EXPORT]   a pipeline in TypeScript: the default export, the only one, or the one named
  IR.yaml            KFP v2 IR in YAML or JSON, whoever compiled it
  --format FORMAT    mermaid, which GitHub and others show in Markdown; svg; or html, a page that lists parameters
                     and tasks too. Otherwise as FILE ends, or mermaid
  --out FILE         write to this file instead of stdout: .mmd is Mermaid, .md has it in a code block, .svg, .html`,
  run: async (argv) => {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { out: { type: "string" }, format: { type: "string" } },
    });
    const [reference] = positionals;
    if (reference === undefined || positionals.length > 1) {
      throw new UserError(
        "ONE_PIPELINE",
        `pollux graph: ${positionals.length} files are given. Give one, as pollux graph IR.yaml.`,
      );
    }
    const out = values.out === "-" ? undefined : values.out;
    const format = values.format ?? formatOf(out);
    const draw = Object.hasOwn(formats, format) ? formats[format] : undefined;
    if (draw === undefined) {
      throw new UserError(
        "UNKNOWN_FORMAT",
        `pollux graph: there is no format "${format}". Use one of: ${Object.keys(formats).join(", ")}.`,
      );
    }
    const picture = pictureOf(await loadSpec(reference));
    const drawn = draw(picture);
    const isMarkdown = format === "mermaid" && out?.toLowerCase().endsWith(".md") === true;
    const text = isMarkdown ? `\`\`\`mermaid\n${drawn}\`\`\`\n` : drawn;
    if (out === undefined) process.stdout.write(text);
    else console.error(`${out}: ${writeOutput(out, text)}`);
    return 0;
  },
};

function formatOf(out: string | undefined): string {
  const ending = /\.(mmd|mermaid|md|svg|html?)$/i.exec(out ?? ".mmd")?.[1]?.toLowerCase();
  if (ending === undefined) {
    throw new UserError(
      "UNKNOWN_FORMAT",
      `pollux graph: the ending of "${out}" names no format. Give one of .mmd, .md, .svg and .html, or --format.`,
    );
  }
  if (ending === "svg") return "svg";
  return ending.startsWith("htm") ? "html" : "mermaid";
}
