import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { ComponentSpec, PipelineSpec, PipelineTaskSpec } from "../../../pipeline/ir/pipeline-spec.ts";
import { temporaryFolder } from "../../scripts/temporary-folder.ts";
import { sandbox, small, task } from "./small-pipelines.ts";

const { run, root } = sandbox(temporaryFolder());

/** A task in so many DAGs, each in the one before. */
function nested(depth: number, name: string, more: Partial<PipelineTaskSpec> = {}): PipelineSpec {
  const components: { [name: string]: ComponentSpec } = {};
  for (let level = 1; level < depth; level += 1) {
    components[`in-${level}`] = {
      dag: { tasks: { [name]: task(level === depth - 1 ? "last" : `in-${level + 1}`, {}, more) } },
    };
  }
  return small({
    root: { dag: { tasks: { [name]: task("in-1", {}, more) } } },
    components,
    sh: { last: { script: "true" } },
  });
}

test("DAGs nested too deep are refused before anything starts", async () => {
  for (const depth of [502, 2_000, 20_000]) {
    await expect(run(nested(depth, "a"), { runId: "deep" })).rejects.toMatchObject({
      code: "PIPELINE_INVALID",
      message: "small: its DAGs are nested more than 500 deep. Nest fewer.",
    });
  }
  expect(existsSync(join(root, "runs/deep"))).toBe(false);
});

test("DAGs nested as deep as they may be run", async () => {
  const { state } = await run(nested(501, "a"));
  expect(state).toBe("SUCCEEDED");
});

test("tasks whose names make too long a path are refused before anything starts", async () => {
  const name = "n".repeat(190);
  await expect(run(nested(22, name), { runId: "long" })).rejects.toMatchObject({
    code: "PIPELINE_INVALID",
    message: `small: the names of the task "${name}" and of those around it make a path of ${
      22 * 191 + Buffer.byteLength(root) + 420
    } bytes, and there are 4095. Shorten them, or --root.`,
  });
  expect(existsSync(join(root, "runs/long"))).toBe(false);
  expect((await run(nested(18, name))).state).toBe("SUCCEEDED");
});

test("a component that is found deep and shallow counts with its greatest depth", async () => {
  const spec = nested(520, "a");
  const dag = { tasks: { ...spec.root.dag?.tasks, shallow: task("in-300") } };
  await expect(run({ ...spec, root: { dag } })).rejects.toMatchObject({ code: "PIPELINE_INVALID" });
  const shallowFirst = { tasks: { shallow: task("in-300"), ...spec.root.dag?.tasks } };
  await expect(run({ ...spec, root: { dag: shallowFirst } })).rejects.toMatchObject({
    code: "PIPELINE_INVALID",
  });
});
