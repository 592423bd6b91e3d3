import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readTwin, writeTwin } from "../../../scripts/twin/twin-record.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const twin = {
  endpoint: { driver: "local", name: "digital-twin", model: "/models/twin" },
  me: "CDR",
  runId: "digital-twin-1",
  prompts: ["How do you read?"],
};

test("what is written is read again, and nothing else is left in the folder", async () => {
  const root = join(temporaryFolder(), "root");
  await writeTwin(root, twin);
  expect(await readTwin(root)).toEqual(twin);
  expect(readdirSync(root)).toEqual(["twin.json"]);
});

test("where no twin was built the message says how to build one", async () => {
  const root = temporaryFolder();
  await expect(readTwin(root)).rejects.toThrow(
    `chat: there is no twin in ${root}. Build one first: npm run twin.`,
  );
});

test.each(["{", "{}", '{"endpoint": {"driver": "local"}}'])(
  "a record that is not whole (%s) is refused",
  async (text) => {
    const root = temporaryFolder();
    writeFileSync(join(root, "twin.json"), text);
    await expect(readTwin(root)).rejects.toMatchObject({ name: "UserError" });
  },
);
