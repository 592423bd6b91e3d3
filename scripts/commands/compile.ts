// pollux compile: pipelines in TypeScript in, IR YAML out.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { registry } from "../../components/images.ts";
import { checkTarget, isTarget, type Target, targetNames } from "../../pipeline/compiler/check-target.ts";
import { compile as compilePipeline } from "../../pipeline/compiler/compile.ts";
import { CompileError } from "../../pipeline/compiler/problem.ts";
import { type Digests, pinImages } from "../../pipeline/compiler/pin-images.ts";
import { replaceRegistry } from "../../pipeline/compiler/replace-registry.ts";
import { type PipelineFile, writePipelineFile } from "../../pipeline/ir/pipeline-file.ts";
import type { PipelineSpec } from "../../pipeline/ir/pipeline-spec.ts";
import { UserError } from "../../pipeline/ir/user-error.ts";
import type { Command } from "../command.ts";
import { readDigests } from "../compile/digests.ts";
import { outputPath, requireDistinct, staleness, writeOutput } from "../compile/output.ts";
import { loadPipeline, loadPipelineModule } from "../pipeline-module.ts";

export const compile: Command = {
  usage: `usage: pollux compile [FILE.ts[#EXPORT]]... [--out PATH] [--check] [--registry PREFIX]
                      [--digests FOLDER] [--target NAME]

Compiles pipelines to IR YAML, which Vertex AI Pipelines and Kubeflow Pipelines run.
Without a file: every pipeline of the folder pipeline/.

  FILE.ts[#EXPORT]   the file's default export if that is a pipeline, else its only pipeline; or the one named
  --out PATH         write to this file, into this folder, or to stdout if it is "-"; otherwise beside FILE.ts
  --check            write nothing; exit 1 and say where if what is there is not what would be written
  --registry PREFIX  take our images from this registry instead of ${registry}
  --digests FOLDER   name our images by digest, from what their builds left there: NAME.json for each, with the fields
                     containerimage.digest and image.name, as docker buildx --metadata-file writes them
  --target NAME      refuse what vertex, or kubeflow, would refuse; without it both are left to say so themselves`,
  run: async (argv) => {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        out: { type: "string" },
        check: { type: "boolean" },
        registry: { type: "string" },
        digests: { type: "string" },
        target: { type: "string" },
      },
    });
    const backend = requireTarget(values.target);
    if (values.check && values.out === "-") {
      throw new UserError("NOTHING_TO_CHECK", "pollux compile: --check compares files. Leave out --out -.");
    }
    const targets = positionals.length > 0 ? positionals : await ourPipelines();
    const outputs = targets.map((target) => outputPath(target, values.out));
    requireDistinct(outputs);
    const images = {
      registry: values.registry?.replace(/\/+$/, "") ?? registry,
      ...(values.digests !== undefined && { digests: readDigests(values.digests) }),
    };

    let stale = false;
    for (const [index, target] of targets.entries()) {
      const file = await compileTarget(target, images);
      const refused = backend === undefined ? [] : checkTarget(file, backend);
      if (refused.length > 0) throw new CompileError(refused);
      const text = writePipelineFile(file);
      const path = outputs[index] ?? "-";
      if (values.check) {
        const difference = staleness(path, text);
        console.error(difference ?? `${path}: up to date`);
        stale ||= difference !== undefined;
      } else if (path === "-") {
        process.stdout.write(text);
      } else {
        console.error(`${path}: ${writeOutput(path, text)}, ${summary(file.pipeline)}`);
      }
    }
    return stale ? 1 : 0;
  },
};

function requireTarget(name: string | undefined): Target | undefined {
  if (name === undefined || isTarget(name)) return name;
  throw new UserError(
    "UNKNOWN_TARGET",
    `pollux compile: there is no target "${name}". Give one of: ${targetNames.join(", ")}.`,
  );
}

interface Images {
  readonly registry: string;
  readonly digests?: Digests;
}

async function compileTarget(target: string, images: Images): Promise<PipelineFile> {
  const file = compilePipeline(await loadPipeline(target));
  const { digests } = images;
  const pipeline =
    images.registry === registry ? file.pipeline : replaceRegistry(file.pipeline, registry, images.registry);
  return {
    ...file,
    pipeline: digests === undefined ? pipeline : pinImages(pipeline, digests, images.registry),
  };
}

async function ourPipelines(): Promise<readonly string[]> {
  const folder = "pipeline";
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".ts")) : [];
  const modules = await Promise.all(files.sort().map((name) => loadPipelineModule(join(folder, name))));
  const found = modules.filter(({ pipelines }) => pipelines.size > 0).map(({ file }) => file);
  if (found.length > 0) return found;
  throw new UserError(
    "NO_PIPELINE",
    `${folder}/: holds no pipeline here. Give a file, as pollux compile FILE.ts.`,
  );
}

/** The tasks that do something, as the author wrote them: groups are not counted. */
function summary({ pipelineInfo, root, components = {} }: PipelineSpec): string {
  const tasks = [root, ...Object.values(components)]
    .flatMap(({ dag }) => Object.values(dag?.tasks ?? {}))
    .filter(({ componentRef }) => components[componentRef.name]?.dag === undefined);
  return `pipeline ${pipelineInfo.name}, ${tasks.length} ${tasks.length === 1 ? "task" : "tasks"}`;
}
