// Components in Python as KFP's compilers write them, on the test environment: nothing is installed, nothing is fetched.
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { pythonEnvironment } from "../../../pipeline/environments/index.ts";
import type {
  ComponentSpec,
  Json,
  PipelineSpec,
  PipelineTaskSpec,
} from "../../../pipeline/ir/pipeline-spec.ts";
import { processExecutor, type RunOptions } from "../../../pipeline/runner/index.ts";
import { temporaryFolder } from "../../scripts/temporary-folder.ts";
import { installing, kfpPackage, running } from "./executors/python/kfp-command.ts";
import { constant, sandbox, small, task } from "./small-pipelines.ts";

const venv = resolve(".venv");
const box = sandbox(temporaryFolder());
const executor = processExecutor({ environments: [pythonEnvironment(venv)] });

interface Python {
  /** Defines the function `f`. */
  readonly source: string;
  readonly install?: string;
  readonly module?: Parameters<typeof running>[1];
  readonly component?: Partial<ComponentSpec>;
  readonly env?: readonly { readonly name: string; readonly value: string }[];
  readonly task?: PipelineTaskSpec;
}

const header = "import kfp\nfrom kfp import dsl\nfrom kfp.dsl import *\nfrom typing import *\n\n";
const outputDefinitions = { parameters: { Output: { parameterType: "STRING" } } } as const;

/** A pipeline of the one task `python`, whose function gives a text. */
function python({
  source,
  install = kfpPackage,
  module,
  component,
  env = [],
  ...given
}: Python): PipelineSpec {
  return small({
    root: { dag: { tasks: { python: given.task ?? task("python") } } },
    components: { python: { executorLabel: "python", outputDefinitions, ...component } },
    executors: {
      python: {
        container: {
          image: "python:3.11",
          command: ["sh", "-c", installing(install), ...running(source, module)],
          args: ["--executor_input", "{{$}}", "--function_to_execute", "f"],
          env,
          resources: { resourceCpuLimit: "2", resourceMemoryLimit: "1G" },
        },
      },
    },
  });
}

async function output(given: Python, options: Partial<RunOptions> = {}) {
  const { tasks, state, events } = await box.run(python(given), { executor, cache: false, ...options });
  const lines = events.flatMap((event) => (event.kind === "task-line" ? [event.line] : []));
  return { state, said: tasks[0]?.parameters.Output, error: tasks[0]?.error, lines };
}

test("a component runs without pip, and what Python compiles goes into the runs' root", async () => {
  const source = `${header}def f() -> str:\n    import sys\n    return sys.pycache_prefix\n`;
  const { state, said } = await output({ source });
  expect([state, said]).toEqual(["SUCCEEDED", join(box.root, "cache/python/compiled")]);
});

test("a component of KFP 1.8 runs with the SDK of today", async () => {
  const source = `\nimport kfp\nfrom kfp.v2 import dsl\nfrom kfp.v2.dsl import *\nfrom typing import *\n\ndef f() -> str:\n    return "kfp.v2 stays in text"\n`;
  const { said, error } = await output({
    source,
    install: "'kfp==1.8.19'",
    module: "kfp.v2.components.executor_main",
  });
  expect([said, error]).toEqual(["kfp.v2 stays in text", undefined]);
});

test("a package of another version is said in the log, and used", async () => {
  const { said, lines } = await output({
    source: `${header}def f() -> str:\n    import tqdm\n    return tqdm.__name__\n`,
    install: "'tqdm==1.0'",
  });
  expect(said).toBe("tqdm");
  expect(lines[0]).toMatch(
    /^pollux: the task asks for tqdm==1\.0; its environment has tqdm [\d.]+, which it gets\.$/,
  );
});

test("a package that is missing fails the task before it starts", async () => {
  const { state, error, lines } = await output({
    source: `${header}def f() -> str: ...\n`,
    install: "'no-such'",
  });
  expect([state, error, lines]).toEqual([
    "FAILED",
    `it needs no-such, which ${venv}/bin/python3 does not have. Install what is missing with: ` +
      `${venv}/bin/python3 -m pip install no-such.`,
    [],
  ]);
});

