// A run goes on after somebody has removed what its tasks had made.
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { resumeRun } from "../../../pipeline/runner/index.ts";
import { readRun } from "../../../pipeline/runner/record/read-run.ts";
import { temporaryFolder } from "../../scripts/temporary-folder.ts";
import { constant, sandbox, type ShComponent, small, task } from "./small-pipelines.ts";

const made = { artifacts: { made: { artifactType: { schemaTitle: "system.Artifact" } } } } as const;
const folderInput = { parameters: { folder: { parameterType: "STRING" } } } as const;
const folderArg = "{{$.inputs.parameters['folder']}}";
const input = "{{$.inputs.artifacts['made'].path}}";

/** Says that it ran, and makes a file. */
const make: ShComponent = {
  script: 'echo make >> "$1/said"; echo data > "$2"',
  args: [folderArg, "{{$.outputs.artifacts['made'].path}}"],
  inputs: folderInput,
  outputs: made,
};
/** Says that it ran, and makes nothing but metadata. */
const note: ShComponent = { ...make, script: 'echo note >> "$1/said"' };
const read: ShComponent = {
  script: 'echo read >> "$1/said"; cat "$2"',
  args: [folderArg, input],
  inputs: { ...folderInput, ...made },
};
/** Fails while there is a file `broken`. */
const last: ShComponent = {
  script: 'echo last >> "$1/said"; [ ! -e "$1/broken" ]; cat "$2"',
  args: [folderArg, input],
  inputs: { ...folderInput, ...made },
};

function place() {
  const { run, folder, root, executor } = sandbox(temporaryFolder());
  const where = { folder: constant(folder) };
  const ofMake = {
    inputs: {
      artifacts: { made: { taskOutputArtifact: { producerTask: "make", outputArtifactKey: "made" } } },
    },
  };
  const spec = small({
    root: {
      dag: {
        tasks: {
          make: task("make", where),
          note: task("note", where),
          read: task("read", where, ofMake),
          last: task("last", where, { ...ofMake, dependentTasks: ["read", "note"] }),
        },
      },
    },
    sh: { make, note, read, last },
  });
  writeFileSync(join(folder, "broken"), "");
  const runFolder = join(root, "runs/r");
  const said = (): readonly string[] => {
    const lines = readFileSync(join(folder, "said"), "utf8").trim().split("\n").sort();
    rmSync(join(folder, "said"));
    return lines;
  };
  return {
    root,
    said,
    journal: join(runFolder, "events.jsonl"),
    begin: () => run(spec, { runId: "r", cache: false }),
    mend: () => rmSync(join(folder, "broken")),
    lose: () => rmSync(join(runFolder, "tasks/make/artifacts/made")),
    resume: () => resumeRun({ root, runId: "r", executor: executor(), cache: false }),
  };
}

test("a task whose artifact is gone runs again, and what waited for it; metadata alone holds", async () => {
  const { begin, mend, lose, resume, said } = place();
  expect((await begin()).state).toBe("FAILED");
  expect(said()).toEqual(["last", "make", "note", "read"]);
  mend();
  lose();
  expect((await resume()).state).toBe("SUCCEEDED");
  expect(said()).toEqual(["last", "make", "read"]);
  expect((await resume()).state).toBe("SUCCEEDED");
});

test("so it is in a run whose runner was killed, before and while it goes on", async () => {
  const { begin, mend, lose, resume, said, journal } = place();
  await begin();
  said();
  mend();
  const cutAfter = (pattern: RegExp) => {
    const lines = readFileSync(journal, "utf8").split("\n");
    const end = lines.findLastIndex((line) => pattern.test(line));
    writeFileSync(journal, `${lines.slice(0, end + 1).join("\n")}\n`);
  };
  cutAfter(/"task-finished".*"path":"read"/);
  lose();
  expect((await resume()).state).toBe("SUCCEEDED");
  expect(said()).toEqual(["last", "make", "read"]);
  // Killed while `make` ran again, when its half-written file was there already.
  cutAfter(/"task-started".*"path":"make"/);
  expect((await resume()).state).toBe("SUCCEEDED");
  expect(said()).toEqual(["last", "make", "read"]);
});

test("what is reported of a run does not depend on whether its files are there", async () => {
  const { begin, lose, root } = place();
  await begin();
  const before = readRun(root, "r");
  lose();
  expect(readRun(root, "r")).toEqual(before);
});
