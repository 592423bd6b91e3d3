import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { beforeAll, expect, test } from "vitest";
import { writeTwin } from "../../../scripts/twin/twin-record.ts";
import { standInRecord } from "../../components/platform/endpoints/stand-in.ts";
import { makeCheckout, type Checkout } from "../checkout.ts";
import { temporaryFolder } from "../temporary-folder.ts";

let checkout: Checkout;
beforeAll(() => {
  checkout = makeCheckout();
});

async function twinIn(root: string, model = "model"): Promise<string> {
  const endpoint = standInRecord(root, model);
  await writeTwin(root, { endpoint, me: "CDR", runId: "run-1", prompts: ["Go."] });
  return endpoint.model;
}

function serversOf(model: string): number {
  const commands = execFileSync("ps", ["-axo", "args"], { encoding: "utf8" }).split("\n");
  return commands.filter((line) => line.includes("--exit-with-stdin") && line.includes(model)).length;
}

test("where there is no twin yet the message says how to build one", async () => {
  const root = temporaryFolder();
  expect(await checkout.start(["chat", "--root", root]).ended).toEqual({
    code: 1,
    stdout: "",
    stderr: `chat: there is no twin in ${root}. Build one first: npm run twin.\n`,
  });
});

test("piped lines are answered and the server is gone with the command", async () => {
  const root = temporaryFolder();
  const model = await twinIn(root);
  const ended = await checkout.start(["chat", "--root", root], { input: "Hello.\n" }).ended;
  expect(ended).toMatchObject({ code: 0, stdout: "1: Hello. — ✓\n" });
  expect(serversOf(model)).toBe(0);
});

test("a model that was deleted is a clear error", async () => {
  const root = temporaryFolder();
  rmSync(await twinIn(root), { recursive: true });
  const ended = await checkout.start(["chat", "--root", root], { input: "Hello.\n" }).ended;
  expect(ended.stderr).toBe(
    `endpoint: there is no model at ${join(root, "model")} (no config.json in it). Build the twin again.\n`,
  );
  expect(ended.code).toBe(1);
});

test.each(["SIGINT", "SIGTERM", "SIGKILL"] as const)(
  "%s in the middle of a reply leaves no server",
  async (signal) => {
    const root = temporaryFolder();
    const model = await twinIn(root);
    const { child, ended } = checkout.start(["chat", "--root", root], {
      input: "go on for ever\n".repeat(2),
    });
    while (serversOf(model) === 0) await sleep(50);
    child.kill(signal);
    const { code } = await ended;
    expect(code).toBe(signal === "SIGKILL" ? null : 130);
    for (let i = 0; i < 40 && serversOf(model) > 0; i++) await sleep(50);
    expect(serversOf(model)).toBe(0);
  },
);
