import { expect, test } from "vitest";
import { isShown, readExamples } from "./read-examples.ts";

const fence = "```";
const block = (language: string, ...lines: readonly string[]) =>
  [`${fence}${language}`, ...lines, fence, ""].join("\n");

test("blocks are files of the name that they say, or of a number", () => {
  const markdown = [
    block("ts", "// one.ts", "const a = 1;"),
    block("python", "# two.py", "a = 1"),
    block("ts", "const b = 1;"),
    "<!-- refused by tsc -->\n",
    block("ts", "// four.ts", "const c = d;"),
    block("text", "no file"),
  ].join("\n");
  expect(readExamples("docs/how.md", markdown).files).toEqual([
    { name: "one.ts", text: "// one.ts\nconst a = 1;\n" },
    { name: "two.py", text: "# two.py\na = 1\n" },
    { name: "example-how-11.ts", text: "const b = 1;\n" },
    { name: "four.ts", text: "// four.ts\nconst c = d;\n", refusedBy: "tsc" },
  ]);
  expect(() => readExamples("docs/how.md", block("yaml", "a: 1"))).toThrow(
    "docs/how.md:1: the block says no name. Begin it with a comment, as # count_words.py.",
  );
});

test("a block that begins with // ... continues the one before", () => {
  const markdown = [block("ts", "// one.ts", "let a = 1;"), block("ts", "// ...", "a = 2;")].join("\n");
  expect(readExamples("docs/how.md", markdown).files).toEqual([
    { name: "one.ts", text: "// one.ts\nlet a = 1;\n\n// ...\na = 2;\n" },
  ]);
});

test("console blocks are commands with what they print, unless they say why they are not run", () => {
  const markdown = [
    block("console", "$ echo a", "a", "$ true"),
    "<!-- not run: takes an hour -->\n",
    block("console", "$ sleep 3600"),
  ].join("\n");
  expect(readExamples("docs/how.md", markdown).commands).toEqual([
    { where: "docs/how.md:1", command: "echo a", output: "a" },
    { where: "docs/how.md:1", command: "true", output: "" },
  ]);
});

test("a line of three dots stands for any lines", () => {
  expect(isShown("a\nb\nc", "a\n...\nc")).toBe(true);
  expect(isShown("a\nb\nc", "...\nb\n...")).toBe(true);
  expect(isShown("a\nb\nc", "a\n...\nb")).toBe(false);
  expect(isShown("a.b", "a*b")).toBe(false);
});
