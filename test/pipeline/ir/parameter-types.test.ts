import { expect, test } from "vitest";
import type { Json, ParameterTypeName } from "../../../pipeline/ir/pipeline-spec.ts";
import { convertParameter, parseParameter, typeOf } from "../../../pipeline/ir/parameter-types.ts";

test.each<readonly [Json, ParameterTypeName, Json | undefined]>([
  [7, "STRING", "7"],
  [[1, "a"], "STRING", '[1,"a"]'],
  ["x", "STRING", "x"],
  ["7", "NUMBER_INTEGER", 7],
  [7.5, "NUMBER_INTEGER", undefined],
  [7, "NUMBER_DOUBLE", 7],
  ["[1]", "LIST", [1]],
  ["x", "LIST", undefined],
  [true, "NUMBER_INTEGER", undefined],
  [{ a: 1 }, "STRUCT", { a: 1 }],
  [[1], "STRUCT", undefined],
])("%j consumed as %s is %j", (value, type, expected) => {
  expect(convertParameter(value, type)).toEqual(expected);
});

test.each<readonly [string, ParameterTypeName, Json | undefined]>([
  ["7\n", "STRING", "7\n"],
  [" 7\n", "NUMBER_INTEGER", 7],
  ["7.0", "NUMBER_INTEGER", 7],
  ["7.5", "NUMBER_INTEGER", undefined],
  ["1e3", "NUMBER_DOUBLE", 1000],
  ["True", "BOOLEAN", true],
  ["false\n", "BOOLEAN", false],
  ["1", "BOOLEAN", undefined],
  ['{"a": [1]}', "STRUCT", { a: [1] }],
  ["", "LIST", undefined],
])("the text %j of type %s is %j", (text, type, expected) => {
  expect(parseParameter(text, type)).toEqual(expected);
});

test("types are read in the spelling of schema 2.0.0 too", () => {
  expect([
    typeOf({ type: "INT" }),
    typeOf({ type: "DOUBLE" }),
    typeOf({ type: "STRING" }),
    typeOf({}),
  ]).toEqual(["NUMBER_INTEGER", "NUMBER_DOUBLE", "STRING", undefined]);
});
