// pollux cloudbuild check: configs in, everything that is wrong with them out.
import { readFileSync, statSync } from "node:fs";
import { parseArgs } from "node:util";
import { checkBuild, type CheckOptions } from "../../cloudbuild/check/check-build.ts";
import { sortFindings } from "../../cloudbuild/findings/sort-findings.ts";
import { readBuildFile } from "../../cloudbuild/files/read-build-file.ts";
import { findingsJson, tally, type CheckedFile } from "../../cloudbuild/findings/findings-json.ts";
import type { Mode } from "../../cloudbuild/findings/finding.ts";
import { showFindings } from "../../cloudbuild/findings/show-findings.ts";
import { count } from "../../pipeline/ir/count-text.ts";
import { UserError } from "../../pipeline/ir/user-error.ts";
import type { Command } from "../command.ts";
import { readSubstitutions } from "./read-substitutions.ts";

export const check: Command = {
  usage: `usage: pollux cloudbuild check [FILE]... [OPTION]...

Looks for everything in Cloud Build configs that Cloud Build refuses, or takes though it is likely not meant: each with
its place, and with what to do. Exits with 1 if there are errors. An error is refused however the build is started.

  FILE                    a config in YAML or JSON; - is stdin. Default: the configs that cloudbuild/builds.ts names
  --mode trigger|submit   how the build is started, by a trigger or by gcloud builds submit. Default: either
  --substitutions _A=1,_B=2
                          what the trigger or the command line gives; begin with ^;^ to put ; between them instead
  --strict                exit with 1 if there are warnings
  --json                  print to stdout as JSON: files with their findings, and how many errors and warnings`,
  run: async (argv) => {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        mode: { type: "string" },
        substitutions: { type: "string", multiple: true },
        strict: { type: "boolean", default: false },
        json: { type: "boolean", default: false },
      },
    });
    const options: CheckOptions = {
      modes: modesOf(values.mode),
      ...(values.substitutions !== undefined && { substitutions: readSubstitutions(values.substitutions) }),
    };
    const names = positionals.length > 0 ? [...new Set(positionals)] : await ourConfigs();
    const { texts, problems } = readAll(names);
    const files = [...texts].map(([file, text]) => checkText(file, text, options));
    process.stdout.write(values.json ? findingsJson(files) : shown(files, texts));
    const { errors, warnings } = tally(files);
    console.error(`${count(files.length, "file")}: ${count(errors, "error")}, ${count(warnings, "warning")}`);
    if (problems.length > 0) throw new UserError("CANNOT_READ", problems.join("\n"));
    return errors > 0 || (values.strict && warnings > 0) ? 1 : 0;
  },
};

function modesOf(mode: string | undefined): readonly Mode[] {
  if (mode === undefined) return ["trigger", "submit"];
  if (mode === "trigger" || mode === "submit") return [mode];
  throw new UserError(
    "UNKNOWN_MODE",
    `pollux cloudbuild check: --mode "${mode}" is no way to start a build. Give trigger or submit, or leave it out.`,
  );
}

async function ourConfigs(): Promise<readonly string[]> {
  const { declaredConfigs } = await import("./declared-configs.ts");
  return declaredConfigs();
}

function checkText(file: string, text: string, options: CheckOptions): CheckedFile {
  const { read, mended, findings } = readBuildFile(file, text);
  const build = read ?? mended;
  const ofFormat = findings.filter(({ mode }) => mode === undefined || options.modes.includes(mode));
  const ofBuild = build === undefined ? [] : checkBuild(build, options);
  return {
    file,
    format: read === undefined ? "refused" : "accepted",
    findings: sortFindings([...ofFormat, ...ofBuild]),
  };
}

/** A file that cannot be read keeps none of the others from being checked. */
function readAll(names: readonly string[]): {
  readonly texts: ReadonlyMap<string, string>;
  readonly problems: readonly string[];
} {
  const texts = new Map<string, string>();
  const problems: string[] = [];
  for (const name of names) {
    try {
      if (name !== "-" && statSync(name).isDirectory()) {
        problems.push(`${name}: is a folder. Name the configs in it.`);
      } else {
        texts.set(name, readFileSync(name === "-" ? 0 : name, "utf8"));
      }
    } catch (error) {
      const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
      const why = isMissing
        ? "there is no such file"
        : error instanceof Error
          ? error.message
          : String(error);
      problems.push(`${name}: ${why}. Name a config that can be read.`);
    }
  }
  return { texts, problems };
}

function shown(files: readonly CheckedFile[], texts: ReadonlyMap<string, string>): string {
  const { isTTY, columns } = process.stdout;
  return showFindings(
    files.flatMap(({ findings }) => findings),
    {
      textOf: (file) => texts.get(file),
      colour: isTTY === true && !process.env["NO_COLOR"],
      ...(isTTY === true && { width: Math.max(40, columns - 4) }),
    },
  );
}
