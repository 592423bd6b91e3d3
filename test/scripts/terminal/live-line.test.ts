import { expect, test } from "vitest";
import { describeProgress, liveLine } from "../../../scripts/terminal/live-line.ts";
import { Collector } from "../chat/collector.ts";

test("in a terminal the line is written over, cut to the width, and gives way to what stays", () => {
  const stream = Object.assign(new Collector(), { isTTY: true, columns: 10 });
  const line = liveLine(stream);
  line.update("one");
  line.update("two, and much more");
  line.print("done");
  line.clear(); // nothing is shown any more
  expect(stream.text).toBe("\r\u001b[2Kone\r\u001b[2Ktwo, and \r\u001b[2Kdone\n");
});

test("elsewhere there are plain lines, and few of what only passes", () => {
  const stream = new Collector();
  const line = liveLine(stream);
  line.update("one");
  line.print("done");
  line.clear();
  expect(stream.text).toBe("done\n");
});

test("progress is a percentage, and the time left once it can be known", () => {
  const started = performance.now() - 10_000;
  expect(describeProgress({ done: 5, total: 20, text: "fetching jax", started })).toBe(
    "25 %, 30 s left, fetching jax",
  );
  expect(describeProgress({ done: 0, total: 20, text: "", started })).toBe("0 %");
});
