import fc from "fast-check";
import { expect, test } from "vitest";
import "../../property-seed.ts";
import { shellCommands } from "../../../cloudbuild/steps/shell-words.ts";

const wordsOf = (text: string) => shellCommands(text).map(({ words }) => words.map((word) => word.text));

test("quotes and escapes go, and what is in them is one word", () => {
  expect(wordsOf(`a "b c" 'd "e"' f\\ g "h\\"i" ''`)).toEqual([["a", "b c", 'd "e"', "f g", 'h"i', ""]]);
});

test("commands end with lines and signs that are not in quotes; a backslash goes over a line's end", () => {
  expect(wordsOf("a 'x; y' && b | c; d & e || f\ng \\\n h\r\n(i) \\\r\n j")).toEqual([
    ["a", "x; y"],
    ...["b", "c", "d", "e", "f"].map((word) => [word]),
    ["g", "h"],
    ["i"],
    ["j"],
  ]);
});

test("a comment begins a word, and a # within one does not", () => {
  expect(wordsOf("a b#c # d 'e\nf")).toEqual([["a", "b#c"], ["f"]]);
});

test("files behind < and > are no words; streams and texts behind <<< are nothing", () => {
  const [command] = shellCommands(`a >"b c" 2>>d 2>&1 <e <<<f x >& g &>h >|i`);
  const texts = (words: readonly { readonly text: string }[] = []) => words.map(({ text }) => text);
  expect([command?.words, command?.writes, command?.reads].map(texts)).toEqual([
    ["a", "x"],
    ["b c", "d", "g", "h", "i"],
    ["e"],
  ]);
});

test("a document is no command, but where a shell reads it", () => {
  expect(wordsOf("cat <<EOF > f && b\nit's\ndocker push x\nEOF\nc")).toEqual([["cat"], ["b"], ["c"]]);
  expect(wordsOf("bash -e <<-'E'\n\tdocker push x\n\tE\nc")).toEqual([
    ["bash", "-e"],
    ["docker", "push", "x"],
    ["c"],
  ]);
});

test("a command in a word runs before it, and leaves the word open", () => {
  const text = 'a "x:$(b "c d" | e)" $(f; (g) h) `i j` k';
  expect(wordsOf(text)).toEqual([
    ["b", "c d"],
    ["e"],
    ["f"],
    ["g"],
    ["h"],
    ["i", "j"],
    ["a", 'x:$(b "c d" | e)', "$(f; (g) h)", "`i j`", "k"],
  ]);
  expect(
    shellCommands(text)
      .at(-1)
      ?.words.map(({ isOpen }) => isOpen),
  ).toEqual([false, true, true, true, false]);
});

test("a variable leaves its word open, but between single quotes", () => {
  const [command] = shellCommands("$a \"b$c\" ${d:-e f} '$g' h$ $((1 + 2)) $$");
  expect(command?.words.map(({ text, isOpen }) => [text, isOpen])).toEqual([
    ["$a", true],
    ["b$c", true],
    ["${d:-e f}", true],
    ["$g", false],
    ["h$", false],
    ["$((1 + 2))", true],
    ["$$", true],
  ]);
});

test("words say where they stand, with their quotes", () => {
  const text = `a "b c" \\\n d\\ e$(f g)'h';i>j`;
  const places = shellCommands(text).map(({ words, writes }) =>
    [...words, ...writes].map(({ place }) => text.slice(place?.start, place?.end)),
  );
  expect(places).toEqual([
    ["f", "g"],
    ["a", '"b c"', "d\\ e$(f g)'h'"],
    ["i", "j"],
  ]);
});

test("a pattern of case is no command", () => {
  expect(wordsOf("case $a in\nb) c;; (d) f;; esac")).toEqual([
    ["case", "$a", "in"],
    ...["c", "d", "f", "esac"].map((word) => [word]),
  ]);
});

test("a value is put in whole between quotes, as words without, and a variable's not between single quotes", () => {
  const text = `$X "$X" '$X' a$X`;
  const starts = [...text.matchAll(/\$X/g)].map(({ index }) => index);
  const inserts = (isVariable: boolean) =>
    starts.map((start) => ({ start, end: start + 2, value: "it's b", isVariable }));
  const words = (isVariable: boolean) =>
    shellCommands(text, inserts(isVariable)).map((of) => of.words.map((word) => [word.text, word.written]));
  const split = [
    ["it's", "$X"],
    ["b", "$X"],
    ["it's b", "$X"],
  ];
  const last = [
    ["ait's", "a$X"],
    ["b", "$X"],
  ];
  expect(words(true)).toEqual([[...split, ["$X", "$X"], ...last]]);
  expect(words(false)).toEqual([[...split, ["it's b", "$X"], ...last]]);
});

test("any text is read to its end, and words without signs stay as they are", () => {
  const sign = fc.constantFrom(..."\"'`$(){}<>&|;#\\\n \tEa=-1");
  fc.assert(
    fc.property(fc.array(sign, { maxLength: 40 }), (signs) => {
      const last = shellCommands(`${signs.join("")}`);
      for (const { words } of last) for (const { written } of words) expect(typeof written).toBe("string");
    }),
  );
  const word = fc.stringMatching(/^[a-z./:=-]{1,8}$/);
  fc.assert(
    fc.property(fc.array(fc.array(word, { minLength: 1 }), { minLength: 1 }), (lines) => {
      expect(wordsOf(lines.map((words) => words.join(" ")).join("\n"))).toEqual(lines);
    }),
  );
});

test("what is nested deeper than anybody writes is read as well", () => {
  const deep = 100_000;
  expect(() => shellCommands("$(".repeat(deep))).not.toThrow();
  expect(() => shellCommands(`"$(`.repeat(deep))).not.toThrow();
  expect(() => shellCommands("bash <<a\n".repeat(1000))).not.toThrow();
});
