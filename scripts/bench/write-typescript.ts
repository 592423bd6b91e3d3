// Writes a pipeline of the benchmark as a TypeScript module, each task a call of its own as a person would write it.
import type { BenchPipeline, Call, Value } from "./shapes.ts";

/** The names of components are written alike in both languages, but components are called by them with hyphens. */
export function writeTypeScript({ name, components, inner, calls }: BenchPipeline): string {
  const nested = calls.some((call) => call.nested);
  return [
    `import { component, ${nested ? "equals, parallelFor, " : ""}pipeline, string${nested ? ", when" : ""} } from "pollux";`,
    ...components.map(componentText),
    ...(inner ? [`const ${inner.name} = ${pipelineText(inner.name, inner.calls, true)};\n`] : []),
    `export default ${pipelineText(name, calls, false)};\n`,
  ].join("\n");
}

function componentText(name: string): string {
  return `
const ${name} = component({
  name: "${name.replaceAll("_", "-")}",
  inputs: { text: string() },
  outputs: { result: string() },
  container: ({ inputs, outputs }) => ({
    image: "example.com/step:1",
    command: ["${name}"],
    args: ["--text", inputs.text, "--result", outputs.result.path],
  }),
});
`;
}

function pipelineText(name: string, calls: readonly Call[], returns: boolean): string {
  const used = new Set(calls.map(({ text }) => text));
  const last = calls.length;
  const lines = calls.map((call) =>
    statement(call, used.has(call.number) || (returns && call.number === last)),
  );
  const result = returns ? [`  return { Output: task${last}.outputs.${resultOf(calls.at(-1))} };`] : [];
  const { head, value } = { head: `{ name: "${name}", inputs: { text: string() } }`, value: "inputs" };
  return [`pipeline(${head}, (${value}) => {`, ...lines, ...result, "})"].join("\n");

  function statement(call: Call, named: boolean): string {
    const text = `${call.component}({ text: ${valueText(call.text, calls)} });`;
    if (!call.nested) return named ? `  const task${call.number} = ${text}` : `  ${text}`;
    return [
      '  parallelFor({ items: ["a", "b"] }, (item) => {',
      '    when(equals(item, "a"), () => {',
      `      ${text}`,
      "    });",
      "  });",
    ].join("\n");
  }
}

function valueText(value: Value, calls: readonly Call[]): string {
  if (value === "input") return "inputs.text";
  return value === "item" ? "item" : `task${value}.outputs.${resultOf(calls[value - 1])}`;
}

/** kfp's SDK calls the only output of a pipeline so. */
function resultOf(call: Call | undefined): string {
  return call?.component === "part" ? "Output" : "result";
}
