import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { resolveValues, substituteText } from "../../../cloudbuild/substitutions/expand.ts";
import "../../property-seed.ts";

describe("substituteText", () => {
  test.each([
    ["$_X", "one"],
    ["${_X}", "one"],
    ["a$_X-${_X}b", "aone-oneb"],
    ["$_X1", ""],
    ["$$_X", "$_X"],
    ["$${_X}", "${_X}"],
    ["$$$_X", "$one"],
    ["$$", "$"],
    ["$", "$"],
    ["$(body.x) $1 ${ ${_x}", "$(body.x) $1 ${ ${_x}"],
    ["${_X:-none}", "${_X:-none}"],
    ["${_X:-$_X}", "${_X:-one}"],
    ["$_DOLLAR", "$_X"],
  ])("makes %j into %j", (text, result) => {
    expect(substituteText(text, { _X: "one", _DOLLAR: "$_X" }).text).toBe(result);
  });

  test("tells the names that have no value", () => {
    expect(substituteText("$_X ${_Y} $constructor $CONSTRUCTOR", { _X: "" })).toEqual({
      text: "  $constructor ",
      problems: [
        { kind: "undefined", name: "_Y", text: "${_Y}" },
        { kind: "undefined", name: "CONSTRUCTOR", text: "$CONSTRUCTOR" },
      ],
    });
  });

  test("gives every text back whose dollars are doubled", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(substituteText(text.replaceAll("$", "$$$$"), {})).toEqual({ text, problems: [] });
      }),
    );
  });
});

describe("resolveValues", () => {
  const dynamic = { dynamic: true };

  test("leaves values as they are where substitutions are not dynamic", () => {
    const values = { _X: "${_Y}", _Y: "$_X" };
    expect(resolveValues(values, { dynamic: false })).toEqual({ values, problems: new Map() });
  });

  test("follows references whatever their order", () => {
    const values = { _C: "${_B}c", _A: "a", _B: "${_A}b", _D: "$_C" };
    expect(resolveValues(values, dynamic)).toEqual({
      values: { _A: "a", _B: "ab", _C: "abc", _D: "abc" },
      problems: new Map(),
    });
  });

  // As in the tests of cloud-build-local's bash_utils.go.
  test.each<readonly [string, { readonly [name: string]: string }, { readonly [name: string]: string }]>([
    [
      "a default within a default",
      {
        _MOON: "${NONE:-${_EARTH}}",
        _EARTH: "${_VENUS,}",
        _VENUS: "${BRANCH_NAME^^}",
        BRANCH_NAME: "feature/x",
      },
      { _MOON: "fEATURE/X", _EARTH: "fEATURE/X", _VENUS: "FEATURE/X", BRANCH_NAME: "feature/x" },
    ],
    [
      "several references",
      { A: "hello", B: "you", C: "${A} ${B^}${A}" },
      { A: "hello", B: "you", C: "hello Youhello" },
    ],
    [
      "slices and replacements",
      { TAG_NAME: "v0-1-1", _DROP: "${TAG_NAME:1}", _LOW: "${_DROP//-/_}" },
      { TAG_NAME: "v0-1-1", _DROP: "0-1-1", _LOW: "0_1_1" },
    ],
    ["a reference without braces inside", { _T: "v", _X: "app-$_T-prod" }, { _T: "v", _X: "app-$_T-prod" }],
    [
      "a whole word without braces, of whatever stands later",
      { _X: "${_Z:-$_Y}", _Z: "", _Y: "${_W/$_V/c}", _W: "ab", _V: "b" },
      { _X: "ac", _Z: "", _Y: "ac", _W: "ab", _V: "b" },
    ],
    [
      "expansions of one another",
      { B: "car409-p-1", _N: "${B#*_}", _I: "${_N//-//+}", _J: "my-${_I//+//-}-x" },
      { B: "car409-p-1", _N: "car409-p-1", _I: "car409+p+1", _J: "my-car409-p-1-x" },
    ],
  ])("evaluates %s", (_, values, expected) => {
    expect(resolveValues(values, dynamic)).toEqual({ values: expected, problems: new Map() });
  });

  test("leaves cycles as they are and tells each of their members", () => {
    const values = { _A: "${_B}", _B: "${_C}", _C: "${_A}", _D: "${_A}!", _E: "${_E^^}" };
    const cycle = (name: string, text: string) => [name, [{ kind: "cycle", name, text }]] as const;
    expect(resolveValues(values, dynamic)).toEqual({
      values: { ...values, _D: "${_B}!" },
      problems: new Map([
        cycle("_A", "${_B}"),
        cycle("_B", "${_C}"),
        cycle("_C", "${_A}"),
        cycle("_E", "${_E^^}"),
      ]),
    });
  });

  test("takes nothing for a name without a value, and tells", () => {
    expect(resolveValues({ _X: "a${_Y}b", _Z: "${_Y:-c}" }, dynamic)).toEqual({
      values: { _X: "ab", _Z: "c" },
      problems: new Map([["_X", [{ kind: "undefined", name: "_Y", text: "${_Y}" }]]]),
    });
  });

  test("leaves an expansion that is not known, and tells", () => {
    expect(resolveValues({ _X: "a", _Y: "${_X:+b}" }, dynamic)).toEqual({
      values: { _X: "a", _Y: "${_X:+b}" },
      problems: new Map([["_Y", [{ kind: "expansion", name: "_X", text: "${_X:+b}" }]]]),
    });
  });

  test("leaves payload bindings, and tells", () => {
    const binding = "$(body.pull_request.title)";
    expect(resolveValues({ _X: `a ${binding}` }, dynamic)).toEqual({
      values: { _X: `a ${binding}` },
      problems: new Map([["_X", [{ kind: "binding", name: binding, text: binding }]]]),
    });
  });

  test("cuts what grows without measure", () => {
    const values: { [name: string]: string } = { _A: "xxxxx" };
    for (const [one, before] of ["BA", "CB", "DC", "ED", "FE"]) {
      values[`_${one}`] = `\${_${before}//x/\${_${before}}}`;
    }
    const lengths = Object.values(resolveValues(values, dynamic).values).map(({ length }) => length);
    expect(lengths).toEqual([5, 25, 625, 4001, 4001, 4001]);
  });

  test("stays within memory whatever a config says", () => {
    const long = { _A: "x".repeat(100_000), _B: "${_A//x/${_A}}", _C: "${_A}".repeat(100_000) };
    const { values } = resolveValues(long, dynamic);
    expect(Object.values(values).map(({ length }) => length)).toEqual([100_000, 4001, 4001]);
    expect(substituteText("$_A".repeat(100_000), values).text.length).toBeLessThan(2_000_000);
  });

  test("survives long chains and deep nesting", () => {
    const chain = Object.fromEntries(Array.from({ length: 5000 }, (_, n) => [`_X${n}`, `\${_X${n + 1}}`]));
    const nested = `${"${_A:-".repeat(20_000)}${"}".repeat(20_000)}`;
    expect(resolveValues({ ...chain, _X5000: "end" }, dynamic).values["_X0"]).toBe("end");
    expect(resolveValues({ _B: nested }, dynamic).problems.get("_B")?.[0]?.kind).toBe("expansion");
  });
});
