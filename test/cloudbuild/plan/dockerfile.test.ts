import { expect, test } from "vitest";
import { dockerIgnore } from "../../../cloudbuild/plan/docker-ignore.ts";
import type { StageOptions } from "../../../cloudbuild/plan/dockerfile.ts";
import { copiedSources } from "../../../cloudbuild/plan/dockerfile.ts";
import { instructionsOf } from "../../../cloudbuild/plan/dockerfile-instructions.ts";

function sources(dockerfile: string, options?: StageOptions): readonly string[] {
  return copiedSources(dockerfile, options).map(({ source, from, by, line }) =>
    [line, by, source, ...(from === undefined ? [] : [from])].join(" "),
  );
}

test("continued lines are one instruction, without the comments between", () => {
  const text = "# syntax=docker/dockerfile:1\nFROM a AS b\n\nrun one \\\n  # no\n  && two\nCOPY a b\n";
  expect(instructionsOf(text)).toEqual([
    { name: "FROM", text: "a AS b", line: 2 },
    { name: "RUN", text: "one    && two", line: 4 },
    { name: "COPY", text: "a b", line: 7 },
  ]);
});

test("a directive may make the backtick the escape", () => {
  expect(sources("# escape=`\nFROM a\nCOPY one `\n two /\\\nCOPY three /\n")).toEqual([
    "3 COPY one",
    "3 COPY two",
    "5 COPY three",
  ]);
});

test("here-documents are not read as instructions", () => {
  const text =
    "FROM a\nRUN <<END bash\nCOPY not this\nEND\nCOPY <<-'TXT' one /x/\n\tADD nor this\n\tTXT\nCOPY two /\n";
  expect(sources(text)).toEqual(["5 COPY one", "8 COPY two"]);
});

test.each([
  ["a shift", "RUN echo $((1<<n))"],
  ["a quoted text", 'RUN echo "see <<EOF"'],
  ["a list", 'RUN ["cat", "<<EOF"]'],
  ["a here-string", "RUN cat <<<EOF"],
  ["one that does not end", "RUN cat <<EOF"],
  ["a delimiter with a dash", "RUN <<E-O\nCOPY not /\nE-O"],
  ["a line that is the delimiter but for a tab", "RUN <<EOF\n\tEOF\nCOPY not /\nEOF"],
  ["two", "RUN 3<<A cat <<-'B'\nB\nA\nCOPY not /\n\tB"],
  ["one that is put off", "ONBUILD RUN <<EOF\nCOPY not /\nEOF"],
])("what follows here-documents is read: %s", (_, run) => {
  expect(copiedSources(`FROM a\n${run}\nCOPY lib /\n`).map(({ source }) => source)).toEqual(["lib"]);
});

test("what a stage puts off to those that are made from it counts as its own", () => {
  expect(sources("FROM a AS base\nONBUILD COPY lib /\nFROM base\n")).toEqual(["2 COPY lib"]);
});

test("a further context stands for the stage or image of its name, in any case", () => {
  const text = "FROM docker.io/library/Alpine:latest\nCOPY --from=C f /\nFROM $X AS x\n";
  const all = { target: "0", contexts: new Set(["alpine", "c"]) };
  expect(sources(text, all)).toEqual(["1 FROM  docker.io/library/Alpine:latest", "2 COPY f C"]);
  expect(sources(text, { contexts: new Set(["b"]) })).toEqual(["2 COPY f C", "3 FROM  $X"]);
  expect(sources("FROM a AS c\nFROM b\nCOPY --from=C f /", { contexts: all.contexts })).toEqual([
    "3 COPY f C",
  ]);
});

test("a path that goes up from a variable may be anywhere", () => {
  expect(sources("FROM a\nCOPY p/$D/../x /\n")).toEqual(["2 COPY **/x"]);
});

