// What a task says of where its artifacts lie is believed only as far as the task itself could get.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { TaskExecutor } from "../../../pipeline/runner/index.ts";
import { temporaryFolder } from "../../scripts/temporary-folder.ts";
import { sandbox, small, task } from "./small-pipelines.ts";

const { run, root, executor: processes } = sandbox(temporaryFolder());
const outside = temporaryFolder();
writeFileSync(join(outside, "file"), "outside");

/** Its tasks see other files than the runner does, as in a container. */
const apart: TaskExecutor = { ...processes(), sharesFiles: false };

/** A task that runs the script and says this of its artifact; gives its content, or why it failed. */
async function made(
  said: object,
  { script = "true", executor = undefined as TaskExecutor | undefined } = {},
) {
  const spec = small({
    root: { dag: { tasks: { t: task("t") } } },
    sh: {
      t: {
        script: `${script}; printf %s "$1" > "$2"`,
        args: [
          JSON.stringify({ artifacts: { made: { artifacts: [said] } } }),
          "{{$.outputs.output_file}}",
          "{{$.outputs.artifacts['made'].path}}",
        ],
        outputs: { artifacts: { made: { artifactType: { schemaTitle: "system.Artifact" } } } },
      },
    },
  });
  const { tasks } = await run(spec, executor === undefined ? {} : { executor });
  const [result] = tasks;
  return result?.error ?? readFileSync(Object(result?.artifacts["made"]).path, "utf8");
}

test("a file that a process put elsewhere is copied to the artifact's place; a relative path starts where it ran", async () => {
  expect(await made({ custom_path: join(outside, "file") })).toBe("outside");
  expect(await made({ customPath: "here" }, { script: "echo mine > here" })).toBe("mine\n");
  expect(await made({ uri: join(outside, "file") })).toBe("outside");
});

test("nothing is copied to a place that the task was not told", async () => {
  const [from, to] = [join(outside, "file"), join(outside, "copy")];
  expect(await made({ uri: to, custom_path: from })).toBe(
    `its output artifact "made" cannot be copied from ${from} to ${to}: that is not its place. Give the path or the uri, not both.`,
  );
  expect(existsSync(to)).toBe(false);
});

test("what lies outside of the root is not taken from this machine for a task that does not see it", async () => {
  const file = join(outside, "file");
  const refused = (path: string) =>
    `its output artifact "made" is at ${path}, a place of its container alone. Write it to the path that it is given, which this machine sees too.`;
  const options = { executor: apart };
  expect(await made({ custom_path: file }, options)).toBe(refused(file));
  expect(await made({ uri: file }, options)).toBe(refused(file));
  expect(await made({ uri: `${root}/../../${file}` }, options)).toBe(refused(`${root}/../../${file}`));
  const linked = { script: `ln -s ${outside} link`, ...options };
  expect(await made({ custom_path: "link/file" }, linked)).toBe(refused(file));
  mkdirSync(join(outside, "artifacts"));
  const moved = {
    script: `rmdir "\${3%/*}"; ln -s ${outside}/artifacts "\${3%/*}"; echo mine > here`,
    ...options,
  };
  expect(await made({ custom_path: "here" }, moved)).toBe(refused(join(outside, "artifacts")));
  expect(existsSync(join(outside, "artifacts/made"))).toBe(false);
  expect(await made({ custom_path: "here" }, { script: "echo mine > here", ...options })).toBe("mine\n");
});
