import { expect, test } from "vitest";
import { summarize } from "../../../scripts/twin/summary.ts";

const record = {
  endpoint: { driver: "local", name: "digital-twin", model: "/m" },
  me: "Ana",
  runId: "r",
  prompts: [],
};
const built = (gain: number, gainError: number) => ({
  record,
  evaluation: { baseBits: 2, twinBits: 2 - gain, gain, gainError },
  report: "/r/evaluation.html",
  reading: "/r/ingest.html",
});

test("a gain is told with its error and where to read more", () => {
  expect(summarize(built(0.1, 0.01), "/gemma")).toBe(
    "The twin of Ana is ready. It predicts what Ana really said, in conversations it never saw, with\n" +
      "1.900 bits per character; its base needs 2.000 (a gain of 0.100 ± 0.010).\n" +
      "How it was measured, with sample replies: /r/evaluation.html\n" +
      "What was read of the chats: /r/ingest.html\n",
  );
});

test("a gain that chance could explain is called that", () => {
  expect(summarize(built(0.01, 0.01), "tiny")).toContain("so little that chance could explain it");
});
