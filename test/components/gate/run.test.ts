import { expect, test } from "vitest";
import gate from "../../../components/gate/run.ts";
import { runComponent } from "../../../pipeline/executor/index.ts";

const numbers = { baseBits: 1.85, twinBits: 1.79, gain: 0.06, gainError: 0.02 };

test("a gain above the default of none passes", async () => {
  await runComponent(gate, { inputs: { parameterValues: numbers } });
});

test("a gain below what is asked for fails the task with the reason", async () => {
  const task = runComponent(gate, { inputs: { parameterValues: { ...numbers, minimumGain: 0.1 } } });
  await expect(task).rejects.toMatchObject({ name: "UserError", code: "NO_GAIN" });
});
