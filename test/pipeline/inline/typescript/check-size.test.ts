import { expect, test } from "vitest";
import { checkSize } from "../../../../pipeline/inline/typescript/check-size.ts";

const parts = {
  "components/big/run.ts": 2_001,
  "components/big/component.ts": 1_000,
  "node_modules/tiny/index.js": 300,
  "node_modules/typescript/lib/typescript.js": 9_100_000,
  "node_modules/a/node_modules/@scope/inner/a.js": 50_000,
  "../../node_modules/@scope/inner/b.js": 50_000,
};

test("a bundle that a pipeline file can carry passes", () => {
  expect(() => checkSize("components/big/run.ts", 500_000, parts)).not.toThrow();
});

test("a larger one is an error that names its size and its biggest parts", () => {
  expect(() => checkSize("components/big/run.ts", 1_812_345, parts)).toThrow(
    expect.objectContaining({
      code: "BUNDLE_TOO_LARGE",
      message:
        "components/big/run.ts: its bundle is 1.8 MB compressed, and a pipeline file carries 500 kB; uncompressed, its biggest " +
        "parts are typescript (9.1 MB), @scope/inner (100 kB), its own files (4 kB). Run it in an image that holds them, or import less.",
    }),
  );
});
