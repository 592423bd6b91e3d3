// Lists, page by page.
import { expect, test } from "vitest";
import {
  type ListFields,
  type ListRequest,
  pageOf,
} from "../../../../../pipeline/vertex/local/lists/page.ts";
import { project, maskPaths } from "../../../../../pipeline/vertex/local/lists/field-mask.ts";

const fields: ListFields<{ readonly size: string }> = {
  filter: { size: ({ size }) => size },
  order: { size: ({ size }) => size },
};
const entries = [..."bcabc"].map((size, index) => ({
  name: `${5 - index}`,
  sequence: 5 - index,
  value: { size },
}));
const pages = (request: ListRequest): string[] => {
  const page = pageOf(entries, request, fields);
  const names = page.entries.map(({ name, value }) => `${value.size}${name}`).join(" ");
  return page.nextPageToken === ""
    ? [names]
    : [names, ...pages({ ...request, pageToken: page.nextPageToken })];
};

test("without an order, the newest come first", () => {
  expect(pages({ pageSize: 2 })).toEqual(["b5 c4", "a3 b2", "c1"]);
});

test("an order holds across pages, the newest first among equals", () => {
  expect(pages({ pageSize: 2, orderBy: "size desc" })).toEqual(["c4 c1", "b5 b2", "a3"]);
  expect(pages({ pageSize: 3, orderBy: "size" })).toEqual(["a3 b5 b2", "c4 c1"]);
});

test("a page's token holds when what it ended with is gone", () => {
  const { nextPageToken } = pageOf(entries, { pageSize: 2 }, fields);
  const rest = pageOf(
    entries.filter(({ sequence }) => sequence !== 4),
    { pageToken: nextPageToken },
    fields,
  );
  expect(rest.entries.map(({ name }) => name)).toEqual(["3", "2", "1"]);
});

test.each([{ orderBy: "colour" }, { orderBy: "size up" }, { pageToken: "x" }, { pageSize: -1 }])(
  "%j is refused",
  (request) => {
    expect(() => pageOf(entries, request, fields)).toThrow(
      expect.objectContaining({ status: "INVALID_ARGUMENT" }),
    );
  },
);

test("a token is for the list that it was given with", () => {
  const { nextPageToken: pageToken } = pageOf(entries, { pageSize: 2 }, fields);
  expect(() => pageOf(entries, { pageToken, orderBy: "size" }, fields)).toThrow(
    "page_token is none of this list's",
  );
});

test("a mask keeps the fields that it names, in either spelling", () => {
  const job = { name: "n", displayName: "d", pipelineSpec: { pipelineInfo: { name: "p" }, root: {} } };
  expect(project(job, maskPaths("display_name,pipeline_spec.pipeline_info"))).toEqual({
    displayName: "d",
    pipelineSpec: { pipelineInfo: { name: "p" } },
  });
  expect(maskPaths("*")).toEqual([]);
});
