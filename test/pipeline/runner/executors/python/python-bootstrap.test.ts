import { expect, test } from "vitest";
import {
  BootstrapError,
  readBootstrap,
} from "../../../../../pipeline/runner/executors/python/python-bootstrap.ts";
import { installing, inVirtualEnvironment, kfpPackage, running } from "./kfp-command.ts";

const source = "def f(): pass\n";
const args = ["--executor_input", "{}", "--function_to_execute", "f"];
const kfp = ["kfp==2.15.2", 'typing-extensions>=3.7.4,<5; python_version<"3.9"'];
const call = (module: Parameters<typeof running>[1] = "kfp.dsl.executor_main") => ({
  kind: "function",
  source,
  module,
  args,
  line: [...running(source, module), ...args],
});

test.each<readonly [string, string, readonly string[], readonly string[]]>([
  ["KFP alone", installing(kfpPackage), kfp, []],
  ["KFP in a virtual environment", inVirtualEnvironment, kfp, []],
  [
    "packages before KFP",
    installing("'pandas==2.2.0' 'x[y]>=2'", kfpPackage),
    ["pandas==2.2.0", "x[y]>=2", ...kfp],
    [],
  ],
  ["packages after KFP", installing(kfpPackage, "'minio'"), [...kfp, "minio"], []],
  [
    "another index",
    installing(`--index-url https://a/simple --trusted-host https://a/simple 'yapf'`),
    ["yapf", "kfp"],
    ["--index-url https://a/simple", "--trusted-host https://a/simple"],
  ],
  [
    "KFP from its repository",
    installing("'git+https://github.com/kubeflow/pipelines.git@refs/pull/1/merge#subdirectory=sdk/python'"),
    ["kfp @ git+https://github.com/kubeflow/pipelines.git@refs/pull/1/merge#subdirectory=sdk/python"],
    [],
  ],
  [
    "a wheel and an egg",
    installing("'./dist/foo_bar-1.2-py3-none-any.whl' 'git+https://x.y/z#egg=zed' 'kfp>=2'"),
    ["foo_bar @ ./dist/foo_bar-1.2-py3-none-any.whl", "zed @ git+https://x.y/z#egg=zed", "kfp>=2"],
    [],
  ],
])("a component's installing is taken off and read: %s", (_, script, requirements, indexOptions) => {
  const bootstrap = readBootstrap(["sh", "-c", script, ...running(source), ...args]);
  expect(bootstrap).toEqual({ command: call(), requirements, indexOptions });
});

test("a component of KFP 1.8 is understood as well", () => {
  const line = [
    "sh",
    "-c",
    installing("'kfp==1.8.19'"),
    ...running(source, "kfp.v2.components.executor_main"),
  ];
  const command = call("kfp.v2.components.executor_main");
  expect(readBootstrap([...line, ...args])).toEqual({
    command,
    requirements: ["kfp==1.8.19"],
    indexOptions: [],
  });
});

test("a component that installs nothing needs KFP all the same", () => {
  const bootstrap = readBootstrap([...running(source), ...args]);
  expect(bootstrap).toEqual({ command: call(), requirements: ["kfp"], indexOptions: [] });
});

test("what a script does after it has installed is left of it", () => {
  const script =
    "# What it needs\nset -e\npip install -q \\\n  pandas\nexport MODE='a b'\npython3 main.py \"$@\" | tee log";
  expect(readBootstrap(["bash", "-c", script, "main", "--x", "1"])).toEqual({
    command: {
      kind: "plain",
      line: ["bash", "-c", "set -e\nexport MODE='a b'\npython3 main.py \"$@\" | tee log", "main", "--x", "1"],
    },
    requirements: ["pandas"],
    indexOptions: [],
  });
});

test.each<readonly [string, readonly string[], readonly string[]]>([
  ["flags of their own", ["sh", "-e", "-c", "pip install foo; run"], ["sh", "-e", "-c", "run"]],
  [
    "flags with values",
    ["bash", "-euo", "pipefail", "-c", "pip install foo\nrun", "x"],
    ["bash", "-euo", "pipefail", "-c", "run", "x"],
  ],
  ["flags after -c", ["bash", "-c", "-e", "pip install foo\nrun"], ["bash", "-c", "-e", "run"]],
  ["a long flag", ["bash", "--login", "-c", "pip install foo\nrun"], ["bash", "--login", "-c", "run"]],
  [
    "env before them",
    ["/usr/bin/env", "-u", "X", "A=1", "/bin/bash", "-c", "pip install foo && run"],
    ["/usr/bin/env", "-u", "X", "A=1", "/bin/bash", "-c", "run"],
  ],
  [
    "nothing but their arguments to run",
    ["env", "A=1", "bash", "-ec", 'pip install foo && "$0" "$@"', "run", "x"],
    ["env", "A=1", "run", "x"],
  ],
])("a shell's script is found behind: %s", (_, line, left) => {
  expect(readBootstrap(line)).toEqual({
    command: { kind: "plain", line: left },
    requirements: ["foo"],
    indexOptions: [],
  });
});

