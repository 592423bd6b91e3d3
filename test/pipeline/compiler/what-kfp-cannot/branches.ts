// If and else: in a sub-pipeline as well, on parts of a loop's item, within each other, on text with quotes.
import {
  equals,
  field,
  greaterThan,
  parallelFor,
  pipeline,
  string,
  text,
  when,
} from "../../../../pipeline/index.ts";
import type { Case } from "./case.ts";
import { say, splitWords } from "./components.ts";

const greet = pipeline({ name: "greet", inputs: { mode: string() } }, ({ mode }) =>
  when(equals(mode, "formal"), () => ({ text: say({ text: "Good day" }).outputs.text })).otherwise(() => ({
    text: say({ text: "Hi" }).outputs.text,
  })),
);

const bothBranch = pipeline({ name: "both-branch", inputs: { mode: string() } }, ({ mode }) => {
  const beside = greet({ mode: "formal" });
  const chosen = when(equals(mode, "formal"), () => ({ text: greet({ mode }).outputs.text })).otherwise(
    () => {
      const greeted = greet({ mode });
      return { text: say({ text: text`${greeted.outputs.text} there` }).outputs.text };
    },
  );
  return { beside: beside.outputs.text, chosen: chosen.text };
});

const items = [
  { size: "big", rank: 16 },
  { size: "small", rank: 4 },
];

const elseOnField = pipeline({ name: "else-on-field", inputs: {} }, () =>
  parallelFor({ items }, (item) =>
    when(greaterThan(field(item, "rank"), 8), () => ({
      text: say({ text: text`${field(item, "size")} and high` }).outputs.text,
    })).otherwise(() => ({ text: say({ text: text`${field(item, "size")} and low` }).outputs.text })),
  ),
);

const ifUsesItsField = pipeline({ name: "if-uses-its-field", inputs: {} }, () => {
  parallelFor({ items }, (item) =>
    when(equals(field(item, "size"), "big"), () => void say({ text: field(item, "size") })),
  );
});

const quotes = pipeline({ name: "quotes", inputs: { mode: string() } }, ({ mode }) =>
  when(equals(mode, "it's"), () => ({ text: say({ text: "quote" }).outputs.text }))
    .elseIf(equals(mode, 'a "b"'), () => ({ text: say({ text: "quotes" }).outputs.text }))
    .elseIf(equals(mode, "back\\slash\nand line"), () => ({ text: say({ text: "others" }).outputs.text }))
    .otherwise(() => ({ text: say({ text: "none" }).outputs.text })),
);

const oneOfInOneOf = pipeline(
  { name: "one-of-in-one-of", inputs: { a: string(), b: string() } },
  ({ a, b }) => {
    const outer = when(equals(a, "yes"), () =>
      when(equals(b, "yes"), () => ({ text: say({ text: "both" }).outputs.text })).otherwise(() => ({
        text: say({ text: "only a" }).outputs.text,
      })),
    ).otherwise(() =>
      when(equals(b, "yes"), () => ({ text: say({ text: "only b" }).outputs.text })).otherwise(() => ({
        text: say({ text: "neither" }).outputs.text,
      })),
    );
    return { text: outer.text, heard: say({ text: outer.text }).outputs.text };
  },
);

const loopOverOneOf = pipeline({ name: "loop-over-one-of", inputs: { mode: string() } }, ({ mode }) => {
  const chosen = when(equals(mode, "short"), () => ({
    words: splitWords({ words: "a" }).outputs.words,
  })).otherwise(() => ({ words: splitWords({ words: "a b c" }).outputs.words }));
  return parallelFor({ items: chosen.words }, (word) => ({ text: say({ text: word }).outputs.text }));
});

const textOfItemInIf = pipeline({ name: "text-of-item-in-if", inputs: { mode: string() } }, ({ mode }) =>
  when(equals(mode, "loop"), () =>
    parallelFor({ items: ["a", "b"] }, (item) => ({
      text: say({ text: text`${item} in ${mode}` }).outputs.text,
    })),
  ).otherwise(() => ({ text: splitWords({ words: "no loop" }).outputs.words })),
);

export const branchCases: readonly Case[] = [
  {
    title: "a pipeline and its sub-pipeline both have an else",
    pipeline: bothBranch,
    runs: [
      { parameters: { mode: "formal" }, outputs: { beside: "Good day", chosen: "Good day" } },
      { parameters: { mode: "else" }, outputs: { beside: "Good day", chosen: "Hi there" } },
    ],
  },
  {
    title: "an else follows an if on a part of a loop's item",
    pipeline: elseOnField,
    runs: [{ outputs: { text: ["big and high", "small and low"] } }],
  },
  {
    title: "what an if on a part of a loop's item decides on is used inside of it",
    pipeline: ifUsesItsField,
    runs: [{ outputs: {}, tasks: { "for-loop-2[0]/condition-3/say": { text: "big" } } }],
  },
  {
    title: "conditions compare with text that has quotes, backslashes and line breaks in it",
    pipeline: quotes,
    runs: [
      { parameters: { mode: "it's" }, outputs: { text: "quote" } },
      { parameters: { mode: 'a "b"' }, outputs: { text: "quotes" } },
      { parameters: { mode: "back\\slash\nand line" }, outputs: { text: "others" } },
      { parameters: { mode: "it" }, outputs: { text: "none" } },
    ],
    written: ["== 'it\\'s'"],
  },
  {
    title: "what one of several branches gives is itself one of several",
    pipeline: oneOfInOneOf,
    runs: [
      { parameters: { a: "yes", b: "yes" }, outputs: { text: "both", heard: "both" } },
      { parameters: { a: "yes", b: "no" }, outputs: { text: "only a", heard: "only a" } },
      { parameters: { a: "no", b: "yes" }, outputs: { text: "only b", heard: "only b" } },
      { parameters: { a: "no", b: "no" }, outputs: { text: "neither", heard: "neither" } },
    ],
  },
  {
    title: "a loop goes over what one of several branches gives",
    pipeline: loopOverOneOf,
    runs: [
      { parameters: { mode: "short" }, outputs: { text: ["a"] } },
      { parameters: { mode: "long" }, outputs: { text: ["a", "b", "c"] } },
    ],
  },
  {
    title: "text in a loop inside an if holds the loop's item",
    pipeline: textOfItemInIf,
    runs: [
      { parameters: { mode: "loop" }, outputs: { text: ["a in loop", "b in loop"] } },
      { parameters: { mode: "none" }, outputs: { text: ["no", "loop"] } },
    ],
  },
];
