// Names and texts come from files of strangers: none may break out of the module that is printed.
import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { printPipeline } from "../../../../pipeline/decompiler/print/index.ts";
import { componentDefinition } from "../../../../pipeline/dsl/definition.ts";
import { component, parallelFor, pipeline, string, text } from "../../../../pipeline/index.ts";
import type { Json } from "../../../../pipeline/ir/pipeline-spec.ts";
import { printedModules } from "./printed-modules.ts";

const modules = printedModules();
afterAll(() => modules[Symbol.dispose]());

const pieces = [
  ..."'\"`$\\{}/*\r\n\t\0 \u2028\u2029\u202e\ufeff\ud800é😀-.9aB",
  ...[
    "${",
    "*/",
    "//",
    "</script>",
    "{{$.inputs.parameters['a']}}",
    "{{$}}",
    "{{$.inputs",
    "}}",
    "`+alert(1)+`",
  ],
  ...[
    "__proto__",
    "constructor",
    "default",
    "inputs",
    "component",
    "class",
    "toString",
    "text",
    "Model",
    "await",
  ],
];
const anyText = fc.oneof(
  fc.array(fc.constantFrom(...pieces), { maxLength: 6 }).map((parts) => parts.join("")),
  fc.string({ unit: "binary" }),
);
const { json } = fc.letrec<{ readonly json: Json }>((tie) => ({
  json: fc.oneof(
    { depthSize: "small" },
    anyText,
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom(true, null, -0),
    fc.array(tie("json"), { maxLength: 3 }),
    fc.array(fc.tuple(anyText, tie("json")), { maxLength: 3 }).map((fields) => Object.fromEntries(fields)),
  ),
}));

const anyPipeline = fc.record({
  names: fc.tuple(anyText, anyText, anyText, anyText),
  inputs: fc.uniqueArray(anyText, { minLength: 1, maxLength: 3 }),
  texts: fc.array(anyText, { maxLength: 4 }),
  value: json,
});

let count = 0;

test("whatever the names and texts are, the printed pipeline records the same graph", async () => {
  const property = fc.asyncProperty(anyPipeline, async ({ names, inputs, texts, value }) => {
    const definition = componentDefinition(odd(names, inputs, texts, value));
    const again = await modules.evaluate(`odd-${count++}`, await printPipeline(definition));
    expect(componentDefinition(again)).toEqual(definition);
    expect(isDeepStrictEqual(componentDefinition(again), definition)).toBe(true); // -0 and "__proto__" as well
  });
  await fc.assert(property, { numRuns: 150 });
});

function odd(
  [name, task, output, prose]: readonly [string, string, string, string],
  names: readonly string[],
  texts: readonly string[],
  value: Json,
) {
  const inputs = Object.fromEntries(names.map((one) => [one, string({ description: prose })]));
  const make = component({
    name: task,
    description: prose,
    inputs,
    outputs: { [output]: string() },
    container: (io) => ({
      image: prose,
      command: texts,
      args: [
        ...Object.values<string>(io.inputs),
        ...Object.values(io.outputs).map(({ path }) => `a${path}$`),
      ],
      env: { [name]: prose },
    }),
  });
  const python = component({
    name: task,
    inputs: {},
    python: { image: prose, file: name, source: texts.join("\n"), function: output },
  });
  return pipeline({ name, displayName: prose, inputs }, (given) => {
    const constants = Object.fromEntries(names.map((one, index) => [one, texts[index] ?? prose]));
    const made = make(constants, { undeclared: { [output]: value } });
    const result = made.outputs[output] as (typeof given)[string]; // it is declared above
    const handles = Object.fromEntries(names.map((one) => [one, text`${result}${given[one] ?? result}`]));
    make(handles, { name: prose })
      .displayName(name)
      .env({ [name]: prose })
      .platform(name, { [prose]: [result] });
    python({});
    const loop = parallelFor({ items: [value], name: task }, () => {
      const inner = make(given);
      return { [output]: inner.outputs[output] as typeof result }; // as above
    });
    return { [output]: result, more: loop[output] as unknown as typeof result }; // a list, which nobody takes
  });
}
