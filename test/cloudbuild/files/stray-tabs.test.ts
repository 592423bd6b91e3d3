// What is said here was tried with gcloud 528: it takes the files without stray tabs, and refuses the others.
import { expect, test } from "vitest";
import { strayTabs } from "../../../cloudbuild/files/stray-tabs.ts";

test.each([
  ["single quotes", "a: 'b\tc'\n"],
  ["double quotes", 'a: "b\n\tc"\n'],
  ["a comment", "a: b # c\td\n"],
  ["a comment behind block text's mark", "a: | # c\td\n  e\n"],
  ["block text", "a: |\n  b\tc\n  \td\n    \t\n  e\n"],
  ["block text whose mark says how far it is indented", "a: |2-\n     b\n    \tc\n"],
])("gcloud takes tabs in %s", (_, text) => {
  expect(strayTabs(text)).toEqual([]);
});

test.each([
  ["before a field", '{\n\t"a": "b"}\n', [2]],
  ["behind a colon", "a:\tb\n", [2]],
  ["behind a dash", "-\ta\n", [1]],
  ["within plain text", "a: b\tc\n", [4]],
  ["behind a value", "a: [b]\t# c\n", [6]],
  ["on a blank line", "a: b\n\t\nc: d\n", [5]],
  ["before a comment", "\t# a\nb: c\n", [0]],
  ["behind block text's mark", "a: |\t\n  b\n", [4]],
  ["below block text", "a: |\n  b\n \t\n", [10]],
])("gcloud refuses a tab %s", (_, text, tabs) => {
  expect(strayTabs(text)).toEqual(tabs);
});
