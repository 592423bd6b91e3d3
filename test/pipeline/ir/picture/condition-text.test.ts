import { describe, expect, test } from "vitest";
import { branchTexts, conditionText } from "../../../../pipeline/ir/picture/condition-text.ts";

const nameOf = (parameter: string) => parameter.replace("pipelinechannel--", "");
const text = (cel: string) => conditionText(cel, nameOf);
const [a, b] = ["inputs.parameter_values['pipelinechannel--a']", 'inputs.parameter_values["b"]'];

describe("a condition in words", () => {
  test.each([
    [`${a} == 'fast'`, "a == 'fast'"],
    [`int(${a}) <= -5`, "a <= -5"],
    [`!(${a} == true)`, "a != true"],
    [`!(double(${a}) < 1.5)`, "a >= 1.5"],
    [`!bool(${a})`, "not a"],
    [`${a} == ${b} && !(${a} == 'x' || ${b} == 'y')`, "a == b and not (a == 'x' or b == 'y')"],
    [`(${a} == 1 || ${a} == 2) && ${b} == 3`, "(a == 1 or a == 2) and b == 3"],
    [`size(${a}) > ${b}`, "size(a) > b"],
  ])("%s", (cel, expected) => {
    expect(text(cel)).toBe(expected);
  });

  test("may be a chain of any length", () => {
    const chain = Array.from({ length: 20_000 }, () => `${a} == 1`);
    expect(text(chain.join(" && ")).length).toBe(20_000 * "a == 1 and ".length - " and ".length);
  });
});

test("branches leave out that the earlier ones were not taken", () => {
  const branches = [
    `${a} != ''`,
    `!(${a} != '') && ${b} == 1 && ${b} == 2`,
    `!(${a} != '') && !(${b} == 1 && ${b} == 2)`,
  ];
  expect(branchTexts(branches.map((cel) => ({ cel, nameOf })))).toEqual([
    "if a != ''",
    "else if b == 1 and b == 2",
    "otherwise",
  ]);
});
