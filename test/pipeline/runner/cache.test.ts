import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { CachingOptions, PipelineSpec } from "../../../pipeline/ir/pipeline-spec.ts";
import { temporaryFolder } from "../../scripts/temporary-folder.ts";
import { fromInput, sandbox, type ShComponent, small, task } from "./small-pipelines.ts";

const dataset = { artifactType: { schemaTitle: "system.Dataset" } } as const;
const on: CachingOptions = { enableCache: true };

const write: ShComponent = {
  script: 'printf %s "$1" > "$2"; printf %s "$1" > "$3"',
  args: [
    "{{$.inputs.parameters['text']}}",
    "{{$.outputs.artifacts['file'].path}}",
    "{{$.outputs.parameters['said'].output_file}}",
  ],
  inputs: { parameters: { text: { parameterType: "STRING" } } },
  outputs: { artifacts: { file: dataset }, parameters: { said: { parameterType: "STRING" } } },
};
const read: ShComponent = {
  script: 'cat "$1" > "$2"',
  args: ["{{$.inputs.artifacts['file'].path}}", "{{$.outputs.parameters['text'].output_file}}"],
  inputs: { artifacts: { file: dataset } },
  outputs: { parameters: { text: { parameterType: "STRING" } } },
};

/** `write` makes a file of a parameter, `read` reads it. */
function chain(caching: CachingOptions | undefined = on, changed: Partial<ShComponent> = {}): PipelineSpec {
  return small({
    root: {
      inputDefinitions: { parameters: { text: { parameterType: "STRING" } } },
      dag: {
        tasks: {
          write: task(
            "write",
            { text: fromInput("text") },
            caching === undefined ? {} : { cachingOptions: caching },
          ),
          read: task(
            "read",
            {},
            {
              cachingOptions: on,
              inputs: {
                artifacts: {
                  file: { taskOutputArtifact: { producerTask: "write", outputArtifactKey: "file" } },
                },
              },
            },
          ),
        },
      },
    },
    sh: { write: { ...write, ...changed }, read },
  });
}
const x = { parameters: { text: "x" } };
const states = (write: string, read: string) => ({ write, read });

test("a second run takes everything from the cache, with the same outputs", async () => {
  const { run } = sandbox(temporaryFolder());
  const first = await run(chain(), x);
  const second = await run(chain(), x);
  expect([first.states, second.states]).toEqual([
    states("SUCCEEDED", "SUCCEEDED"),
    states("CACHED", "CACHED"),
  ]);
  expect(second.state).toBe("SUCCEEDED");
  expect(
    second.tasks.map(({ cached, parameters, artifacts }) => ({ cached, parameters, artifacts })),
  ).toEqual(first.tasks.map(({ parameters, artifacts }) => ({ cached: true, parameters, artifacts })));
});

test("another value, another command line and another environment miss", async () => {
  const { run } = sandbox(temporaryFolder());
  await run(chain(), x);
  expect((await run(chain(), { parameters: { text: "y" } })).states).toEqual(
    states("SUCCEEDED", "SUCCEEDED"),
  );
  expect((await run(chain(on, { script: `${write.script} #` }), x)).states.write).toBe("SUCCEEDED");
  expect((await run(chain(on, { env: { A: "1" } }), x)).states.write).toBe("SUCCEEDED");
  expect((await run(chain(), x)).states).toEqual(states("CACHED", "CACHED"));
});

test("code that changed behind the image misses", async () => {
  const { run, folder } = sandbox(temporaryFolder());
  const code = join(folder, "containers/sh/code");
  mkdirSync(code);
  writeFileSync(join(code, "a.py"), "1");
  await run(chain(), x);
  writeFileSync(join(code, "a.py"), "2");
  expect((await run(chain(), x)).states).toEqual(states("SUCCEEDED", "SUCCEEDED"));
  writeFileSync(join(code, "a.py"), "1");
  expect((await run(chain(), x)).states).toEqual(states("CACHED", "CACHED"));
});

test.each([
  ["absent", undefined],
  ["off", {}],
])("a task whose caching is %s runs again, and so does what reads its artifact", async (_, caching) => {
  const { run } = sandbox(temporaryFolder());
  await run(chain(caching ?? {}), x);
  expect((await run(chain(caching ?? {}), x)).states).toEqual(states("SUCCEEDED", "SUCCEEDED"));
});

