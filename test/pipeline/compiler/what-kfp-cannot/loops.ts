// Loops: text and inner loops over parts of an item, and what loops collected as the items of others.
import { equals, field, parallelFor, pipeline, text, when } from "../../../../pipeline/index.ts";
import type { Case } from "./case.ts";
import { addOne, readFile, readFiles, say, sayList, writeFile } from "./components.ts";

const textOfField = pipeline({ name: "text-of-field", inputs: {} }, () =>
  parallelFor(
    {
      items: [
        { rank: 4, run: { base: "a" } },
        { rank: 16, run: { base: "b" } },
      ],
    },
    (item) => {
      const base = field(field(item, "run"), "base");
      return { text: say({ text: text`${base}-${field(item, "rank")}` }).outputs.text };
    },
  ),
);

const fieldCalledName = pipeline({ name: "field-called-name", inputs: {} }, () =>
  parallelFor({ items: [{ name: "a" }, { name: "b" }] }, (item) => ({
    text: say({ text: field(item, "name") }).outputs.text,
  })),
);

const fieldsCalledAnything = pipeline({ name: "fields-called-anything", inputs: {} }, () =>
  parallelFor({ items: [{ "it's": "a", 'it"s': "b", "}}\n": "c", "": "d", constructor: "e" }] }, (item) => {
    const quoted = when(equals(field(item, "it's"), "a"), () => ({
      text: say({ text: text`${field(item, "it's")} and ${field(item, 'it"s')}` }).outputs.text,
    })).otherwise(() => ({ text: say({ text: "none" }).outputs.text }));
    const others = text`${field(item, "}}\n")}${field(item, "")}${field(item, "constructor")}`;
    return { quoted: quoted.text, others: say({ text: others }).outputs.text };
  }),
);

const innerUsesOuter = pipeline({ name: "inner-uses-outer", inputs: {} }, () =>
  parallelFor(
    {
      items: [
        { prefix: "a", parts: ["x", "y"] },
        { prefix: "b", parts: ["z"] },
      ],
    },
    (item) =>
      parallelFor({ items: field(item, "parts") }, (part) => ({
        text: say({ text: text`${field(item, "prefix")}-${part}` }).outputs.text,
      })),
  ),
);

const loopOverCollected = pipeline({ name: "loop-over-collected", inputs: {} }, () => {
  const first = parallelFor({ items: [1, 2, 3] }, (number) => ({
    number: addOne({ number }).outputs.number,
    file: writeFile({ text: text`file ${number}` }).outputs.file,
  }));
  const numbers = parallelFor({ items: first.number }, (number) => ({
    number: addOne({ number }).outputs.number,
  }));
  const texts = parallelFor({ items: first.file }, (file) => ({ text: readFile({ file }).outputs.text }));
  return { numbers: numbers.number, texts: texts.text };
});

const collectedTwice = pipeline({ name: "collected-twice", inputs: {} }, () => {
  const all = parallelFor({ items: ["a", "b"] }, (outer) =>
    parallelFor({ items: ["x", "y"] }, (inner) => {
      const made = text`${outer}${inner}`;
      return { text: say({ text: made }).outputs.text, file: writeFile({ text: made }).outputs.file };
    }),
  );
  const one = sayList({ list: all.text });
  const other = sayList({ list: all.text });
  return {
    one: one.outputs.text,
    other: other.outputs.text,
    files: readFiles({ files: all.file }).outputs.text,
    filesAgain: readFiles({ files: all.file }).outputs.text,
  };
});

export const loopCases: readonly Case[] = [
  {
    title: "text holds parts of a loop's item",
    pipeline: textOfField,
    runs: [{ outputs: { text: ["a-4", "b-16"] } }],
  },
  {
    title: "a part of a loop's item is called name",
    pipeline: fieldCalledName,
    runs: [{ outputs: { text: ["a", "b"] } }],
  },
  {
    title: "parts of a loop's item are called anything",
    pipeline: fieldsCalledAnything,
    runs: [{ outputs: { quoted: ["a and b"], others: ["cde"] } }],
  },
  {
    title: "a loop over one part of an item uses another part of it",
    pipeline: innerUsesOuter,
    runs: [{ outputs: { text: [["a-x", "a-y"], ["b-z"]] } }],
  },
  {
    title: "a loop goes over what another collected",
    pipeline: loopOverCollected,
    runs: [{ outputs: { numbers: [3, 4, 5], texts: ["file 1", "file 2", "file 3"] } }],
  },
  {
    title: "two tasks take the same of what loops in loops collected",
    pipeline: collectedTwice,
    runs: [
      {
        outputs: {
          one: '[["ax","ay"],["bx","by"]]',
          other: '[["ax","ay"],["bx","by"]]',
          files: "ax ay bx by ",
          filesAgain: "ax ay bx by ",
        },
      },
    ],
  },
];
