import { expect, test } from "vitest";
import { placeLabels } from "../../../../pipeline/ir/picture/place-labels.ts";
import type { Threads } from "../../../../pipeline/ir/picture/thread-links.ts";

/** Box 0 above boxes 1, 2, ...; one link to each. */
function fan(xs: readonly number[]): Threads {
  return {
    rank: [0, ...xs.map(() => 1)],
    segments: xs.map((_, index) => ({ above: 0, below: index + 1 })),
    chains: xs.map((_, index) => [index]),
    labelAt: xs.map(() => "bottom"),
  };
}

function placedAt(bottom: readonly number[], top: readonly number[], labelWidth: number) {
  const links = bottom.map((_, index) => ({
    from: 0,
    to: index + 1,
    dashed: false,
    labelWidth: index === 0 ? labelWidth : 0,
  }));
  return placeLabels(links, fan(bottom), 2, { top, bottom }).placed[0];
}

test("a label lies over the middle of its own line", () => {
  expect(placedAt([100, 300], [100, 300], 40)).toEqual({ x: 80, gap: 0, side: "bottom", row: 0 });
});

test("a label that would lie over another line is moved aside, and still lies over its own", () => {
  expect(placedAt([100, 118], [100, 118], 40)).toEqual({ x: 74, gap: 0, side: "bottom", row: 0 });
  expect(placedAt([100, 82], [100, 82], 40)).toEqual({ x: 86, gap: 0, side: "bottom", row: 0 });
});

test("between two lines that are too near a label goes to the other end of its line", () => {
  expect(placedAt([100, 82, 118], [200, 20, 400], 40)).toEqual({ x: 180, gap: 0, side: "top", row: 0 });
});
