// pollux template: pipelines in a repository of Artifact Registry.
import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { UserError } from "../../pipeline/ir/user-error.ts";
import type { Command } from "../command.ts";
import { quietMetadataLookup } from "../vertex/quiet-metadata-lookup.ts";
import { alignedLines } from "../terminal/table.ts";

export const template: Command = {
  usage: `usage: pollux template upload FILE.ts[#EXPORT]|IR.yaml REPOSITORY [--tag TAG]... [--json]
       pollux template list REPOSITORY [PIPELINE] [--json]

Keeps compiled pipelines in a repository of Artifact Registry of the format kfp: REPOSITORY is
https://REGION-kfp.pkg.dev/PROJECT/REPOSITORY. "upload" prints the address of the version, which pollux submit takes;
with a tag, that may stand in the version's place. "list" shows the pipelines of a repository, or one's versions.

  --tag TAG               of the version; a tag that another version has moves to it
  --json                  print to stdout as JSON`,
  run: async (argv) => {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        tag: { type: "string", multiple: true, default: [] },
        json: { type: "boolean", default: false },
      },
    });
    quietMetadataLookup();
    const [action, first, second, ...more] = positionals;
    if (action === "upload" && first !== undefined && second !== undefined && more.length === 0) {
      return upload(first, second, values);
    }
    if (action === "list" && first !== undefined && more.length === 0)
      return list(first, second, values.json);
    throw new UserError(
      "WRONG_ARGUMENTS",
      "pollux template: says not what to do. Write upload IR.yaml REPOSITORY, or list REPOSITORY [PIPELINE].",
    );
  },
};

async function upload(
  reference: string,
  repository: string,
  { tag, json }: { readonly tag: readonly string[]; readonly json: boolean },
): Promise<number> {
  const { uploadTemplate } = await import("../../pipeline/vertex/templates/index.ts");
  const uploaded = await uploadTemplate(repository, { text: await templateText(reference), tags: tag });
  const tagged = tag.length === 0 ? "" : `, tagged ${tag.join(", ")}`;
  console.error(`${uploaded.package}: version ${uploaded.version}${tagged}`);
  console.log(json ? JSON.stringify(uploaded, null, 2) : uploaded.url);
  return 0;
}

/** A file goes as it is, so that the same file is the same version; but one that cannot run there does not. */
async function templateText(reference: string): Promise<string> {
  const { loadPipelineFile } = await import("../load-pipeline.ts");
  const { checkTarget } = await import("../../pipeline/compiler/check-target.ts");
  const { CompileError } = await import("../../pipeline/compiler/problem.ts");
  const file = await loadPipelineFile(reference);
  const refused = checkTarget(file, "vertex");
  if (refused.length > 0) throw new CompileError(refused);
  if (/\.ya?ml$/i.test(reference) && file.job === undefined) return readFile(reference, "utf8");
  const { writePipelineFile } = await import("../../pipeline/ir/pipeline-file.ts");
  return writePipelineFile(file);
}

async function list(repository: string, name: string | undefined, json: boolean): Promise<number> {
  const { listTemplates, listVersions } = await import("../../pipeline/vertex/templates/index.ts");
  const found = name === undefined ? await listTemplates(repository) : await listVersions(repository, name);
  if (json) {
    console.log(JSON.stringify(found, null, 2));
    return 0;
  }
  const rows = found.map((item) =>
    "version" in item
      ? [item.version, item.tags.join(", "), item.createTime ?? ""]
      : [item.package, item.updateTime ?? ""],
  );
  const heading = name === undefined ? ["PIPELINE", "UPDATED"] : ["VERSION", "TAGS", "CREATED"];
  if (rows.length === 0) console.error("there are none");
  else for (const line of alignedLines([heading, ...rows])) console.log(line);
  return 0;
}