test("installing that is not understood is never run", async () => {
  const spec = small({
    root: { dag: { tasks: { python: task("python") } } },
    sh: { python: { script: "touch ran; pip install $WHAT" } },
  });
  const { tasks } = await box.run(spec, { cache: false });
  expect(tasks[0]?.error).toBe(
    'its command would install packages on this machine, and "pip install" stands where it is not understood. ' +
      "Install what it needs into the environment of its image, and take the installing out of the command, or run it in a container.",
  );
});

test("values arrive as what they are declared to be", async () => {
  const parameters = {
    i: { parameterType: "NUMBER_INTEGER" },
    x: { parameterType: "NUMBER_DOUBLE" },
    l: { parameterType: "LIST" },
    d: { parameterType: "STRUCT" },
    b: { parameterType: "BOOLEAN" },
    s: { parameterType: "STRING" },
  } as const;
  const values: { readonly [name: string]: Json } = {
    i: 3,
    x: 2,
    l: [1, 2.5, "a", null, [true]],
    d: { k: 1, inner: { x: 0.5 } },
    b: false,
    s: `it's "text" \\ $HOME`,
  };
  const { said } = await output({
    source: `${header}def f(i: int, x: float, l: list, d: dict, b: bool, s: str) -> str:\n    return repr((i, x, l, d, b, s))\n`,
    component: { inputDefinitions: { parameters } },
    task: task(
      "python",
      Object.fromEntries(Object.entries(values).map(([name, value]) => [name, constant(value)])),
    ),
  });
  expect(said).toBe(
    `(3, 2.0, [1, 2.5, 'a', None, [True]], {'k': 1, 'inner': {'x': 0.5}}, False, 'it\\'s "text" \\\\ $HOME')`,
  );
});

test("inputs and sources longer than a command line's arguments may be arrive whole", async () => {
  const { said } = await output({
    source: `${header}filler = "${"x".repeat(150_000)}"\ndef f(text: str) -> str:\n    return str(len(text) + len(filler))\n`,
    component: { inputDefinitions: { parameters: { text: { parameterType: "STRING" } } } },
    task: task("python", { text: constant("y".repeat(200_000)) }),
  });
  expect(said).toBe("350000");
});

test("artifacts that a task places itself do not get into the way of what is beside them", async () => {
  const { said } = await output({
    source: `${header}def f() -> str:\n    for name in ("work", "artifacts", "parameters", "log.txt"):\n        open(dsl.get_uri(name), "x").close()\n    return "placed"\n`,
  });
  expect(said).toBe("placed");
});

test("a task that ends without a word is not taken at KFP's", async () => {
  const { error } = await output({ source: `${header}def f() -> str:\n    import sys\n    sys.exit(3)\n` });
  expect(error).toBe("exit code 3, and it said nothing");
});

const configured = (applyToTask: boolean): Partial<Python> => ({
  env: [{ name: "MODE", value: "fast" }],
  component: {
    inputDefinitions: { parameters: { config: { parameterType: "TASK_CONFIG", isOptional: true } } },
    taskConfigPassthroughs: [{ field: "RESOURCES" }, { field: "ENV", applyToTask }],
  },
});

test.each([
  [true, "fast"],
  [false, "None"],
])(
  "a task is told its own configuration, which holds for itself as well if that is said: %s",
  async (applies, mode) => {
    const { said } = await output({
      source:
        `${header}def f(config: dsl.TaskConfig) -> str:\n    import os\n` +
        `    return f"{config.env} {config.resources} {config.tolerations} {os.environ.get('MODE')}"\n`,
      ...configured(applies),
      component: { ...configured(applies).component, outputDefinitions },
    });
    expect(said).toBe(
      `[{'name': 'MODE', 'value': 'fast'}] {'limits': {'cpu': '2', 'memory': '1G'}} None ${mode}`,
    );
  },
);
