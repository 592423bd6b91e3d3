import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import type { Connection } from "../../../../components/platform/endpoints/endpoints.ts";
import { localEndpoints } from "../../../../components/platform/endpoints/local.ts";
import { describeEndpoints } from "./contract.ts";
import { standInEndpoints, standInRecord } from "./stand-in.ts";

/** Also tells this file's servers from those of other tests. */
const folder = mkdtempSync(join(tmpdir(), "pollux-endpoints-"));
afterAll(() => rmSync(folder, { recursive: true }));

function serversRunning(): number {
  const commands = execFileSync("ps", ["-axo", "args"], { encoding: "utf8" }).split("\n");
  return commands.filter((line) => line.includes("--exit-with-stdin") && line.includes(folder)).length;
}

describeEndpoints("local", async () => ({
  endpoints: standInEndpoints(),
  model: standInRecord(folder).model,
  brokenModel: standInRecord(folder, "broken").model,
  inUse: serversRunning,
}));

async function connected(work: (connection: Connection) => Promise<void>): Promise<void> {
  const connection = await standInEndpoints().connect(standInRecord(folder));
  try {
    await work(connection);
  } finally {
    await connection.close();
  }
}

async function ask(connection: Connection, content: string): Promise<string> {
  let reply = "";
  for await (const piece of connection.chat([{ role: "user", content }])) reply += piece;
  return reply;
}

test("a reply has the words of the wire, in order, and nothing else", async () => {
  await connected(async (connection) => {
    expect(await ask(connection, "Go ahead, Houston.")).toBe("1: Go ahead, Houston. — ✓");
  });
});

test("a refusal and a reply that breaks off are told apart", async () => {
  await connected(async (connection) => {
    await expect(ask(connection, "refuse")).rejects.toThrow(
      "endpoint: the server refused the request (HTTP 400): the message is too long. Change the message and ask again.",
    );
    await expect(ask(connection, "break off")).rejects.toMatchObject({ code: "ENDPOINT_BROKE_OFF" });
  });
});

test("what the server says on its way out is the reason for not starting", async () => {
  const { model } = standInRecord(folder, "broken");
  await expect(standInEndpoints().deploy({ name: "twin", model })).rejects.toThrow(
    "endpoint: the model's server did not start: serve: the weights are not readable. Build the twin again.",
  );
});

test("a model that is gone is named before anything starts", async () => {
  const model = join(folder, "gone");
  await expect(standInEndpoints().connect({ driver: "local", name: "twin", model })).rejects.toThrow(
    `endpoint: there is no model at ${model} (no config.json in it). Build the twin again.`,
  );
});

test("a server program that is not there is a clear error", async () => {
  const endpoints = localEndpoints({ command: [join(folder, "no-such-program")], env: process.env });
  await expect(endpoints.connect(standInRecord(folder))).rejects.toMatchObject({
    code: "ENDPOINT_NOT_STARTED",
  });
});

test("a start that is given up leaves no server", async () => {
  const stop = new AbortController();
  const started = standInEndpoints().connect(standInRecord(folder), {
    signal: stop.signal,
    onProgress: () => stop.abort(new Error("enough")),
  });
  await expect(started).rejects.toThrow("enough");
  expect(serversRunning()).toBe(0);
});