test.each([
  [["pip", "install", "foo"]],
  [["/opt/bin/pip3.11", "--proxy", "http://x", "install", "foo"]],
  [["python3", "-m", "pip", "install", "-q", "foo"]],
  [["sh", "-c", "pip \\\n install foo"]],
  [["sh", "-c", "pip --proxy X install foo"]],
  [["sh", "-c", "pip 'install' foo"]],
  [["sh", "-c", "python3 -mpip install foo"]],
  [["sh", "-c", "A=1 python3 -u -Im pip install foo"]],
])("what does nothing but install does nothing here: %j", (line) => {
  expect(readBootstrap(line)).toEqual({
    command: { kind: "plain", line: ["sh", "-c", ""] },
    requirements: ["foo"],
    indexOptions: [],
  });
});

test.each([
  [["sh", "-c", "echo 'to mend it: pip install foo' >&2; exit 3"]],
  [["sh", "-c", "run # pip install foo\n# and apt-get install bar\nrun"]],
  [["sh", "-c", 'run || { echo "no jq (apt-get install jq)"; exit 1; }']],
  [["sh", "-c", "cat <<EOF\npip install foo\nit's that\nEOF\nrun"]],
  [["sh", "-c", "grep pip install.log && pip list && uv pip list && uv run train add"]],
  [["sh", "-c", "pip show install"]],
  [["echo", "pip", "install"]],
  [["sh", "-c", 'echo "$0" && ls', "x"]],
  [["python3", "-c", "import os; os.system('pip install x')"]],
  [["sh", "-c", "$0", "pip install x"]],
])("a command line that installs nothing stays as it is: %j", (line) => {
  expect(readBootstrap(line)).toEqual({
    command: { kind: "plain", line },
    requirements: [],
    indexOptions: [],
  });
});

test.each([
  ["test -f x || pip install y && run", '"pip install" stands where it is not understood'],
  ["pip install $PACKAGES && run", '"pip install" stands where it is not understood'],
  ["pip install `cat list` && run", '"pip install" stands where it is not understood'],
  ["run; pip install y", '"pip install" stands where it is not understood'],
  ["if true; then\npip install y\nfi", '"pip install" stands where it is not understood'],
  ["pip uninstall -y pandas", '"pip uninstall" stands where it is not understood'],
  ["pip install a && apt-get install -y jq && run", '"apt-get install" stands where it is not understood'],
  ["x=$(pip install y)", '"pip install" stands where it is not understood'],
  ['echo "`pip install y`"', '"pip install" stands where it is not understood'],
  ['echo "it\'s $(sudo -u me pip install y)"', '"pip install" stands where it is not understood'],
  ["f() { pip install y; }; f", '"pip install" stands where it is not understood'],
  ["case x in x) pip install y ;; esac", '"pip install" stands where it is not understood'],
  ["(cd x && pip 2>&1 install y)", '"pip install" stands where it is not understood'],
  ["cat <<E\nit's\nE\ncat list | xargs pip install", '"pip install" stands where it is not understood'],
  ["echo $((1 << 2))\npip install y", '"pip install" stands where it is not understood'],
  ["cd x; bash -lc 'pip install y'", '"pip install" stands where it is not understood'],
  ["cd x; eval 'pip install y'", '"pip install" stands where it is not understood'],
  ["apt-get -o A=b install jq", '"apt-get install" stands where it is not understood'],
  ["uv pip install foo", '"pip install" stands where it is not understood'],
  ["python3 -m ensurepip && run", '"ensurepip" stands where it is not understood'],
  ["pip install -r requirements.txt && run", 'pip\'s option "-r" is not understood'],
  ["pip install -e . && run", 'pip\'s option "-e" is not understood'],
  ["pip install https://me:secret@x.y/z && run", 'which package "https://***@x.y/z" is cannot be told'],
])("installing that cannot be told is refused, never run: %s", (script, message) => {
  expect(() => readBootstrap(["sh", "-c", script])).toThrow(message);
});

test.each([
  ["pip " + "-pip ".repeat(24_000)],
  ["sudo " + "pip ".repeat(24_000)],
  ["eval ".repeat(24_000)],
  ["$(".repeat(48_000)],
  ["\"$'\\'".repeat(24_000)],
  ["pip list; ".repeat(12_000) + "pip install foo"],
  ['if ! [ -x "$(command -v pip)" ]; then\n python3 -m ensurepip' + " ".repeat(100_000)],
])("a long script is read at once: %#", (script) => {
  const before = performance.now();
  try {
    readBootstrap(["sh", "-c", script]);
  } catch (error) {
    expect(error).toBeInstanceOf(BootstrapError);
  }
  expect(performance.now() - before).toBeLessThan(1_000);
});
