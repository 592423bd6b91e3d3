import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { datasetFiles, readExamples } from "../../../components/conversation/dataset-folder.ts";
import { replyOf } from "../../../components/conversation/example.ts";
import ingest from "../../../components/ingest/run.ts";
import { runComponent } from "../../../pipeline/executor/index.ts";
import type { ExecutorInput, ExecutorOutput } from "../../../pipeline/ir/executor-input.ts";
import { UserError } from "../../../pipeline/ir/user-error.ts";
import { exchanges } from "../conversation/chats.ts";

const shipped = new URL("../../../containers/trainer/transcripts/apollo-11.txt", import.meta.url);

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "pollux-ingest-"));
  await mkdir(join(folder, "chats"));
});
afterEach(() => rm(folder, { recursive: true }));

/** Runs the component with its defaults on the chats of the folder. */
function run(me: string, made = "made"): Promise<ExecutorOutput> {
  const artifact = (
    name: string,
    path: string,
  ): NonNullable<ExecutorInput["outputs"]>["artifacts"] & object => ({
    [name]: { artifacts: [{ name, type: {}, uri: join(folder, path), metadata: {} }] },
  });
  const input: ExecutorInput = {
    inputs: { parameterValues: { me }, artifacts: artifact("chats", "chats") },
    outputs: {
      artifacts: {
        ...artifact("conversations", join(made, "conversations")),
        ...artifact("report", join(made, "report.html")),
      },
    },
  };
  return runComponent(ingest, input, { say: () => {} });
}

const conversations = (): string => join(folder, "made", "conversations");

describe("ingest", () => {
  test("makes a dataset of the Apollo 11 transcript with its commander's replies", async () => {
    await writeFile(join(folder, "chats", "apollo-11.txt"), await readFile(shipped));
    const { parameterValues, artifacts } = await run("CDR");
    expect(parameterValues).toEqual({
      messages: 8474,
      sessions: 60,
      trainExamples: 1088,
      validationExamples: 117,
    });
    expect(artifacts?.["conversations"]?.artifacts[0]?.metadata).toEqual({
      me: "CDR",
      train: 1088,
      validation: 117,
    });
    const train = await readExamples(conversations(), "train");
    expect(train[0]).toEqual({
      id: "s1-1",
      session: "apollo-11.txt#1",
      synthetic: false,
      source: { file: "apollo-11.txt", firstLine: 8, lastLine: 14, start: "00:00:00:15", end: "00:00:00:44" },
      messages: [
        { role: "user", content: "Roger. Roll.", name: "CC" },
        { role: "assistant", content: "Roll's complete and the pitch is programed.\nOne Bravo." },
      ],
    });
    const background = await readFile(join(conversations(), datasetFiles.background), "utf8");
    expect(background).toContain('"author":"CC"');
    expect(background).not.toContain('"author":"CDR"');
  });

  test("writes the same bytes each time", async () => {
    await writeFile(join(folder, "chats", "chat.txt"), exchanges(100));
    await run("Ana");
    await run("Ana", "again");
    for (const name of [
      ...Object.values(datasetFiles).map((file) => join("conversations", file)),
      "report.html",
    ]) {
      expect(await readFile(join(folder, "again", name), "utf8")).toBe(
        await readFile(join(folder, "made", name), "utf8"),
      );
    }
  });

  test("shows people's words in the report and runs none of them", async () => {
    const text = exchanges(100).replaceAll("number 0\n", "<script>alert(1)</script> & 'so on'\n");
    await writeFile(join(folder, "chats", "<b>.txt"), text);
    await run("Ana");
    const report = (await readFile(join(folder, "made", "report.html"), "utf8")).replaceAll(/\s+/g, " ");
    expect(report).toContain("&#60;script&#62;alert(1)&#60;/script&#62; &#38; &#39;so on&#39;");
    expect(report).not.toMatch(/<script|<b>|https?:/);
    expect(report).toContain(
      "90 replies of Ana to learn from, 10 held out to measure by: the latest of each chat.",
    );
  });

  test("for somebody else's name fails with who there is and leaves nothing", async () => {
    await writeFile(join(folder, "chats", "chat.txt"), exchanges(100));
    await expect(run("Eve")).rejects.toThrow(
      new UserError(
        "ME_NOT_FOUND",
        'ingest: "Eve" is not in the chats. Use one of: "Ana" (100 messages), "Bob" (100).',
      ),
    );
    expect(await readdir(join(folder, "made"))).toEqual([]);
  });

  test("learns from the other person as well, asked to", async () => {
    await writeFile(join(folder, "chats", "chat.txt"), exchanges(100));
    await run("bob");
    const [first] = await readExamples(conversations(), "train");
    expect(first === undefined ? "" : replyOf(first)).toBe("question number 1");
  });
});
