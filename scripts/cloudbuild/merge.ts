// pollux cloudbuild merge: the configs that builds.ts names in, one build of them out, and one that publishes nothing.
import { join, relative } from "node:path";
import { parseArgs } from "node:util";
import { findingsJson, tally } from "../../cloudbuild/findings/findings-json.ts";
import type { MergedBuild } from "../../cloudbuild/merge/merged-build.ts";
import type { Withheld } from "../../cloudbuild/merge/pull-request.ts";
import { withholdPublishing } from "../../cloudbuild/merge/pull-request.ts";
import { writeBuild } from "../../cloudbuild/merge/write-build.ts";
import { scheduleBuild } from "../../cloudbuild/plan/schedule.ts";
import { count } from "../../pipeline/ir/count-text.ts";
import { UserError } from "../../pipeline/ir/user-error.ts";
import type { Command } from "../command.ts";
import { staleness, writeOutput } from "../compile/output.ts";
import type { LoadedBuilds } from "./load-builds.ts";
import { defaultFile, loadBuilds } from "./load-builds.ts";
import { requireEnvironment } from "./environments.ts";
import { mergeLoaded } from "./merge-loaded.ts";
import { sayFindings, textsOf } from "./say-findings.ts";
import { clockTime } from "./simulation-text.ts";

export const merge: Command = {
  usage: `usage: pollux cloudbuild merge [OPTION]...

Merges the configs that builds.ts names into one build, which keeps the order of each and runs side by side whatever may;
and writes what of it pull requests run: nothing is pushed, deployed or written to a cache. Exits with 1 if there are
errors, and then writes nothing.

  --builds FILE   what says which configs, and what they need of each other. Default: ${defaultFile}
  --out FILE      write the merged build there, - is stdout, and no other file. Default: the outputs that builds.ts names
  --check         write nothing; exit with 1 where an output is stale, and say where
  --env NAME      check with the values of this environment alone. Default: with those of each
  --json          print to stdout as JSON: findings, and how many errors and warnings`,
  run: async (argv) => {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        builds: { type: "string", default: defaultFile },
        out: { type: "string" },
        check: { type: "boolean", default: false },
        env: { type: "string" },
        json: { type: "boolean", default: false },
      },
    });
    if (values.json && values.out === "-") {
      throw new UserError(
        "WRONG_ARGUMENTS",
        "pollux cloudbuild merge: --json and --out - both go to stdout. Give one.",
      );
    }
    const loaded = await loadBuilds(values.builds);
    const { file } = loaded.source;
    if (values.env !== undefined) requireEnvironment(values.env, loaded.builds, file);
    const { merged, findings } = mergeLoaded(loaded, values.env);
    const checked = [{ file, format: "accepted", findings }] as const;
    if (values.json) process.stdout.write(findingsJson(checked));
    else sayFindings(findings, textsOf(loaded));
    const { errors, warnings } = tally(checked);
    if (errors + warnings > 0) {
      console.error(`${file}: ${count(errors, "error")}, ${count(warnings, "warning")}`);
    }
    if (merged === undefined) return 1;
    const { texts, withheld } = outputsOf(merged, { loaded, out: values.out });
    if (values.check) {
      const stale = [...texts].flatMap(([path, text]) => staleness(path, text) ?? []);
      for (const line of stale) console.error(line.replace("Compile it", "Merge it"));
      return stale.length > 0 ? 1 : 0;
    }
    for (const [path, text] of texts) {
      if (path === "-") process.stdout.write(text);
      else console.error(`${path}: ${writeOutput(path, text)}`);
    }
    for (const { step, what } of withheld)
      console.error(`  pull requests: ${step === "" ? "" : `${step} `}${what}`);
    console.error(summary(merged, loaded));
    return 0;
  },
};

function outputsOf(
  merged: MergedBuild,
  { loaded, out }: { readonly loaded: LoadedBuilds; readonly out: string | undefined },
): { readonly texts: ReadonlyMap<string, string>; readonly withheld: readonly Withheld[] } {
  const { builds, root } = loaded;
  const origin = `Made of the configs that builds.ts names, by pollux cloudbuild merge. Change those, not this.`;
  const pathOf = (output: string): string => relative(process.cwd(), join(root, output));
  const texts = new Map([[out ?? pathOf(builds.output), writeBuild(merged.build, origin)]]);
  if (out !== undefined || builds.pullRequestOutput === undefined) return { texts, withheld: [] };
  const pull = withholdPublishing(merged);
  if (pull.merged.steps.length === 0) {
    throw new UserError(
      "NOTHING_LEFT",
      `${loaded.source.file}: every step publishes, and a pull request would run none. Leave out pullRequestOutput.`,
    );
  }
  const comment = `${origin}\nIt is what pull requests run: what is known to publish is left out.`;
  texts.set(pathOf(builds.pullRequestOutput), writeBuild(pull.merged.build, comment));
  return { texts, withheld: pull.withheld };
}

function summary(merged: MergedBuild, { builds, components }: LoadedBuilds): string {
  const { total, serial, waves } = scheduleBuild(merged, builds.durations ?? {});
  const size = `${count(components.length, "component")}, ${count(merged.steps.length, "step")}`;
  const time = `critical path ${clockTime(total)}, one after another ${clockTime(serial)}`;
  return `${size} in ${count(waves.length, "wave")}; ${time}`;
}
