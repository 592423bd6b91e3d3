// pollux cloudbuild graph: the merged build, or one config, as a picture.
import { parseArgs } from "node:util";
import { scheduleBuild } from "../../cloudbuild/plan/schedule.ts";
import { mermaidOf } from "../../pipeline/ir/picture/mermaid.ts";
import type { Picture } from "../../pipeline/ir/picture/picture.ts";
import { svgOf } from "../../pipeline/ir/picture/svg.ts";
import { UserError } from "../../pipeline/ir/user-error.ts";
import type { Command } from "../command.ts";
import { staleness, writeOutput } from "../compile/output.ts";
import { buildPicture, buildPictureStyle } from "./build-picture.ts";
import { chooseBuild, type ChosenBuild } from "./chosen-build.ts";

const formats: { readonly [format: string]: (picture: Picture) => string } = {
  mermaid: mermaidOf,
  svg: (picture) => svgOf(picture).replace("</style>", `${buildPictureStyle()}\n</style>`),
};

export const graph: Command = {
  usage: `usage: pollux cloudbuild graph [FILE] [--builds FILE] [--format mermaid|svg] [--out FILE [--check]]

Draws a build: a box for each step with its image and how long it takes. Solid lines are waits that follow from an image,
which one step pushes and the other uses; dashed lines are those that a config or builds.ts says. The critical path is
said, and red in SVG, where each component has its colour.

  FILE             a config on its own. Default: the merged build
  --builds FILE    what is merged (default: cloudbuild/builds.ts)
  --format FORMAT  mermaid, which GitHub and others show in Markdown, or svg. Otherwise as FILE ends, or mermaid
  --out FILE       write to this file instead of stdout: .mmd is Mermaid, .md has it in a code block, .svg
  --check          write nothing; exit with 1 if that file is not what would be written`,
  run: async (argv) => {
    const { config, builds, out, draw, isCheck } = readOptions(argv);
    const chosen = await chooseBuild({ config, builds });
    if (chosen === undefined) return 1;
    const text = draw(pictureOf(chosen));
    if (out === undefined) process.stdout.write(text);
    else if (isCheck) return checkDrawn(out, text);
    else console.error(`${out}: ${writeOutput(out, text)}`);
    return 0;
  },
};

interface Options {
  readonly config: string | undefined;
  readonly builds: string | undefined;
  /** Default: stdout. */
  readonly out: string | undefined;
  readonly draw: (picture: Picture) => string;
  readonly isCheck: boolean;
}

function readOptions(argv: readonly string[]): Options {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      builds: { type: "string" },
      format: { type: "string" },
      out: { type: "string" },
      check: { type: "boolean", default: false },
    },
  });
  if (positionals.length > 1) {
    throw new UserError(
      "WRONG_ARGUMENTS",
      `pollux cloudbuild graph: ${positionals.length} files are given. Give one, or none for the merged build.`,
    );
  }
  const out = values.out === "-" ? undefined : values.out;
  if (values.check && out === undefined) {
    throw new UserError("WRONG_ARGUMENTS", "--check: there is no file to look at. Give one with --out.");
  }
  const format = values.format ?? formatOf(out);
  const draw = Object.hasOwn(formats, format) ? formats[format] : undefined;
  if (draw === undefined) {
    throw new UserError(
      "UNKNOWN_FORMAT",
      `--format ${format}: there is no such format. Use one of: ${Object.keys(formats).join(", ")}.`,
    );
  }
  const isMarkdown = format === "mermaid" && out?.toLowerCase().endsWith(".md") === true;
  return {
    config: positionals[0],
    builds: values.builds,
    out,
    draw: isMarkdown ? (picture) => `\`\`\`mermaid\n${draw(picture)}\`\`\`\n` : draw,
    isCheck: values.check,
  };
}

function pictureOf({ file, merged, declared }: ChosenBuild): Picture {
  return buildPicture({ name: file, merged, schedule: scheduleBuild(merged, declared?.builds.durations) });
}

function formatOf(out: string | undefined): string {
  const ending = /\.(mmd|mermaid|md|svg)$/i.exec(out ?? ".mmd")?.[1]?.toLowerCase();
  if (ending === undefined) {
    throw new UserError(
      "UNKNOWN_FORMAT",
      `--out ${out}: its ending names no format. Give one of .mmd, .md and .svg, or --format.`,
    );
  }
  return ending === "svg" ? "svg" : "mermaid";
}

function checkDrawn(out: string, text: string): number {
  const stale = staleness(out, text);
  if (stale !== undefined) console.error(stale.replaceAll("Compile it", "Draw it"));
  return stale === undefined ? 0 : 1;
}
