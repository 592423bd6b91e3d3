import fc from "fast-check";
import { expect, test } from "vitest";
import { serverSentEvents } from "../../../../components/platform/endpoints/server-sent-events.ts";

async function events(text: string, cuts: readonly number[] = []): Promise<readonly string[]> {
  const bytes = new TextEncoder().encode(text);
  const edges = [0, ...[...cuts].map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  async function* parts(): AsyncGenerator<Uint8Array> {
    for (const [i, edge] of edges.slice(1).entries()) yield bytes.subarray(edges[i], edge);
  }
  const found: string[] = [];
  for await (const data of serverSentEvents(parts())) found.push(data);
  return found;
}

test("the data of each event is yielded; comments and other fields are not", async () => {
  const text = ': hello\n\nevent: x\nid: 1\ndata: {"a":1}\n\ndata:two\ndata: lines\n\ndata: [DONE]\n\n';
  expect(await events(text)).toEqual(['{"a":1}', "two\nlines", "[DONE]"]);
});

test("an event that is not finished is not yielded", async () => {
  expect(await events("data: whole\n\ndata: half")).toEqual(["whole"]);
});

test("events are the same however the bytes are cut, with any line ending", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom("\n", "\r\n", "\r"),
      fc.array(fc.nat(), { maxLength: 6 }),
      async (end, cuts) => {
        const text = ["data: Roger — ✓", "", "data: out", "", ""].join(end);
        expect(await events(`${text}: end\n`, cuts)).toEqual(["Roger — ✓", "out"]);
      },
    ),
  );
});