test("an argument has the value that the build gives, or its default", () => {
  const text = [
    "ARG OUT=lib",
    "FROM a",
    "COPY packages/$PKG /before",
    "ARG PKG=shared",
    "ARG OUT",
    "ARG NONE",
    "ARG TARGETARCH=amd64",
    "ARG SET=1",
    "ENV SET=2",
    "COPY packages/${PKG} $OUT n/$NONE a/$TARGETARCH s/$SET ${PKG:-x} \\$PKG /",
  ].join("\n");
  const rest = ["n/**", "a/**", "s/**", "**", "**"];
  const of = (options?: StageOptions): readonly string[] =>
    copiedSources(text, options).map(({ source }) => source);
  expect(of()).toEqual(["packages/**", "packages/shared", "lib", ...rest]);
  const args = new Map([
    ["PKG", "web"],
    ["OUT", undefined],
  ]);
  expect(of({ args })).toEqual(["packages/**", "packages/web", "**", ...rest]);
});

test("COPY and ADD read their sources, but not addresses and what other stages have", () => {
  const text = [
    "FROM a AS base",
    "COPY --chown=1:1 package.json ./lock.json /app/",
    'ADD ["with space", "/b/../c", "/"]',
    'COPY "more space" it\\ too /',
    "ADD https://example.com/x.tgz git@example.com:x.git /x",
    "FROM base",
    "COPY --from=base /app /app",
    "COPY --from=0 /app /app",
    "COPY --from=lib src /lib",
    "COPY . .",
    "COPY ../up $DIR/x-${Y:-z}.txt /",
  ].join("\n");
  expect(sources(text)).toEqual([
    "2 COPY package.json",
    "2 COPY lock.json",
    "3 ADD with space",
    "3 ADD c",
    "4 COPY more space",
    "4 COPY it too",
    "9 COPY src lib",
    "10 COPY ",
    "11 COPY up",
    "11 COPY **/x-**.txt",
  ]);
});

test("bind mounts read their source, or all of the context", () => {
  const text = [
    "FROM a AS one",
    "RUN --mount=type=bind,source=req.txt,target=/r --mount=type=cache,target=/c pip install",
    "RUN --mount=target=/all make",
    "RUN --mount=type=secret,id=k,src=key --mount=type=bind,from=one,src=x,target=/x true",
  ].join("\n");
  expect(sources(text)).toEqual(["2 RUN --mount req.txt", "3 RUN --mount "]);
});

const stages = [
  "FROM a AS base",
  "COPY base /",
  "FROM base AS test",
  "COPY test /",
  "FROM scratch AS docs",
  "COPY docs /",
  "FROM Base",
  "COPY --from=docs /d /d",
  "COPY app /",
].join("\n");

test("only the stage that is built and those that it is made from count", () => {
  expect(sources(stages)).toEqual(["2 COPY base", "6 COPY docs", "9 COPY app"]);
  expect(sources(stages, { target: "TEST" })).toEqual(["2 COPY base", "4 COPY test"]);
  expect(sources(stages, { target: "2" })).toEqual(["6 COPY docs"]);
});

test("all stages count where a variable says which, or the target is not there", () => {
  const all = ["2 COPY base", "4 COPY test", "6 COPY docs", "9 COPY app"];
  expect(sources(stages.replace("FROM Base", "FROM $WHICH"))).toEqual(all);
  expect(sources(stages, { target: "other" })).toEqual(all);
});

test("of a .dockerignore the last pattern that fits decides", () => {
  const isIgnored = dockerIgnore(
    "# all but\n**\n!package.json\n!/pipeline/\n\n**/node_modules\n*.md\n!docs/*.md\n",
  );
  const paths = [
    "package.json",
    "pipeline/a/b.ts",
    "pipeline/node_modules/x",
    "x",
    "sub/package.json",
    "docs/a.md",
  ];
  expect(paths.map((path) => [path, isIgnored(path)])).toEqual([
    ["package.json", false],
    ["pipeline/a/b.ts", false],
    ["pipeline/node_modules/x", true],
    ["x", true],
    ["sub/package.json", true],
    ["docs/a.md", false],
  ]);
  expect(dockerIgnore("")("x")).toBe(false);
});

test("no Dockerfile takes long", () => {
  const started = performance.now();
  sources(
    `FROM a\nCOPY "${"\\\\".repeat(20_000)} ${"-".repeat(20_000)}\nCOPY ${"--x ".repeat(5_000)}\nRUN ${" ".repeat(20_000)}x\n`,
  );
  expect(performance.now() - started).toBeLessThan(5000);
});
