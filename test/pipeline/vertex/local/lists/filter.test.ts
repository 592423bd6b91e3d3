// The filters of list calls.
import { expect, test } from "vitest";
import { compileFilter, type FilterFields } from "../../../../../pipeline/vertex/local/lists/filter.ts";

interface Thing {
  readonly name: string;
  readonly state: string;
  readonly time: string;
  readonly labels?: { readonly [key: string]: string };
}

const fields: FilterFields<Thing> = {
  display_name: ({ name }) => name,
  state: ({ state }) => state,
  create_time: ({ time }) => time,
  labels: ({ labels }) => labels,
};
const things: readonly Thing[] = [
  { name: "train-a", state: "RUNNING", time: "2026-01-01T00:00:00Z", labels: { env: "dev" } },
  { name: "train-b", state: "FAILED", time: "2026-02-01T00:00:00Z", labels: { env: "prod" } },
  { name: 'say "hi"', state: "FAILED", time: "2026-03-01T00:00:00Z" },
];

test.each([
  ["", [0, 1, 2]],
  ['state="FAILED"', [1, 2]],
  ["state=FAILED", [1, 2]],
  ['state != "FAILED"', [0]],
  ['displayName="train-a"', [0]],
  ['display_name:"train-*"', [0, 1]],
  ["display_name:rain", [0, 1]],
  ['display_name:"t*a*n*-*b"', [1]],
  ['display_name:"*-a"', [0]],
  ['display_name:"train-a*a"', []],
  ['create_time!=""', [0, 1, 2]],
  ['display_name="say \\"hi\\""', [2]],
  ['labels.env="prod"', [1]],
  ["labels.env:*", [0, 1]],
  ["labels:env", [0, 1]],
  ['create_time>"2026-01-15T00:00:00+00:00"', [1, 2]],
  ['create_time<="2026-02-01T01:00:00+01:00"', [0, 1]],
  ['state="FAILED" AND NOT labels.env="prod"', [2]],
  ['state="RUNNING" OR state="FAILED" AND labels.env="prod"', [1]],
  ['(state="RUNNING") OR (state="FAILED" AND labels.env="prod")', [0, 1]],
])("%s takes %j", (filter, taken) => {
  const test = compileFilter(filter, fields);
  expect(things.flatMap((thing, index) => (test(thing) ? [index] : []))).toEqual(taken);
});

test.each([
  "state",
  "state=",
  '="x"',
  'state="FAILED" AND',
  "(state=x",
  "state=x)",
  "nothing=1",
  'state="',
  "labels.a.b=1",
  "create_time>zzz",
  "create_time=5",
  `${"(".repeat(3_000)}state=x${")".repeat(3_000)}`,
  `${"NOT ".repeat(3_000)}state=x`,
])("%.40s is refused", (filter) => {
  expect(() => compileFilter(filter, fields)).toThrow(
    expect.objectContaining({ status: "INVALID_ARGUMENT" }),
  );
});

test("a name that is not known is answered with those that are", () => {
  expect(() => compileFilter("nme=1", fields)).toThrow(
    'filter "nme=1": "nme" cannot be asked for. Use display_name, state, create_time, labels.',
  );
});

test("many stars that match nothing are soon found out", () => {
  const name = "a".repeat(128);
  const takes = compileFilter('display_name:"*a*a*a*a*a*a*a*a*a*a*a*a*b"', fields);
  const begun = performance.now();
  expect(takes({ name, state: "", time: "" })).toBe(false);
  expect(performance.now() - begun).toBeLessThan(100);
});

test("what is deep but not too deep is taken", () => {
  const takes = compileFilter(
    `${"(".repeat(100)}state=RUNNING${")".repeat(100)} AND (state=RUNNING)`,
    fields,
  );
  expect(things.map(takes)).toEqual([true, false, false]);
});
