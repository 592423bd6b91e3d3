import { expect, test } from "vitest";
import { knownValues } from "../../../cloudbuild/steps/known-values.ts";

test("values stand in for substitutions, also within values; what has none stays in one spelling", () => {
  const { read } = knownValues({ _A: "${_B}/x", _B: "h", _TAG: "v-${COMMIT_SHA}" });
  expect(read("$_A:$_C:$$_B:$PROJECT_ID")).toBe("h/x:${_C}:$$_B:${PROJECT_ID}");
  expect(read("$_TAG")).toBe("v-${COMMIT_SHA}");
});

test("a name in the middle of a value needs braces, as with Cloud Build", () => {
  expect(knownValues({ _A: "x-$_B", _B: "h" }).read("$_A")).toBe("x-${_B}");
});

test("expansions are evaluated where all is known, and stay otherwise", () => {
  const { read } = knownValues({ _A: "abc", _B: "${_A:0:2}", _C: "${COMMIT_SHA:0:7}", _D: "${_NONE:-d}" });
  expect(read("$_B $_C $_D")).toBe("ab ${COMMIT_SHA:0:7} d");
});

test("values that need themselves stay, and those that grow are cut", () => {
  const grow = Object.fromEntries(
    Array.from({ length: 100 }, (_, at) => [
      `_G${at}`,
      at === 99 ? "$BUILD_ID" : "${_G@}".replace("@", `${at + 1}`).repeat(9),
    ]),
  );
  const { read } = knownValues({ _LOOP: "${_LOOP}${_LOOP}", _IN: "${_LOOP}", ...grow });
  expect(read("$_LOOP $_IN")).toBe("${_LOOP} ${_LOOP}");
  expect(read("$_G0").length).toBeLessThan(10_000);
});

test("a text is whole where nothing in it is left to a build", () => {
  const { readWhole } = knownValues({ _A: "a", _T: "${_U}", _U: "$TAG_NAME", _F: "${TAG_NAME:-x}" });
  expect(["$_A-$$X", "$_T", "$_F", "$BUILD_ID"].map(readWhole)).toEqual([
    "a-$X",
    undefined,
    undefined,
    undefined,
  ]);
});

test("a long chain of values is followed as far as anybody writes", () => {
  const chain = Object.fromEntries(
    Array.from({ length: 5000 }, (_, at) => [`_C${at}`, at === 4999 ? "$BUILD_ID" : `\${_C${at + 1}}`]),
  );
  const { read } = knownValues(chain);
  expect([read("$_C4990"), read("$_C0")]).toEqual(["${BUILD_ID}", "${_C51}"]);
});
