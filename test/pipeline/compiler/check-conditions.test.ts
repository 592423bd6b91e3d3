// Conditions compare what can be compared. Each message is asserted whole.
import { expect, test } from "vitest";
import {
  and,
  boolean,
  equals,
  greaterThan,
  lessThan,
  Model,
  not,
  pipeline,
  type Ref,
  string,
  when,
} from "../../../pipeline/index.ts";
import { mistake, problemsOf, use } from "./mistakes.ts";

test("conditions compare what can be compared", () => {
  const wrong = pipeline(
    { name: "p", inputs: { seed: string(), model: Model, yes: boolean() } },
    (inputs) => {
      const body = () => void use({ text: "x" });
      when(equals(inputs.seed, 3 as unknown as string), body);
      when(not(and(equals(inputs.seed, "a"), lessThan(inputs.seed as unknown as Ref<number>, 3))), body);
      when(greaterThan(inputs.yes as unknown as Ref<number>, true as unknown as number), body);
      when(equals(inputs.model as unknown as Ref<string>, "a"), body);
      when(equals(inputs.seed, NaN as unknown as string), body);
    },
  );
  const code = "ILLEGAL_CONDITION";
  const differ = "its condition compares a STRING with a NUMBER_INTEGER. Compare values of one type.";
  expect(problemsOf(wrong)).toEqual([
    { code, where: "p/condition-1", message: differ },
    { code, where: "p/condition-2", message: differ },
    {
      code,
      where: "p/condition-3",
      message: 'its condition orders values of type BOOLEAN with ">". Order numbers only.',
    },
    {
      code,
      where: "p/condition-4",
      message: "its condition compares a system.Model. Compare a parameter that says what matters of it.",
    },
    {
      code: "NOT_JSON",
      where: "p/condition-5",
      message: "its condition holds something that is no JSON. Compare text, numbers and booleans.",
    },
  ]);
});

test("a condition in CEL is understood, and takes what the task has", () => {
  const wrong = mistake(({ seed }) => {
    use({ text: seed }).condition("inputs.parameter_values['text'] = 'a'");
    use({ text: seed }).condition("inputs.parameter_values['txt'] == 'a'");
    use({ text: seed }, { undeclared: { more: seed } }).condition("inputs.parameter_values['more'] == 'a'");
  });
  expect(problemsOf(wrong)).toEqual([
    {
      code: "ILLEGAL_CONDITION",
      where: "p/use",
      message:
        "its condition \"inputs.parameter_values['text'] = 'a'\" is none: \"=\" at column 33 is not understood. Correct it.",
    },
    {
      code: "ILLEGAL_CONDITION",
      where: "p/use-2",
      message:
        'its condition takes the parameter "txt", which the task does not have. Its parameters are: text.',
    },
  ]);
});
