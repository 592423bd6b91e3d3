// Writes a pipeline of the benchmark as a Python module for kfp's SDK: the same calls in the same order.
import type { BenchPipeline, Call, Value } from "./shapes.ts";

export function writePython({ name, components, inner, calls }: BenchPipeline): string {
  return [
    "from kfp import dsl",
    ...components.map(componentText),
    ...(inner ? [pipelineText(inner.name, inner.name, inner.calls, true)] : []),
    pipelineText(name, "bench", calls, false),
  ].join("\n\n");
}

function componentText(name: string): string {
  return `
@dsl.container_component
def ${name}(text: str, result: dsl.OutputPath(str)):
    return dsl.ContainerSpec(
        image="example.com/step:1",
        command=["${name}"],
        args=["--text", text, "--result", result],
    )`;
}

function pipelineText(name: string, symbol: string, calls: readonly Call[], returns: boolean): string {
  const used = new Set(calls.map(({ text }) => text));
  const last = calls.length;
  const lines = calls.map((call) =>
    statement(call, used.has(call.number) || (returns && call.number === last)),
  );
  return [
    `\n@dsl.pipeline(name="${name}")`,
    `def ${symbol}(text: str)${returns ? " -> str" : ""}:`,
    ...lines,
    ...(returns ? [`    return task${last}.output`] : []),
    "",
  ].join("\n");
}

function statement(call: Call, named: boolean): string {
  const text = `${call.component}(text=${valueText(call.text)})`;
  if (!call.nested) return named ? `    task${call.number} = ${text}` : `    ${text}`;
  return [
    '    with dsl.ParallelFor(["a", "b"]) as item:',
    '        with dsl.If(item == "a"):',
    `            ${text}`,
  ].join("\n");
}

function valueText(value: Value): string {
  if (value === "input") return "text";
  return value === "item" ? "item" : `task${value}.output`;
}
