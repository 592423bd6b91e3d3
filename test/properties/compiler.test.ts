// What holds for every pipeline that can be written down.
import fc from "fast-check";
import { expect, test } from "vitest";
import { compile } from "../../pipeline/compiler/compile.ts";
import { readPipelineFile, writePipelineFile } from "../../pipeline/ir/pipeline-file.ts";
import type {
  ComponentSpec,
  DagSpec,
  PipelineSpec,
  PipelineTaskSpec,
} from "../../pipeline/ir/pipeline-spec.ts";
import { pipelineSpecProblems } from "../../pipeline/ir/validate.ts";
import { readYaml, writeYaml } from "../../pipeline/ir/yaml.ts";
import { anyPipeline, statements } from "./any-pipeline.ts";

const compiled = statements.map((body) => compile(anyPipeline(body)).pipeline);

function dagsOf(spec: PipelineSpec): readonly { readonly component: ComponentSpec; readonly dag: DagSpec }[] {
  return [spec.root, ...Object.values(spec.components ?? {})].flatMap((component) =>
    component.dag ? [{ component, dag: component.dag }] : [],
  );
}

test("every pipeline compiles to IR in which all references lead somewhere", () => {
  fc.assert(fc.property(compiled, (spec) => void expect(pipelineSpecProblems(spec)).toEqual([])));
});

test("every task is given what its component cannot do without, and nothing twice", () => {
  fc.assert(
    fc.property(compiled, (spec) => {
      for (const { dag } of dagsOf(spec)) {
        for (const task of Object.values(dag.tasks)) {
          const inputs = spec.components?.[task.componentRef.name]?.inputDefinitions?.parameters ?? {};
          const needed = Object.keys(inputs).filter((name) => !inputs[name]?.isOptional);
          const item = task.parameterIterator?.itemInput;
          const given = [
            ...Object.keys(task.inputs?.parameters ?? {}),
            ...(item === undefined ? [] : [item]),
          ];
          expect(given).toEqual(expect.arrayContaining(needed));
          expect(new Set(given).size).toBe(given.length);
        }
      }
    }),
  );
});

test("a task waits for whatever makes its inputs, and never for itself", () => {
  fc.assert(
    fc.property(compiled, (spec) => {
      for (const { dag } of dagsOf(spec)) {
        for (const task of Object.values(dag.tasks)) {
          expect(task.dependentTasks ?? []).toEqual(expect.arrayContaining([...producersOf(task)]));
        }
        expect(cycleIn(dag)).toBeUndefined();
      }
    }),
  );
});

test("the same pipeline gives the same bytes, which are read back as what was written", () => {
  fc.assert(
    fc.property(statements, (body) => {
      const [one, two] = [1, 2].map(() => writePipelineFile(compile(anyPipeline(body))));
      expect(one).toBe(two);
      const { pipeline: read } = readPipelineFile(one ?? "", "any.yaml");
      expect(writePipelineFile({ pipeline: read })).toBe(one);
    }),
    { numRuns: 50 },
  );
});

test("any JSON survives being written as YAML", () => {
  const json = fc.jsonValue({ maxDepth: 4, stringUnit: "binary" });
  fc.assert(
    fc.property(json, (value) => {
      expect(readYaml(writeYaml(value), "any.yaml")).toEqual([value]);
    }),
  );
});

function producersOf(task: PipelineTaskSpec): readonly string[] {
  return Object.values(task.inputs?.parameters ?? {}).flatMap(
    ({ taskOutputParameter: output, taskFinalStatus: status }) =>
      output?.producerTask ?? status?.producerTask ?? [],
  );
}

/** The name of a task that waits for itself, by whatever way. */
function cycleIn({ tasks }: DagSpec): string | undefined {
  const done = new Set<string>();
  const visit = (name: string, path: readonly string[]): string | undefined => {
    if (path.includes(name)) return name;
    if (done.has(name)) return undefined;
    done.add(name);
    return (tasks[name]?.dependentTasks ?? [])
      .map((upstream) => visit(upstream, [...path, name]))
      .find((found) => found !== undefined);
  };
  return Object.keys(tasks)
    .map((name) => visit(name, []))
    .find((found) => found !== undefined);
}