test("without the cache nothing is taken from it and nothing put into it", async () => {
  const { run, root } = sandbox(temporaryFolder());
  await run(chain(), { ...x, cache: false });
  expect(existsSync(join(root, "cache"))).toBe(false);
  await run(chain(), x);
  expect((await run(chain(), { ...x, cache: false })).states).toEqual(states("SUCCEEDED", "SUCCEEDED"));
});

test("a key of the pipeline's own stands for everything else", async () => {
  const { run } = sandbox(temporaryFolder());
  await run(chain({ ...on, cacheKey: "mine" }), x);
  const second = await run(chain({ ...on, cacheKey: "mine" }), { parameters: { text: "y" } });
  expect(second.states.write).toBe("CACHED");
  expect((await run(chain({ ...on, cacheKey: "other" }), x)).states.write).toBe("SUCCEEDED");
});

test("an entry whose artifact is gone, or that is no JSON, does not count", async () => {
  const { run, root } = sandbox(temporaryFolder());
  const first = await run(chain(), x);
  rmSync(join(root, "runs", first.runId, "tasks/write/artifacts/file"));
  expect((await run(chain(), x)).states).toEqual(states("SUCCEEDED", "SUCCEEDED"));
  for (const entry of readdirSync(join(root, "cache")))
    writeFileSync(join(root, "cache", entry), '{"version": 1');
  expect((await run(chain(), x)).states).toEqual(states("SUCCEEDED", "SUCCEEDED"));
});

test("an entry whose folder lost a file, or has one cut short, does not count", async () => {
  const { run, root } = sandbox(temporaryFolder());
  const folder = chain(on, { script: 'mkdir "$2"; echo long > "$2/a"; echo long > "$2/b"; echo > "$3"' });
  const write = async () => {
    const { runId, states } = await run(folder, x);
    return { state: states.write, at: join(root, "runs", runId, "tasks/write/artifacts/file") };
  };
  const first = await write();
  expect((await write()).state).toBe("CACHED");
  rmSync(join(first.at, "a"));
  const second = await write();
  writeFileSync(join(second.at, "b"), "lo");
  const third = await write();
  expect([second.state, third.state, (await write()).state]).toEqual(["SUCCEEDED", "SUCCEEDED", "CACHED"]);
});

test.each([
  ["without outputs", { outputs: null }],
  ["whose artifacts are no lists", { outputs: { parameters: {}, artifacts: { file: null } } }],
  ["of another version", { version: 1 }],
])("an entry %s does not count", async (_, wrong) => {
  const { run, root } = sandbox(temporaryFolder());
  await run(chain(), x);
  for (const name of readdirSync(join(root, "cache"))) {
    const file = join(root, "cache", name);
    writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, "utf8")), ...wrong }));
  }
  expect((await run(chain(), x)).states).toEqual(states("SUCCEEDED", "SUCCEEDED"));
});

test("failures are not kept", async () => {
  const { run, root } = sandbox(temporaryFolder());
  const failing = chain(on, { script: "exit 1" });
  await run(failing, x);
  expect((await run(failing, x)).states.write).toBe("FAILED");
  expect(existsSync(join(root, "cache"))).toBe(false);
});

test("runs at the same time share a root without spoiling the cache", async () => {
  const { run, root } = sandbox(temporaryFolder());
  const results = await Promise.all(Array.from({ length: 6 }, () => run(chain(), x)));
  expect(new Set(results.map(({ state }) => state))).toEqual(new Set(["SUCCEEDED"]));
  const entries = readdirSync(join(root, "cache"));
  for (const entry of entries) JSON.parse(readFileSync(join(root, "cache", entry), "utf8"));
  expect(entries.every((entry) => entry.endsWith(".json"))).toBe(true);
  expect((await run(chain(), x)).states).toEqual(states("CACHED", "CACHED"));
});

test("a group whose tasks all came from the cache says so", async () => {
  const { run } = sandbox(temporaryFolder());
  const spec = small({
    root: { dag: { tasks: { group: task("group") } } },
    components: { group: { dag: { tasks: { hello: task("hello", {}, { cachingOptions: on }) } } } },
    sh: { hello: { script: "true" } },
  });
  await run(spec);
  const { state, states } = await run(spec);
  expect({ state, states }).toEqual({
    state: "SUCCEEDED",
    states: { group: "CACHED", "group/hello": "CACHED" },
  });
});
