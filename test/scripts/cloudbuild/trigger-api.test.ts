import { createServer } from "node:http";
import { beforeEach, expect, test } from "vitest";
import type { BuildTrigger } from "../../../cloudbuild/triggers/trigger.ts";
import { triggerApi } from "../../../scripts/cloudbuild/trigger-api.ts";
import { listenOnLoopback } from "../../tools/loopback.ts";
import { fakeTriggers } from "./fake-triggers.ts";

const server = await fakeTriggers();
const notes: string[] = [];
const policy = { callTimeout: 300, totalTimeout: 3000, firstPause: 1, longestPause: 5 };
const api = triggerApi(
  { project: "p", region: "europe-west1", endpoint: server.url },
  { policy, onRepeat: (note) => void notes.push(note) },
);
const named = (name: string): BuildTrigger => ({ name, filename: "cloudbuild.yaml" });
const names = () => server.stored.map(({ name }) => name);

beforeEach(() => {
  for (const list of [server.stored, server.requests, server.faults, notes]) list.length = 0;
});

test("all pages are listed, with the service's ids", async () => {
  for (const name of ["a", "b", "c", "d", "e"]) await api.create(named(name));
  server.requests.length = 0;
  expect((await api.list()).map(({ name, id }) => [name, typeof id])).toEqual(
    ["a", "b", "c", "d", "e"].map((name) => [name, "string"]),
  );
  expect(server.requests).toEqual([
    "GET /triggers?pageSize=100",
    "GET /triggers?pageSize=100&pageToken=2",
    "GET /triggers?pageSize=100&pageToken=4",
  ]);
});

test.each([429, 503, 500, "drop", "stuck"] as const)("a call that meets %s is repeated", async (fault) => {
  server.faults.push(fault);
  await api.create(named("a"));
  expect(names()).toEqual(["a"]);
  expect(notes).toHaveLength(1);
});

test("a creation whose reply is lost is not doubled: it is looked for first", async () => {
  server.faults.push("lost");
  await api.create(named("a"));
  expect(names()).toEqual(["a"]);
  expect(server.requests).toEqual(["POST /triggers", "GET /triggers?pageSize=100"]);
});

test("a creation that gets there after it was looked for is one", async () => {
  server.faults.push("late");
  await api.create(named("a"));
  expect(names()).toEqual(["a"]);
  expect(server.requests).toEqual(["POST /triggers", "GET /triggers?pageSize=100", "POST /triggers"]);
});

test("a name that somebody else has just taken is an error", async () => {
  server.stored.push({ name: "a" });
  await expect(api.create(named("a"))).rejects.toMatchObject({
    code: "VERTEX_ALREADY_EXISTS",
    message:
      'trigger "a": Cloud Build says ALREADY_EXISTS: it exists. Somebody has just created it: give the command once more.',
  });
});

test("a change names its fields, and takes over no others", async () => {
  server.stored.push({ ...named("a"), id: "1", tags: ["x"], description: "old" });
  const trigger = { ...named("a"), description: "new", disabled: true };
  await api.patch({ ...trigger, id: "1" }, trigger, ["description", "tags"]);
  expect(server.requests).toEqual(["PATCH /triggers/1?updateMask=description%2Ctags"]);
  expect(server.stored).toEqual([{ ...named("a"), id: "1", description: "new" }]);
});

test("a deletion of what is gone already is done", async () => {
  await api.create(named("a"));
  const [existing = named("")] = await api.list();
  server.faults.push("lost");
  await api.delete(existing);
  expect(names()).toEqual([]);
});

test("a refusal says what to do, and is not repeated", async () => {
  server.faults.push(403);
  await expect(api.list()).rejects.toMatchObject({
    message:
      "triggers of p in europe-west1: Cloud Build says PERMISSION_DENIED: not now. Give the account the role Cloud Build " +
      "Editor (roles/cloudbuild.builds.editor), and Service Account User on the service accounts that the triggers name; " +
      "see that the Cloud Build API is on.",
  });
  expect(notes).toEqual([]);
});

test("where nobody listens, that is told within a few seconds", async () => {
  const closed = createServer();
  const port = await listenOnLoopback(closed);
  await new Promise((resolve) => closed.close(resolve));
  const settings = { onRepeat: (note: string) => void notes.push(note) };
  const place = { project: "p", region: "r", endpoint: `http://127.0.0.1:${port}` };
  const begin = performance.now();
  await expect(triggerApi(place, settings).list()).rejects.toMatchObject({
    code: "VERTEX_UNAVAILABLE",
    message:
      `triggers of p in r: Cloud Build is not reached: connect ECONNREFUSED 127.0.0.1:${port}. ` +
      "See that the network, the region and --endpoint are right, and try again.",
  });
  expect(performance.now() - begin).toBeLessThan(10_000);
  expect(notes).toHaveLength(3);
});

test("a port that no request goes to is told at once", async () => {
  const place = { project: "p", region: "r", endpoint: "http://localhost:1" };
  await expect(triggerApi(place).list()).rejects.toMatchObject({
    code: "VERTEX_INVALID_ARGUMENT",
    message:
      "triggers of p in r: Cloud Build says INVALID_ARGUMENT: bad port. See that --endpoint is right, that the " +
      "repository is connected, and that the service account exists.",
  });
});

test("no credentials go to a server of this machine", () => {
  expect(new Set(server.credentials)).toEqual(new Set([undefined]));
});

test.each(["http://example.com", "ftp://127.0.0.1", "http://"])("no credentials go to %s", (endpoint) => {
  expect(() => triggerApi({ project: "p", region: "r", endpoint })).toThrow(
    `--endpoint ${endpoint}: is none that credentials can go to. Give one with https, or one of this machine.`,
  );
});
