import fc from "fast-check";
import { parse } from "yaml";
import { describe, expect, test } from "vitest";
import { readPlain } from "../../../cloudbuild/files/read-scalar.ts";

describe("plain text", () => {
  test.each([
    [".", "."],
    ["", null],
    ["~", null],
    ["Null", null],
    ["true", true],
    ["FALSE", false],
    ["5000", 5000],
    ["-1", -1],
    ["0", 0],
    ["1.10", 1.1],
    [".5", 0.5],
    ["1.5e+3", 1500],
    ["0x1F", 31],
    [".inf", Infinity],
    ["-.INF", -Infinity],
    [".nan", NaN],
    ["1:60", "1:60"],
    ["80:80", "80:80"],
    ["1.2.3", "1.2.3"],
    ["tRUE", "tRUE"],
    ["yEs", "yEs"],
    ["v3.8.9", "v3.8.9"],
    ["--build-arg", "--build-arg"],
    ["-", "-"],
  ])("%j is the same in all readings", (source, value) => {
    expect(readPlain(source)).toEqual({ value });
  });

  const gcloud = "in YAML 1.1, which gcloud reads";
  const pyYaml = "in YAML 1.1 as PyYAML reads it";
  test.each([
    ["yes", "yes", true, `true ${gcloud}`],
    ["Off", "Off", false, `false ${gcloud}`],
    ["y", "y", true, `true ${gcloud}`],
    ["N", "N", false, `false ${gcloud}`],
    ["0777", 777, 511, `the number 511 ${gcloud}`],
    ["-010", -10, -8, `the number -8 ${gcloud}`],
    ["08", 8, "08", `text ${gcloud}`],
    ["0o7", 7, "0o7", `text ${gcloud}`],
    ["0b11", "0b11", 3, `the number 3 ${gcloud}`],
    ["-0x1F", "-0x1F", -31, `the number -31 ${gcloud}`],
    ["1_000", "1_000", 1000, `the number 1000 ${gcloud}`],
    ["1_0.5", "1_0.5", 10.5, `the number 10.5 ${gcloud}`],
    ["1:30", "1:30", 90, `the number 90 ${gcloud}`],
    ["-1:30:10", "-1:30:10", -5410, `the number -5410 ${gcloud}`],
    ["1:30.5", "1:30.5", 90.5, `the number 90.5 ${gcloud}`],
    ["-.5", -0.5, "-.5", `text ${gcloud}`],
    ["1e3", 1000, "1e3", `text ${pyYaml}`],
    ["1.5e3", 1500, "1.5e3", `text ${pyYaml}`],
    ["-_1", "-_1", -1, `the number -1 ${gcloud}`],
  ])("%j has two readings", (source, value, old, words) => {
    expect(readPlain(source)).toEqual({ value, old: { value: old, words } });
  });

  test.each([
    ["2020-01-01", `a date ${gcloud}`],
    ["2020-1-1 10:10:10", `a date ${gcloud}`],
    ["2020-01-01T10:10:10.5+01:00", `a date ${gcloud}`],
    ["=", `a mark of its own ${gcloud}`],
    ["<<", `a mark of its own ${gcloud}`],
    ["-_", `a mark of its own ${gcloud}`],
  ])("%j is text only in YAML 1.2", (source, words) => {
    expect(readPlain(source)).toEqual({ value: source, old: { words } });
  });

  test("is read as the library's core schema reads it", () => {
    const source = fc.stringMatching(/^(?:[0-9+.a-zA-Z]|[-+][0-9._])[0-9_:.eExobX+-]{0,5}[0-9a-zA-Z.]$/);
    fc.assert(
      fc.property(source, (text) => {
        const [value] = parse(`- ${text}\n`) as [unknown];
        expect(readPlain(text).value).toEqual(value === 0 ? 0 : value);
      }),
      { numRuns: 3000 },
    );
  });
});
