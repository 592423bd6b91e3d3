// How conditions are written: operators, casts, combinations.
import {
  and,
  boolean,
  double,
  equals,
  field,
  greaterOrEqual,
  greaterThan,
  int,
  lessOrEqual,
  not,
  notEquals,
  or,
  parallelFor,
  pipeline,
  string,
  when,
} from "pollux";
import { use } from "./parts/steps.ts";

export default pipeline(
  { name: "conditions", inputs: { text: string(), whole: int(), number: double(), truth: boolean() } },
  ({ text, whole, number, truth }) => {
    when(notEquals(text, "a\nb"), () => void use({ text: "text" }));
    when(greaterOrEqual(whole, 3), () => void use({ text: "whole" }));
    when(lessOrEqual(number, 3), () => void use({ text: "number" }));
    when(greaterThan(whole, number), () => void use({ text: "mixed" }));
    when(equals(truth, true), () => void use({ text: "truth" }));
    when(and(equals(truth, false), or(equals(text, ""), not(equals(whole, 0)))), () => void use({ text: "all" }))
      .elseIf(or(equals(text, "x"), equals(text, "y")), () => void use({ text: "either" }))
      .otherwise(() => void use({ text: "none" }));
    parallelFor({ items: [{ size: 1, label: "a" }] }, (item) => {
      when(equals(field(item, "size"), 1), () => void use({ text: field(item, "label") }));
    });
  },
);
